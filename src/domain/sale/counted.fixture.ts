import type { HoldId, StationCode, UserId } from '../ids.ts'
import { holdMs } from '../records/hold.fixture.ts'
import { alice, segment, type World } from '../world.fixture.ts'
import { type PlaceHold, placeHold, type WantedSeats } from './place-hold.ts'

interface Asked {
  readonly world: World
  /** The id of the hold, and of the guest, so that everybody has one. */
  readonly id: number
  /** How many seats of second class, or which ones. */
  readonly seats: number | string
  readonly travelClass?: string
  readonly legs?: string
}

/** A caller whose holds are counted asks for seats. */
export function take(
  { world, id, seats, travelClass = 'SECOND', legs = 'A-C' }: Asked,
  counted: Pick<PlaceHold, 'block' | 'vouching'> & { readonly userId?: UserId },
) {
  const wanted: WantedSeats =
    typeof seats === 'string'
      ? { kind: 'named', seatNumbers: seats.split(' ') }
      : { kind: 'chosen', travelClass, seatCount: seats, preferences: {} }
  return world.decide((inventory, now) =>
    placeHold(
      inventory,
      {
        ...{ holdId: id as HoldId, holdToken: `token of h${id}`, userId: (alice + id) as UserId },
        ...{ fromStationCode: legs.slice(0, 1) as StationCode, toStationCode: legs.slice(2) as StationCode },
        ...{ segment: segment(legs), seats: wanted, holdMs, holdsPerUser: 10 },
        ...{ idempotencyKey: `k${id}`, fingerprint: `${id}`, ...counted },
      },
      now,
    ),
  )
}

export const codeOf = (reply: ReturnType<typeof take>) => (reply.ok ? 'held' : reply.refusal.code)
