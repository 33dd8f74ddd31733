import type { Static } from 'typebox'
import type { Caller } from '../../../app/deps.ts'
import { placeHold as place } from '../../../app/sale/place-hold.ts'
import type { ActedBy } from '../../../domain/records/audit.ts'
import type { WantedSeats } from '../../../domain/sale/place-hold.ts'
import type { HttpContext } from '../../operation.ts'
import { knownMembers } from '../../request-checks.ts'
import { RefTo } from '../../schemas/common.ts'
import { Hold, HoldRequest, Preferences } from '../../schemas/holds.ts'
import { RequestMalformed } from '../../validation.ts'
import { placedHoldView } from '../../views/hold.ts'
import { wishesFromWire } from '../../views/seat-wishes.ts'

const replayed = { 'idempotent-replayed': 'true' }

/** What holding seats for oneself and holding them for a passenger have in common. */
export const placingHold = {
  method: 'POST',
  idempotency: 'key',
  lane: 'hold',
  body: HoldRequest,
  bodyExamples: {
    named: {
      summary: 'These two seats',
      value: {
        train_run_id: '1042',
        from_station_code: 'BRG',
        to_station_code: 'LND',
        seat_numbers: ['4-31', '4-32'],
      },
    },
    chosen: {
      summary: 'Any two seats, by the window if possible',
      value: {
        train_run_id: '1042',
        from_station_code: 'BRG',
        to_station_code: 'LND',
        travel_class: 'SECOND',
        seat_count: 2,
        preferences: { position: 'window' },
      },
    },
  },
  answers: {
    201: {
      description: 'The hold.',
      schema: RefTo(Hold),
      headers: [
        {
          name: 'Idempotent-Replayed',
          description: '`true` if this is the answer to an earlier request.',
        },
      ],
    },
  },
  refusals: [
    'run_not_found',
    'unknown_station',
    'station_not_on_run',
    'segment_backwards',
    'too_many_seats',
    'duplicate_seats',
    'run_changed',
    'run_not_on_sale',
    'sale_closed',
    'seat_not_on_run',
    'too_many_holds',
    'network_holds_too_many',
    'seats_cooling_down',
    'seat_taken',
    'not_enough_seats',
    'class_under_pressure',
  ],
} as const

interface Asked {
  readonly caller: Caller
  readonly body: Static<typeof HoldRequest>
  readonly idempotencyKey: string
}

/** Holds the seats of a request, whoever asks, and from which block of addresses. */
export async function holdSeats(
  { deps }: HttpContext,
  { caller, body, idempotencyKey }: Asked,
  from: { readonly addressBlock: string | null; readonly by?: ActedBy },
) {
  const wanted = {
    trainRunId: body.train_run_id,
    fromStationCode: body.from_station_code,
    toStationCode: body.to_station_code,
    seats: wantedSeats(body),
    proof: body.proof ?? null,
    ...from,
  }
  const placed = await place(deps, caller, wanted, idempotencyKey)
  if (!placed.ok) return placed
  const { hold, run } = placed.value
  const view = placedHoldView(hold, run, deps.store.now(), deps.settings.holdExtensionMs)
  const answer = { status: 201, body: view } as const
  return placed.value.replayed ? { ...answer, headers: replayed } : answer
}

function wantedSeats(body: Static<typeof HoldRequest>): WantedSeats {
  const { seat_numbers: seatNumbers, travel_class: travelClass, seat_count: seatCount, preferences } = body
  if (seatNumbers) {
    if (travelClass === undefined && seatCount === undefined) return { kind: 'named', seatNumbers }
    throw new RequestMalformed([
      {
        pointer: '/seat_numbers',
        detail: 'cannot be combined with travel_class and seat_count: send one or the other',
      },
    ])
  }
  if (travelClass !== undefined && seatCount !== undefined)
    return {
      kind: 'chosen',
      travelClass,
      seatCount,
      preferences: wishesFromWire(knownMembers(Preferences, preferences ?? {})),
    }
  if (travelClass === undefined && seatCount === undefined)
    throw new RequestMalformed([
      { pointer: '/seat_numbers', detail: 'is missing; send it, or travel_class and seat_count' },
    ])
  const missing = travelClass === undefined ? 'travel_class' : 'seat_count'
  throw new RequestMalformed([{ pointer: `/${missing}`, detail: 'is missing' }])
}
