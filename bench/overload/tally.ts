import { percentile } from '../statistics.ts'
import type { StageReport } from './stage.ts'

/** A half second with a refusal, or with a wait longer than this, is not yet normal again. */
const slowMs = 250
const binMs = 500

/** Counts what happens in one stage, once it has settled. */
export class Tally {
  readonly #startedAt: number
  #settledAt: number | undefined
  #cpu = process.cpuUsage()
  #arrived = 0
  #sold = 0
  #troubledUntilMs = 0
  readonly #accepted = new Map<string, number[]>()
  readonly #refused: number[] = []
  readonly #refusals = new Map<string, number>()

  constructor(startedAt = performance.now()) {
    this.#startedAt = startedAt
  }

  settle(): void {
    this.#settledAt = performance.now()
    this.#cpu = process.cpuUsage()
  }

  get #isCounting(): boolean {
    return this.#settledAt !== undefined
  }

  arrived(): void {
    if (this.#isCounting) this.#arrived++
  }

  sold(): void {
    if (this.#isCounting) this.#sold++
  }

  accepted(step: string, waitedMs: number): void {
    if (waitedMs > slowMs) this.#noteTrouble()
    if (!this.#isCounting) return
    const waits = this.#accepted.get(step)
    if (waits) waits.push(waitedMs)
    else this.#accepted.set(step, [waitedMs])
  }

  refused(step: string, status: number, code: string, waitedMs: number): void {
    this.#noteTrouble()
    if (!this.#isCounting) return
    this.#count(`${step}: ${status} ${code}`)
    if (status === 503 || status === 429) this.#refused.push(waitedMs)
  }

  broken(step: string, message: string): void {
    this.#noteTrouble()
    if (this.#isCounting) this.#count(`${step}: ${message}`)
  }

  #count(what: string): void {
    this.#refusals.set(what, (this.#refusals.get(what) ?? 0) + 1)
  }

  #noteTrouble(): void {
    const bin = Math.floor((performance.now() - this.#startedAt) / binMs)
    this.#troubledUntilMs = (bin + 1) * binMs
  }

  report(connections: number): StageReport {
    const seconds = (performance.now() - (this.#settledAt ?? this.#startedAt)) / 1000
    const { user, system } = process.cpuUsage(this.#cpu)
    const all = [...this.#accepted.values()].flat()
    return {
      ...{ seconds, connections, arrived: this.#arrived, sold: this.#sold },
      soldPerSecond: this.#sold / seconds,
      accepted: waitsOf(all),
      acceptedByStep: Object.fromEntries([...this.#accepted].map(([step, waits]) => [step, waitsOf(waits)])),
      refused: waitsOf(this.#refused),
      refusals: Object.fromEntries(this.#refusals),
      cpuSeconds: (user + system) / 1e6,
      requests: all.length + this.#refused.length,
      troubledUntilMs: this.#troubledUntilMs,
    }
  }
}

function waitsOf(waits: readonly number[]) {
  return {
    count: waits.length,
    p50: percentile(waits, 50),
    p99: percentile(waits, 99),
    max: percentile(waits, 100),
  }
}
