import type { Static } from 'typebox'
import { placeHold as place } from '../../../app/sale/place-hold.ts'
import { maxSeatsPerHold } from '../../../domain/records/hold.ts'
import type { WantedSeats } from '../../../domain/sale/place-hold.ts'
import { addressBlock } from '../../caller-address.ts'
import { defineOperation } from '../../operation.ts'
import { knownMembers } from '../../request-checks.ts'
import { RefTo } from '../../schemas/common.ts'
import { Hold, HoldRequest, Preferences } from '../../schemas/holds.ts'
import { RequestMalformed } from '../../validation.ts'
import { placedHoldView } from '../../views/hold.ts'
import { wishesFromWire } from '../../views/seat-wishes.ts'

const replayed = { 'idempotent-replayed': 'true' }

export const placeHold = defineOperation({
  name: 'placeHold',
  method: 'POST',
  path: '/api/seat_holds',
  access: 'caller',
  idempotency: 'key',
  lane: 'hold',
  tag: 'Holds',
  summary: 'Hold seats',
  description:
    `Keeps 1 to ${maxSeatsPerHold} seats until \`expires_at\` and freezes their price: all of ` +
    `them, or none. Either name them, or give a class and a number of seats, and the system ` +
    `chooses them, together if possible.`,
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
  async handle({ deps }, { caller, body, idempotencyKey, request }) {
    const wanted = {
      trainRunId: body.train_run_id,
      fromStationCode: body.from_station_code,
      toStationCode: body.to_station_code,
      seats: wantedSeats(body),
      addressBlock: addressBlock(request.ip),
      proof: body.proof ?? null,
    }
    const placed = await place(deps, caller, wanted, idempotencyKey)
    if (!placed.ok) return placed
    const { hold, run } = placed.value
    const view = placedHoldView(hold, run, deps.store.now(), deps.settings.holdExtensionMs)
    return placed.value.replayed
      ? { status: 201, body: view, headers: replayed }
      : { status: 201, body: view }
  },
})

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
