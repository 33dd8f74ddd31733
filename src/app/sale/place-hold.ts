import type { HoldId } from '../../domain/ids.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { accept, type Reply } from '../../domain/result.ts'
import {
  type PlacedHold,
  type PlaceHold,
  type PlaceHoldRefusal,
  placeHold as rule,
  type WantedSeats,
} from '../../domain/sale/place-hold.ts'
import { blockNames } from '../block-names.ts'
import type { Caller, Deps } from '../deps.ts'
import { fingerprint } from '../fingerprint.ts'
import { findRide, type RideQuery, type RideRefusal } from '../railway/find-ride.ts'
import { makeHoldToken } from '../tokens.ts'

interface PlaceHoldRequest extends RideQuery {
  readonly seats: WantedSeats
  /** The block of addresses that the request came from; null if it is not to be counted. */
  readonly addressBlock: string | null
}

/**
 * Keeps seats for the caller: all that are wanted, or none. The same key and request give the same hold
 * again.
 */
export async function placeHold(
  deps: Pick<Deps, 'store' | 'settings' | 'sessionKeys' | 'randomBytes' | 'counters'>,
  caller: Caller,
  request: PlaceHoldRequest,
  idempotencyKey: string,
): Promise<Reply<PlacedHold & { readonly run: TrainRun }, RideRefusal | PlaceHoldRefusal>> {
  const ride = findRide(deps.store.network(), request)
  if (!ride.ok) return ride
  const { run, segment, meters, from, to } = ride.value
  const holdId = (await deps.store.nextId('hold')) as HoldId
  const command = {
    holdId,
    holdToken: makeHoldToken(holdId, run.id, deps.randomBytes(16)),
    userId: caller.userId,
    fromStationCode: from,
    toStationCode: to,
    segment,
    seenRun: run,
    meters,
    seats: request.seats,
    holdMs: deps.settings.holdMs,
    holdsPerUser: deps.settings.holdsPerUser,
    // Those whom the railway knows share an address with whoever they sell for.
    ...(caller.rights ? {} : countedBlock(deps, request.addressBlock)),
    idempotencyKey,
    fingerprint: fingerprint([request.trainRunId, from, to, wantedText(request.seats)]),
  }
  const scope = {
    trainRunId: run.id,
    key: { route: 'hold', userId: caller.userId, key: idempotencyKey },
  } as const
  const reply = await deps.store.decide(scope, (inventory, now) => rule(inventory, command, now))
  if (!reply.ok) return reply
  if (!reply.value.replayed) deps.counters.count('holds')
  return accept({ ...reply.value, run })
}

function countedBlock(
  { settings: { blockShare: share }, sessionKeys, store }: Pick<Deps, 'settings' | 'sessionKeys' | 'store'>,
  block: string | null,
): Pick<PlaceHold, 'block'> {
  if (share === null || block === null) return {}
  return { block: { names: blockNames(sessionKeys(), block, store.now()), share } }
}

/** Only the known members identify a request; members that mean nothing to us do not. */
function wantedText(seats: WantedSeats) {
  if (seats.kind === 'named') return seats.seatNumbers
  return { travelClass: seats.travelClass, seatCount: seats.seatCount, ...seats.preferences }
}
