import {
  type MovedPassengers,
  type MoveRefusal,
  movePassengers as rule,
} from '../../domain/after-sale/move-passengers.ts'
import type { BookingId, MessageId } from '../../domain/ids.ts'
import type { Picture } from '../../domain/inventory/picture.ts'
import { findSeat } from '../../domain/railway/consist.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import { isBooked } from '../../domain/records/claim.ts'
import { bookingIdOf } from '../../domain/records/locator.ts'
import type { Notice } from '../../domain/records/tell-passenger.ts'
import { type Reply, refuse } from '../../domain/result.ts'
import type { Deps } from '../deps.ts'
import { loadPicture } from '../inventory/load-figures.ts'
import { findRun, type RunNotFound } from '../railway/find-ride.ts'
import { rideContent } from '../railway/ride-content.ts'

interface AskedMove {
  /** The record locator; null for everybody who has booked the seat, on whatever part of the way. */
  readonly locator: string | null
  readonly fromSeat: string
  readonly toSeat: string
}

interface MoveRequest {
  readonly trainRunId: string
  readonly moves: readonly AskedMove[]
  readonly isBlocking: boolean
  readonly by: ActedBy
}

export type MovePassengersRefusal = RunNotFound | MoveRefusal

type MoveDeps = Pick<Deps, 'store' | 'brand' | 'onMessageDue'>

type ResolvedMove = Omit<AskedMove, 'locator'> & { readonly bookingId: BookingId }

/** Gives passengers of a run other seats, all of them or none, and tells each; see the rule. */
export async function movePassengers(
  deps: MoveDeps,
  { trainRunId, moves, isBlocking, by }: MoveRequest,
): Promise<Reply<MovedPassengers, MovePassengersRefusal>> {
  const { store } = deps
  const run = findRun(store.network(), trainRunId)
  if (!run.ok) return run
  const picture = await loadPicture(deps, run.value.id)
  const found = moves.map((move) => resolve(deps, picture, move))
  const gone = moves.filter((_, index) => found[index]?.length === 0).map(({ fromSeat }) => fromSeat)
  const foreign = gone.filter((number) => !findSeat(picture.run.consist, number))
  if (foreign.length > 0) return refuse({ code: 'seat_not_on_run', seatNumbers: foreign })
  if (gone.length > 0) return refuse({ code: 'passenger_not_there', seatNumbers: gone })
  const resolved = found.flat()
  const notices = await noticesOf(deps, run.value, resolved)
  const command = { moves: resolved, seenRun: run.value, isBlocking, notices, by }
  const scope = { trainRunId: run.value.id, bookingIds: [...notices.keys()] }
  const reply = await store.decide(scope, (inventory, now) => rule(inventory, command, now))
  if (reply.ok) deps.onMessageDue?.()
  return reply
}

/** Who is to be moved, booking by booking. */
function resolve(
  { store }: MoveDeps,
  picture: Picture,
  { locator, ...move }: AskedMove,
): readonly ResolvedMove[] {
  if (locator !== null) {
    const bookingId = bookingIdOf(locator.trim(), store.locatorKey)
    return bookingId === undefined ? [] : [{ ...move, bookingId }]
  }
  const seat = findSeat(picture.run.consist, move.fromSeat)
  const claims = seat ? picture.claimsOn(seat.id).filter(isBooked) : []
  return claims.map(({ bookingId }) => ({ ...move, bookingId }))
}

/** What each booking that is known is told. */
async function noticesOf(
  deps: MoveDeps,
  run: TrainRun,
  moves: readonly ResolvedMove[],
): Promise<ReadonlyMap<BookingId, Notice>> {
  const notices = new Map<BookingId, Notice>()
  for (const [bookingId, ofIt] of Map.groupBy(moves, (move) => move.bookingId)) {
    const record = await deps.store.findBooking(bookingId, run.id)
    if (!record) continue
    const content = {
      ...rideContent(deps.store.network(), run, record.booking),
      before: ofIt.map(({ fromSeat }) => fromSeat).join(', '),
      after: ofIt.map(({ toSeat }) => toSeat).join(', '),
    }
    const messageId = (await deps.store.nextId('message')) as MessageId
    notices.set(bookingId, { messageId, content, usualLanguage: deps.brand.languages[0] })
  }
  return notices
}
