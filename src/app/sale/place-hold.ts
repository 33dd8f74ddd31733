import type { HoldId, TrainRunId } from '../../domain/ids.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import { usersOf } from '../../domain/records/ownership.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import {
  type PlacedHold,
  type PlaceHold,
  type PlaceHoldRefusal,
  placeHold as rule,
  type WantedSeats,
} from '../../domain/sale/place-hold.ts'
import type { PressureRefusal } from '../../domain/sale/pressure.ts'
import { blockNames } from '../block-names.ts'
import type { Caller, Deps } from '../deps.ts'
import { fingerprint } from '../fingerprint.ts'
import { findRide, type RideQuery, type RideRefusal } from '../railway/find-ride.ts'
import { makeHoldToken } from '../tokens.ts'
import { type Challenge, checkProof, makeChallenge, type Proof, type ProofFor } from './proof-of-work.ts'

interface PlaceHoldRequest extends RideQuery {
  readonly seats: WantedSeats
  /** The block of addresses that the request came from; null if it is not to be counted. */
  readonly addressBlock: string | null
  /** The solution of a challenge that an earlier answer to this request brought; null without one. */
  readonly proof: string | null
  /** Who of the railway asks for a passenger; left out where callers ask for themselves. */
  readonly by?: ActedBy
}

/** Under pressure, with the challenge whose solution opens the way; without one, only time does. */
interface UnderPressure extends Omit<PressureRefusal, 'work'> {
  readonly challenge?: Challenge
  /** Why the proof that came with the request counts for nothing. */
  readonly proofProblem?: Extract<Proof, { readonly problem: unknown }>['problem'] | 'too_little_work'
}

export type HoldRefusal = Exclude<PlaceHoldRefusal, PressureRefusal> | UnderPressure

type HoldDeps = Pick<Deps, 'store' | 'settings' | 'sessionKeys' | 'randomBytes' | 'counters'>

/**
 * Keeps seats for the caller: all that are wanted, or none. The same key and request give the same hold
 * again.
 */
export async function placeHold(
  deps: HoldDeps,
  caller: Caller,
  request: PlaceHoldRequest,
  idempotencyKey: string,
): Promise<Reply<PlacedHold & { readonly run: TrainRun }, RideRefusal | HoldRefusal>> {
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
    ...atDesk(deps, request.by),
    // Those whom the railway knows share an address with whoever they sell for.
    ...(caller.rights ? {} : countedBlock(deps, blockOf(caller, request))),
    idempotencyKey,
    fingerprint: fingerprint([request.trainRunId, from, to, wantedText(request.seats)]),
  }
  const reply = await decide(deps, caller, command, { trainRunId: run.id, proof: request.proof })
  if (!reply.ok) return reply
  if (!reply.value.replayed) deps.counters.count('holds')
  return accept({ ...reply.value, run })
}

/** A clerk serves one passenger after another, and keeps the seats of a few of them at a time. */
const holdsPerDesk = 20

function atDesk({ settings: { holdsPerUser } }: HoldDeps, by: ActedBy | undefined) {
  return by ? { by, holdsPerUser: Math.max(holdsPerUser, holdsPerDesk) } : { holdsPerUser }
}

/**
 * Everybody counts as a newcomer, so that an ordinary sale need not ask who somebody is; the railway asks
 * that only when it would have to refuse.
 */
async function decide(
  deps: HoldDeps,
  caller: Caller,
  command: PlaceHold,
  { trainRunId, proof: text }: { readonly trainRunId: TrainRunId; readonly proof: string | null },
): Promise<Reply<PlacedHold, HoldRefusal>> {
  const { store, settings, sessionKeys } = deps
  const { userId } = caller
  const proofFor = { userId, trainRunId, idempotencyKey: command.idempotencyKey }
  const scope = { trainRunId, key: { route: 'hold', userId, key: command.idempotencyKey } } as const
  const { unverifiedShare: share } = settings
  const proof =
    text === null || share === null || !settings.proofOfWork
      ? noProof
      : await checkProof(sessionKeys(), proofFor, text, store.now())
  const provenWork = 'work' in proof ? proof.work : 0
  const ask = (isKnown: boolean) => {
    const vouching = caller.rights || share === null ? {} : { vouching: { share, isKnown, provenWork } }
    return store.decide(scope, (inventory, now) => rule(inventory, { ...command, ...vouching }, now))
  }
  // An account has a verified address.
  let reply = await ask(caller.account !== undefined)
  if (isPressed(reply) && (await store.listBookings(usersOf(caller), 1)).length > 0) reply = await ask(true)
  return isPressed(reply) ? refuse(withChallenge(deps, proofFor, reply.refusal, proof)) : reply
}

const noProof: Proof = { work: 0 }

function isPressed(
  reply: Reply<PlacedHold, PlaceHoldRefusal>,
): reply is { readonly ok: false; readonly refusal: PressureRefusal } {
  return !reply.ok && reply.refusal.code === 'class_under_pressure'
}

function withChallenge(
  { settings, sessionKeys, store, randomBytes }: HoldDeps,
  proofFor: ProofFor,
  { work, ...refusal }: PressureRefusal,
  proof: Proof,
): UnderPressure {
  if (!settings.proofOfWork) return refusal
  const challenge = makeChallenge(sessionKeys(), proofFor, work, {
    now: store.now(),
    random: randomBytes(32),
  })
  if (proof === noProof) return { ...refusal, challenge }
  return { ...refusal, challenge, proofProblem: 'problem' in proof ? proof.problem : 'too_little_work' }
}

/** An account counts for itself, since all passengers of a mobile network can share a block. */
function blockOf({ account }: Caller, { addressBlock }: PlaceHoldRequest): string | null {
  return account && addressBlock !== null ? `account ${account.id}` : addressBlock
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
