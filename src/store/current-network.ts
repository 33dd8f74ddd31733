import type { Network } from '../domain/railway/network.ts'

/** The timetable in memory, and its replacement by a newer one. */
export class CurrentNetwork {
  readonly #load: () => Promise<Network>
  readonly #version: () => Promise<number>
  readonly #onReplaced: (before: Network, now: Network) => void
  #network: Network
  #reading: Promise<void> = Promise.resolve()
  /** A reading that begins when the one before it is over. */
  #next: Promise<void> | undefined
  #isOld = false

  constructor(
    network: Network,
    load: () => Promise<Network>,
    version: () => Promise<number>,
    onReplaced: (before: Network, now: Network) => void,
  ) {
    this.#network = network
    this.#load = load
    this.#version = version
    this.#onReplaced = onReplaced
  }

  get now(): Network {
    return this.#network
  }

  /** The database has, or may have, a newer timetable that is still to be read. */
  get isOld(): boolean {
    return this.#isOld
  }

  /** Reads the timetable of the database, as of a moment after the call. */
  read(): Promise<void> {
    this.#isOld = true
    this.#next ??= this.#reading
      .catch(() => {})
      .then(() => {
        this.#next = undefined
        this.#reading = this.#replace()
        return this.#reading
      })
    return this.#next
  }

  /** Waits for the newest timetable that a reading has been asked for. */
  async caughtUp(): Promise<void> {
    if (this.#next) return this.#next
    await this.#reading
    if (this.#isOld) await this.read()
  }

  /** Reads the timetable unless that of the database is already in memory, or just being read. */
  async ask(): Promise<void> {
    await this.#reading.catch(() => {})
    await this.hear(await this.#version())
  }

  /** Reads the timetable if the database has another version than this. */
  async hear(version: number): Promise<void> {
    await this.#reading.catch(() => {})
    if (version !== this.#network.version) await this.read()
  }

  async #replace(): Promise<void> {
    const before = this.#network
    this.#network = await this.#load()
    this.#isOld = this.#next !== undefined
    this.#onReplaced(before, this.#network)
  }
}
