/** The railway and its sales, as far as one dimension or another makes them grow. */
export interface WorldSize {
  readonly runs: number
  readonly seats: number
  readonly stops: number
  /** Booked on the run that is sold, on other legs. */
  readonly claims: number
  /** Held on the run that is sold, on other legs. */
  readonly liveHolds: number
  /** Sold on other runs before. */
  readonly bookings: number
  /** Event streams on another run. */
  readonly watchers: number
  /** How many runs are sold at once. */
  readonly sellingRuns: number
}

export const usualSize: WorldSize = {
  ...{ runs: 600, seats: 320, stops: 12, claims: 0, liveHolds: 0, bookings: 0, watchers: 0, sellingRuns: 16 },
}

export interface Dimension {
  readonly name: string
  readonly member: keyof WorldSize
  readonly sizes: readonly number[]
  /** What else is as it needs to be. */
  readonly beside?: Partial<WorldSize>
  /** Whether a sale or a search touches what grows: then a cost may grow with it. */
  readonly touches: { readonly sale: boolean; readonly search: boolean }
}

const untouched = { sale: false, search: false }
/** Large enough for the claims of the largest size on all legs but the last. */
const largeTrains = { runs: 120, seats: 1_000, stops: 30 }
const oneLargeTrain = { ...largeTrains, sellingRuns: 1 }

export function dimensionsUpTo(bookings: number): readonly Dimension[] {
  return [
    { name: 'runs', member: 'runs', sizes: [10, 1_000, 30_000, 300_000], touches: untouched },
    // A bit for each seat is looked at, and a word has 32.
    { name: 'seats of a run', member: 'seats', sizes: [50, 300, 1_000, 2_000], touches: untouched },
    {
      name: 'stops of a run',
      member: 'stops',
      sizes: [2, 12, 50, 150],
      touches: { sale: true, search: true },
    },
    {
      name: 'claims of the run',
      member: 'claims',
      sizes: [0, 1_000, 5_000, 20_000],
      beside: oneLargeTrain,
      touches: untouched,
    },
    {
      name: 'live holds of the run',
      member: 'liveHolds',
      sizes: [0, 1_000, 5_000, 20_000],
      beside: oneLargeTrain,
      touches: untouched,
    },
    {
      name: 'bookings on other runs',
      member: 'bookings',
      sizes: [0, bookings / 10, bookings],
      beside: largeTrains,
      touches: untouched,
    },
    { name: 'watchers of another run', member: 'watchers', sizes: [0, 1_000, 10_000], touches: untouched },
  ]
}

/** What was measured at one size. */
export interface Cost {
  /** Processor time of all threads, in microseconds. */
  readonly saleMicroseconds: number
  readonly searchMicroseconds: number
  /** Of the heap and of buffers, after a garbage collection. */
  readonly heapBytes: number
  readonly residentBytes: number
}
