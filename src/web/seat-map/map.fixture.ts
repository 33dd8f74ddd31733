import type { Seat, SeatMap } from '../api-types.ts'
import type { SeatStatus } from './state.ts'

/** What a test wants to say of a seat; the rest is as usual. */
export type SeatLine = Partial<Seat> & { readonly label: string }

const usual = {
  status: 'AVAILABLE',
  price_cents: 4900,
  features: [],
  kind: 'seat',
  deck: 0,
  x: 0,
  y: 0,
  group: null,
} as const

/** One coach entry as on the wire; give `layout` what differs from a grid of 20 by 5 on one deck. */
export function coach(
  number: string,
  lines: readonly SeatLine[],
  layout: Partial<SeatMap['coaches'][number]['layout']> = {},
  travelClass: string | null = 'SECOND',
): SeatMap['coaches'][number] {
  return {
    coach_number: number,
    travel_class: travelClass,
    layout: { name: 'saloon', title: 'Saloon', decks: 1, length: 20, width: 5, items: [], ...layout },
    seats: lines.map(({ label, ...line }) => ({
      ...usual,
      seat_id: `${number}${label}`,
      seat_number: `${number}-${label}`,
      seat_label: label,
      ...line,
    })),
  }
}

/** A map of these coaches as of a commit. */
export function seatMap(coaches: SeatMap['coaches'], commitSeq = 0): SeatMap {
  return {
    train_run_id: '1',
    from_station_code: 'A',
    to_station_code: 'B',
    commit_seq: commitSeq,
    currency: 'EUR',
    coaches,
  }
}

/** A row of seats in coach 1, by label. */
export function row(labels: string, commitSeq = 0, statuses: Record<string, SeatStatus> = {}): SeatMap {
  const seats = labels
    .split(' ')
    .map((label, x) => ({ label, x: 2 * x, status: statuses[`1-${label}`] ?? 'AVAILABLE' }) as const)
  return seatMap([coach('1', seats)], commitSeq)
}

/** Rows of a plan from the wall at y = 0 on, a letter for each seat and a dot for none; x goes by two cells. */
export function plan(rows: readonly string[], deck = 0): readonly SeatLine[] {
  return rows.flatMap((text, y) =>
    [...text].flatMap((label, x) => (label === '.' ? [] : [{ label, x: 2 * x, y, deck }])),
  )
}
