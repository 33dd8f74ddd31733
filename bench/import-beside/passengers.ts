import { setTimeout as pause } from 'node:timers/promises'
import type { Answer, Client } from '../../test/harness/client.ts'
import type { PlannedRun } from '../load-plan.ts'
import type { Call, Wait } from './waits.ts'

export interface RunToSell extends PlannedRun {
  /** The date to search for, `YYYY-MM-DD`. */
  readonly date: string
  readonly isOfFeed: boolean
}

interface Sale {
  readonly run: RunToSell
  readonly seatNumber: string
}

/** What a passenger does about a run that has changed under their eyes: look again, so many times. */
const mostLooks = 20

/** Passengers who come in turn: each searches, looks at the seat map, holds a seat and books it. */
export class Passengers {
  readonly #client: Client
  readonly #token: string
  #sales: Iterator<Sale, undefined>
  readonly #open = new Set<Promise<void>>()
  readonly #wanted = new Set<string>()
  #waits: Wait[] = []
  readonly #failures = new Map<string, number>()
  #changedCount = 0
  #isOver = false

  constructor(client: Client, token: string, runs: readonly RunToSell[]) {
    this.#client = client
    this.#token = token
    this.#sales = salesOf(runs)
  }

  /** From now on, these runs are sold in turn. */
  sell(runs: readonly RunToSell[]): void {
    this.#sales = salesOf(runs)
  }

  /** Lets so many come in a second, until `stop`, whether or not the ones before them are answered. */
  async come(perSecond: number): Promise<void> {
    const startedAt = performance.now()
    for (let count = 0; !this.#isOver; count++) {
      await pause(Math.max(0, startedAt + (count * 1000) / perSecond - performance.now()))
      const sold = this.#buy().catch((fault) => this.#fail(fault instanceof Error ? fault.message : fault))
      this.#open.add(sold)
      sold.finally(() => this.#open.delete(sold))
    }
    await Promise.all(this.#open)
  }

  stop(): void {
    this.#isOver = true
  }

  /** The waits since the last call. */
  take(): readonly Wait[] {
    const waits = this.#waits
    this.#waits = []
    return waits
  }

  /** How many holds were answered with `run_changed`. */
  get changedCount(): number {
    return this.#changedCount
  }

  /** What failed, and how often. */
  get failures(): ReadonlyMap<string, number> {
    return this.#failures
  }

  #fail(what: unknown): void {
    const name = String(what)
    this.#failures.set(name, (this.#failures.get(name) ?? 0) + 1)
  }

  async #buy(): Promise<void> {
    const { run, seatNumber } = this.#nextSale()
    const ends = { from_station_code: run.fromStationCode, to_station_code: run.toStationCode }
    const timed = this.#timed(run)
    await timed('search', 200, () => this.#client.search(ends, run.date))
    const wish = { train_run_id: run.trainRunId, ...ends, seat_numbers: [seatNumber] }
    for (let look = 1; ; look++) {
      await timed('seat map', 200, () => this.#client.seats(wish))
      const hold = await timed('hold', [201, 409], () => this.#client.hold(this.#token, wish))
      if (hold.status === 201) {
        await timed('booking', 201, () => this.#client.book(this.#token, hold.body))
        return
      }
      if (hold.problem.code !== 'run_changed') throw new Error(`a hold was refused: ${hold.problem.code}`)
      this.#changedCount++
      if (look === mostLooks) throw new Error(`a run had changed at each of ${mostLooks} looks`)
    }
  }

  /** A seat that nobody has wanted yet. */
  #nextSale(): Sale {
    for (;;) {
      const { value } = this.#sales.next()
      if (!value) throw new Error('there are no seats left to sell; let fewer passengers come')
      const name = `${value.run.trainRunId} ${value.seatNumber}`
      if (this.#wanted.has(name)) continue
      this.#wanted.add(name)
      return value
    }
  }

  #timed({ isOfFeed }: RunToSell) {
    return async <T extends Pick<Answer<unknown>, 'status' | 'problem'>>(
      call: Call,
      expected: number | readonly number[],
      ask: () => Promise<T>,
    ): Promise<T> => {
      const startedAt = performance.now()
      const answer = await ask()
      const wait = { call, isOnChanged: isOfFeed, at: Date.now(), ms: performance.now() - startedAt }
      this.#waits.push(wait)
      if (![expected].flat().includes(answer.status))
        throw new Error(`${call}: ${answer.status} ${answer.problem?.code}`)
      return answer
    }
  }
}

/** Seats of many runs in turn, so that there are first claims all the time. */
function* salesOf(runs: readonly RunToSell[]): Generator<Sale, undefined> {
  const most = Math.max(...runs.map(({ seatNumbers }) => seatNumbers.length))
  for (let index = 0; index < most; index++)
    for (const run of runs) {
      const seatNumber = run.seatNumbers[index]
      if (seatNumber !== undefined) yield { run, seatNumber }
    }
  return undefined
}
