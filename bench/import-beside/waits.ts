import { percentile } from '../statistics.ts'
import type { Sample } from './probe.ts'

export type Call = 'search' | 'seat map' | 'hold' | 'booking'

/** A request on a run that the import of the phase changes, or on one that it leaves alone. */
export interface Wait {
  readonly call: Call
  readonly isOnChanged: boolean
  /** When it was answered, in milliseconds since 1970. */
  readonly at: number
  readonly ms: number
}

const calls: readonly Call[] = ['search', 'seat map', 'hold', 'booking']
const ranks = [50, 99, 99.9, 100]

export function tellHeading(): void {
  console.log(
    '| phase | s | request | on runs | requests | median ms | 99 % ms | 99.9 % ms | longest ms |\n' +
      '|---|---|---|---|---|---|---|---|---|',
  )
}

/** One line for each kind of request. */
export function tellWaits(phase: string, waits: readonly Wait[], seconds: number): void {
  for (const call of calls)
    for (const isOnChanged of [false, true]) {
      const some = waits.filter((wait) => wait.call === call && wait.isOnChanged === isOnChanged)
      if (some.length === 0) continue
      const all = some.map(({ ms }) => ms)
      const figures = ranks.map((rank) => percentile(all, rank).toFixed(1)).join(' | ')
      const runs = isOnChanged ? 'of the feed' : 'of others'
      console.log(`| ${phase} | ${seconds.toFixed(0)} | ${call} | ${runs} | ${some.length} | ${figures} |`)
    }
}

/** The longest waits of a phase, each with what held up the server meanwhile. */
export function tellLongest(phase: string, waits: readonly Wait[], from: number, samples: readonly Sample[]) {
  console.log(`\nThe longest of ${phase}; with the longest stall of the event loop and collection meanwhile:`)
  for (const { call, isOnChanged, at, ms } of waits.toSorted((a, b) => b.ms - a.ms).slice(0, 8)) {
    const beside = samples.filter((sample) => sample.at >= at - ms && sample.at <= at + 200)
    const [stall, gc] = [largest(beside, 'stallMs'), largest(beside, 'gcMs')]
    const what = `${call} on ${isOnChanged ? 'a run of the feed' : 'another run'}`
    const when = ((at - from) / 1000).toFixed(1)
    console.log(`- ${ms.toFixed(0)} ms, ${what}, at ${when} s: stall ${stall} ms, collection ${gc} ms`)
  }
}

/** The longest stalls of a phase. */
export function tellStalls(phase: string, samples: readonly Sample[], from: number, to: number): void {
  const inside = samples.filter(({ at }) => at >= from && at <= to)
  const memory = largest(inside, 'heapMb')
  const [stall, gc] = [largest(inside, 'stallMs'), largest(inside, 'gcMs')]
  console.log(
    `${phase}: event loop held up for at most ${stall} ms, collections ${gc} ms, memory ${memory} MB`,
  )
}

function largest(samples: readonly Sample[], of: keyof Sample): string {
  return Math.max(0, ...samples.map((sample) => sample[of])).toFixed(0)
}
