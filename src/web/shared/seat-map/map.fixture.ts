import type { Seat, SeatMap } from '../api-types.ts'
import type { SeatStatus } from './state.ts'

/** The facts of a seat that a test cares about; the others have their usual values. */
type SeatLine = Partial<Seat> & { readonly label: string }

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

/** One coach entry as on the wire. `layout` gives the differences from a grid of 20 by 5 on one deck. */
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

/** A map of these coaches at a commit. */
export function seatMap(coaches: SeatMap['coaches'], commitSeq = 0): SeatMap {
  return {
    train_run_id: '1',
    from_station_code: 'A',
    to_station_code: 'B',
    commit_seq: commitSeq,
    currency: 'EUR',
    companion_seats: [],
    coaches,
  }
}

/** A row of places in coach 1, by label: bicycle hooks where it begins with `b`, else seats. */
export function row(labels: string, commitSeq = 0, statuses: Record<string, SeatStatus> = {}): SeatMap {
  const seats = labels.split(' ').map((label, x) => ({
    ...{ label, x: 2 * x, kind: label.startsWith('b') ? 'bicycle_hook' : 'seat' },
    status: statuses[`1-${label}`] ?? ('AVAILABLE' as const),
  }))
  return seatMap([coach('1', seats)], commitSeq)
}

/**
 * Rows of a plan, starting at the wall y = 0: a letter for each seat and a dot for none; x advances by two
 * cells.
 */
export function plan(rows: readonly string[], deck = 0): readonly SeatLine[] {
  return rows.flatMap((text, y) =>
    [...text].flatMap((label, x) => (label === '.' ? [] : [{ label, x: 2 * x, y, deck }])),
  )
}
