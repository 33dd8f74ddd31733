import { searchForm } from '../text.ts'
import type { Station } from './station.ts'

/** Finds stations by what a passenger types. */
export interface StationIndex {
  /**
   * At most `limit` stations whose code or one of whose names, in any language, matches a text that is not
   * blank, whatever its capitals and accents: first by code, then names that begin with it, then names with
   * a word that begins with it, then the rest, each group in the order of the stations.
   */
  find(typed: string, limit: number): readonly Station[]
  /** True if a passenger could take the name of this station for another one. */
  sharesName(station: Station): boolean
}

/** Stations between two yields: about 2 ms of work. */
const stationsPerStep = 500

/** Sizes that decide how the index works, but not what it finds. */
interface Sizes {
  /** Names that are searched as one text. */
  readonly linesPerText: number
  /** Up to so many names with a text are looked at one by one; beyond that, the best are sought first. */
  readonly fewLines: number
}

const usualSizes: Sizes = { linesPerText: 4_096, fewLines: 2_000 }

/**
 * Builds the index in steps, so that the caller can do other work between them. Thousands of names are one
 * text, which the machine searches faster than thousands of small ones.
 */
export function* buildStationIndex(
  stations: readonly Station[],
  { linesPerText, fewLines }: Sizes = usualSizes,
): Generator<void, StationIndex> {
  const names = new TextList(linesPerText)
  const codes = new TextList(linesPerText)
  const holders = new Map<string, number>()
  for (const [index, station] of stations.entries()) {
    const forms = formsOf(station)
    for (const form of forms) {
      names.add(form, index)
      holders.set(form, (holders.get(form) ?? 0) + 1)
    }
    codes.add(searchForm(station.code), index)
    if (index % stationsPerStep === stationsPerStep - 1) yield
  }
  names.close()
  codes.close()
  return {
    find(typed, limit) {
      const wanted = searchForm(typed)
      if (wanted === '') return []
      const found = new Set<number>()
      const take = (...lists: readonly Iterable<number>[]) => addSmallest(found, lists, limit)
      const [begins, hasWord, contains] = rankedFew(names, wanted, fewLines) ?? rankedMany(names, wanted)
      take(codes.holding(`\n${wanted}\n`))
      take(begins)
      take(hasWord)
      take(contains, codes.holding(`\n${wanted}`))
      return [...found].flatMap((index) => stations[index] ?? [])
    },
    sharesName: (station) => formsOf(station).some((form) => (holders.get(form) ?? 0) > 1),
  }
}

/** The owners of names that begin with a text, that have a word which does, and that contain it at all. */
type Ranked = readonly [begins: Iterable<number>, hasWord: Iterable<number>, contains: Iterable<number>]

/** In one search through all names; undefined if too many contain the text. */
function rankedFew(names: TextList, wanted: string, most: number): Ranked | undefined {
  const ranked: [number[], number[], number[]] = [[], [], []]
  let count = 0
  for (const [owner, line] of names.linesWith(wanted)) {
    if (++count > most) return undefined
    ranked[line.startsWith(wanted) ? 0 : line.includes(` ${wanted}`) ? 1 : 2].push(owner)
  }
  return ranked
}

/** In a search for each rank, which ends once there are enough. */
function rankedMany(names: TextList, wanted: string): Ranked {
  return [names.holding(`\n${wanted}`), names.holding(` ${wanted}`), names.holding(wanted)]
}

/** The different names of a station as they are searched, in any language. */
function formsOf({ name, names, spokenNames }: Station): readonly string[] {
  const all = [name, ...Object.values(names), ...spokenNames]
  return all.length === 1 ? [searchForm(name)] : [...new Set(all.map(searchForm))]
}

/** Adds the smallest numbers of ascending lists that are not in the set yet, until it has `limit`. */
function addSmallest(found: Set<number>, lists: readonly Iterable<number>[], limit: number): void {
  const fresh = lists.flatMap((list) => {
    const some = new Set<number>()
    for (const index of list) {
      if (found.size + some.size >= limit) break
      if (!found.has(index)) some.add(index)
    }
    return [...some]
  })
  for (const index of fresh.sort((a, b) => a - b)) if (found.size < limit) found.add(index)
}

/** Some thousand lines as one text that begins and ends with a line break. */
interface Chunk {
  readonly text: string
  readonly starts: readonly number[]
  readonly owners: readonly number[]
}

/** Texts of one line, each with the number of its owner; owners ascend. */
class TextList {
  readonly #linesPerText: number
  readonly #chunks: Chunk[] = []
  #lines: string[] = []
  #owners: number[] = []

  constructor(linesPerText: number) {
    this.#linesPerText = linesPerText
  }

  add(line: string, owner: number): void {
    this.#owners.push(owner)
    if (this.#lines.push(line) === this.#linesPerText) this.close()
  }

  /** Call it after the last line. */
  close(): void {
    const starts: number[] = []
    let length = 1
    for (const line of this.#lines) {
      starts.push(length)
      length += line.length + 1
    }
    this.#chunks.push({ text: `\n${this.#lines.join('\n')}\n`, starts, owners: this.#owners })
    this.#lines = []
    this.#owners = []
  }

  /** The owners of the lines that contain a text, ascending; `\n` stands for either end of a line. */
  *holding(wanted: string): Generator<number> {
    for (const [owner] of this.linesWith(wanted)) yield owner
  }

  /** The same with the lines. */
  *linesWith(wanted: string): Generator<readonly [owner: number, line: string]> {
    for (const { text, starts, owners } of this.#chunks)
      for (let at = text.indexOf(wanted); at >= 0; ) {
        const index = lineAt(starts, wanted.startsWith('\n') ? at + 1 : at)
        const next = starts[index + 1] ?? text.length
        yield [owners[index] ?? 0, text.slice(starts[index], next - 1)]
        // The rest of the line cannot say more. The next line may begin with the end of this one.
        at = text.indexOf(wanted, next - 1)
      }
  }
}

/** The last line that starts at or before a position. */
function lineAt(starts: readonly number[], position: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((starts[middle] ?? 0) <= position) low = middle
    else high = middle - 1
  }
  return low
}
