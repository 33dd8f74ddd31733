import type { Basis } from '../app/basis.ts'
import { type AnswerBytes, makeAnswerBytes } from './answer-bytes.ts'

/** An answer that was just made. */
interface MadeAnswer {
  readonly basis: Basis
  readonly tag: string
  readonly bytes: Buffer
}

/** Popular answers, kept as bytes for as long as their basis is current; the least recently used go first. */
export interface KeptAnswers {
  /** The current answer to this URL, in any spelling that has been asked for. */
  find(url: string): AnswerBytes | undefined
  /**
   * The current answer of this name. A name contains everything in a request that an answer depends on, so
   * different spellings of one question share an answer. The URL finds it from now on.
   */
  findNamed(name: string, url: string): AnswerBytes | undefined
  /** Keeps an answer, if it is current and not too large, and returns it in any case. */
  keep(name: string, url: string, made: MadeAnswer): AnswerBytes
  readonly bytes: number
}

/** Spellings remembered for each answer; others find it by its name, which costs a little more. */
const mostUrls = 4
/** Objects and entries of maps for each answer. */
const bytesPerAnswer = 500
const bytesPerCharacter = 2

interface Entry {
  readonly name: string
  readonly basis: Basis
  readonly answer: AnswerBytes
  readonly urls: string[]
  weight: number
}

/** Keeps at most `maxBytes` of answers, all their forms and names included. */
export function makeKeptAnswers(maxBytes: number): KeptAnswers {
  return new Kept(maxBytes)
}

class Kept implements KeptAnswers {
  readonly #maxBytes: number
  readonly #byName = new Map<string, Entry>()
  readonly #byUrl = new Map<string, Entry>()
  #bytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  find(url: string): AnswerBytes | undefined {
    return this.#current(this.#byUrl.get(url))?.answer
  }

  findNamed(name: string, url: string): AnswerBytes | undefined {
    const entry = this.#current(this.#byName.get(name))
    if (entry) this.#lead(url, entry)
    return entry?.answer
  }

  keep(name: string, url: string, { basis, tag, bytes }: MadeAnswer): AnswerBytes {
    const old = this.#byName.get(name)
    if (old) this.#drop(old)
    const entry: Entry = {
      ...{ name, basis, urls: [] },
      weight: bytesPerAnswer + name.length * bytesPerCharacter + basis.bytes + bytes.length,
      answer: makeAnswerBytes(bytes, tag, (more) => this.#grow(entry, more)),
    }
    if (entry.weight > this.#maxBytes || !basis.isCurrent()) return entry.answer
    this.#byName.set(name, entry)
    this.#bytes += entry.weight
    this.#lead(url, entry)
    return entry.answer
  }

  #current(entry: Entry | undefined): Entry | undefined {
    if (!entry) return undefined
    if (!entry.basis.isCurrent()) {
      this.#drop(entry)
      return undefined
    }
    // A Map keeps the order of insertion, so the first entry is the least recently used.
    this.#byName.delete(entry.name)
    this.#byName.set(entry.name, entry)
    return entry
  }

  #lead(url: string, entry: Entry): void {
    if (this.#byUrl.get(url) === entry) return
    this.#byUrl.set(url, entry)
    entry.urls.push(url)
    if (entry.urls.length > mostUrls) this.#forget(entry, entry.urls.shift())
    this.#grow(entry, bytesPerCharacter * url.length)
  }

  #forget(entry: Entry, url: string | undefined): void {
    if (url === undefined) return
    if (this.#byUrl.get(url) === entry) this.#byUrl.delete(url)
    entry.weight -= bytesPerCharacter * url.length
    this.#bytes -= bytesPerCharacter * url.length
  }

  #grow(entry: Entry, bytes: number): void {
    // A form may be made after the answer has been dropped.
    if (this.#byName.get(entry.name) !== entry) return
    entry.weight += bytes
    this.#bytes += bytes
    this.#makeRoom()
  }

  #makeRoom(): void {
    for (const entry of this.#byName.values()) {
      if (this.#bytes <= this.#maxBytes) return
      this.#drop(entry)
    }
  }

  #drop(entry: Entry): void {
    if (this.#byName.get(entry.name) !== entry) return
    this.#byName.delete(entry.name)
    for (const url of entry.urls) if (this.#byUrl.get(url) === entry) this.#byUrl.delete(url)
    this.#bytes -= entry.weight
  }
}
