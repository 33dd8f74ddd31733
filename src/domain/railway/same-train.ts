import type { Stop } from './train-run.ts'

/** A run of a timetable, as far as it tells which train it is. */
export interface NumberedRun {
  readonly number: string
  /** `YYYY-MM-DD` */
  readonly serviceDate: string
}

/** How alike two runs are: their stations in common, and by how many seconds they leave apart. */
interface Likeness {
  readonly stations: number
  readonly secondsApart: number
}

/** Two stations in the same order are a ride that somebody may have bought on both. */
const fewestStations = 2

/** Runs by date and number. */
export function byNumber<R extends NumberedRun>(runs: Iterable<R>): ReadonlyMap<string, readonly R[]> {
  return Map.groupBy(runs, numberName)
}

/** Under this name `byNumber` has the runs of the same number on the same date. */
export function numberName({ serviceDate, number }: NumberedRun): string {
  return `${serviceDate}\n${number}`
}

/**
 * Which wanted run is the train of which known run, although it stops elsewhere: it has the same number on
 * the same date, and at least two stations in common, in the same order. Parts of a divided train share a
 * number, so where several could be meant, known runs come in the order given and each gets the one that is
 * most like it; a wanted run is the train of one known run at most.
 */
export function pairByNumber<K extends NumberedRun, W extends NumberedRun>(
  known: readonly K[],
  wanted: ReadonlyMap<string, readonly W[]>,
  likenessOf: (known: K, wanted: W) => Likeness,
): ReadonlyMap<K, W> {
  const pairs = new Map<K, W>()
  const taken = new Set<W>()
  for (const run of known) {
    let best: (Likeness & { readonly candidate: W }) | undefined
    for (const candidate of wanted.get(numberName(run)) ?? []) {
      if (taken.has(candidate)) continue
      const likeness = likenessOf(run, candidate)
      if (likeness.stations >= fewestStations && (!best || isCloser(likeness, best)))
        best = { ...likeness, candidate }
    }
    if (!best) continue
    pairs.set(run, best.candidate)
    taken.add(best.candidate)
  }
  return pairs
}

function isCloser(a: Likeness, b: Likeness): boolean {
  return a.stations > b.stations || (a.stations === b.stations && a.secondsApart < b.secondsApart)
}

export function likeness(a: readonly Stop[], b: readonly Stop[]): Likeness {
  const secondsApart = Math.abs((a[0]?.departureSeconds ?? 0) - (b[0]?.departureSeconds ?? 0))
  return { stations: stationsInCommon(a, b), secondsApart }
}

/** The most stations at which both call in the same order: the longest common subsequence. */
function stationsInCommon(a: readonly Stop[], b: readonly Stop[]): number {
  let row = new Uint16Array(b.length + 1)
  for (const { stationCode } of a) {
    const next = new Uint16Array(b.length + 1)
    for (const [index, other] of b.entries())
      next[index + 1] =
        other.stationCode === stationCode
          ? (row[index] ?? 0) + 1
          : Math.max(row[index + 1] ?? 0, next[index] ?? 0)
    row = next
  }
  return row.at(-1) ?? 0
}
