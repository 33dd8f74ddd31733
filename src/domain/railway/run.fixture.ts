import type { ConsistId, SeatId, StationCode, TrainId, TrainRunId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import type { Consist, Seat, SeatFeature, SeatKind } from './consist.ts'
import type { Fare } from './fare.ts'
import type { Stop, TrainRun } from './train-run.ts'

/**
 * A coach drawn in text. Each line is a row across the coach, front first: `w` is a window seat, `a` an aisle
 * seat, `m` a middle seat, `s` a step-free seat, `f` a family seat, `W` a wheelchair space, `b` a bicycle
 * hook, and a space the aisle. Every `bay` consecutive rows make one bay on each side.
 */
export interface CoachSketch {
  readonly number: string
  readonly rows: readonly string[]
  readonly travelClass?: string
  readonly bay?: number
  readonly features?: readonly SeatFeature[]
  /** Deck of each row, 0 by default. */
  readonly decks?: readonly number[]
}

const positions: Readonly<Record<string, readonly SeatFeature[]>> = {
  w: ['window'],
  a: ['aisle'],
  m: ['middle'],
  s: ['aisle', 'accessible'],
  f: ['window', 'family'],
  W: ['window', 'accessible'],
}

const kinds: Readonly<Record<string, SeatKind>> = { W: 'wheelchair_space', b: 'bicycle_hook' }

/** A consist of sketched coaches; seats are labeled 1, 2, 3 in each coach, row by row. */
export function sketchConsist(coaches: readonly CoachSketch[]): Consist {
  const seats = coaches
    .flatMap(sketchSeats)
    .map((seat, index): Seat => ({ ...seat, id: (1000 + index) as SeatId, index }))
  const layout = { name: 'sketch', title: 'Sketch', decks: 2, length: 100, width: 6, items: [] }
  return {
    id: 1 as ConsistId,
    name: 'sketched',
    coaches: coaches.map(({ number }) => ({ number, layout })),
    seats,
    travelClasses: [...new Set(seats.map((seat) => seat.travelClass))],
  }
}

function sketchSeats(coach: CoachSketch): Omit<Seat, 'id' | 'index'>[] {
  const cells = coach.rows.flatMap((row, x) => [...row].map((letter, y) => ({ letter, x, y, row })))
  return cells
    .filter(({ letter }) => letter !== ' ')
    .map(({ letter, x, y, row }, index) => ({
      number: `${coach.number}-${index + 1}`,
      label: `${index + 1}`,
      coachNumber: coach.number,
      travelClass: coach.travelClass ?? 'SECOND',
      kind: kinds[letter] ?? 'seat',
      features: [...(positions[letter] ?? []), ...(coach.features ?? [])],
      deck: coach.decks?.[x] ?? 0,
      x,
      y,
      group: coach.bay ? `${Math.floor(x / coach.bay)}${y < row.indexOf(' ') ? 'left' : 'right'}` : null,
    }))
}

/** Everything a week ahead, 90 % a day ahead, half two hours ahead, less two euros per seat. */
export const refundRule = {
  steps: [
    { hoursBefore: 168, percent: 100 },
    { hoursBefore: 24, percent: 90 },
    { hoursBefore: 2, percent: 50 },
  ],
  fixedFeeCents: 200,
}

/** By distance, except for second class between A and C. */
export const sketchFare: Fare = {
  name: 'sketched',
  currency: 'EUR',
  roundToCents: 50,
  classes: {
    SECOND: { baseCents: 500, centsPerKilometer: 12.345, minimumCents: 900 },
    FIRST: { baseCents: 1000, centsPerKilometer: 20, minimumCents: 1500 },
  },
  pairs: [{ from: 'C', to: 'A', priceCents: { SECOND: 1990 } }],
  refund: refundRule,
}

/** An hour and 100 km from stop to stop, with two minutes at each stop; leaves A at 08:00. */
export function sketchStop(code: string, index: number): Stop {
  const departureSeconds = (8 + index) * 3600
  return {
    stationCode: code as StationCode,
    arrivalSeconds: departureSeconds - 120,
    departureSeconds,
    distanceMeters: index * 100_000,
    canBoard: true,
    canAlight: true,
  }
}

/** 2026-12-01T00:00Z. */
export const dayAt = 1_796_083_200_000 as Instant

/** A moment of the run's service date, `08:00`. */
export function clock(time: string): Instant {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return after(dayAt, (hours * 60 + minutes) * 60_000)
}

/** One coach of five rows of four, two seats on each side of the aisle. */
export const oneCoach: readonly CoachSketch[] = [
  { number: '1', rows: ['wa aw', 'wa aw', 'wa aw', 'wa aw', 'wa aw'] },
]

/** A run from A to E; each letter of `stops` is a station. */
export function makeRun(coaches: readonly CoachSketch[] = oneCoach, stops = 'ABCDE'): TrainRun {
  return {
    id: 7 as TrainRunId,
    train: { id: 3 as TrainId, number: '12951', name: 'Sketch Express', stops: [...stops].map(sketchStop) },
    serviceDate: '2026-12-01',
    originAt: dayAt,
    consist: sketchConsist(coaches),
    fare: sketchFare,
    ...{ edition: 1, former: [], offSaleReason: null, isOnSale: true, stationsAsOf: null },
  }
}
