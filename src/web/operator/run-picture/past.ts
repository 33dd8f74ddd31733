import { type PastAct as Act, type PastClaim, ReplayedRun } from '../../../domain/inventory/replay-run.ts'
import type { PastAct, SeatClaim } from '../../shared/api-types.ts'
import type { PictureState } from './state.ts'

/** The run after the first so many acts of its past, as the picture shows it. */
export function stateAfter(now: PictureState, acts: readonly PastAct[], count: number): PictureState {
  const replayed = new ReplayedRun()
  for (const act of acts.slice(0, count)) replayed.apply(actOf(act))
  const at = momentOf(acts, count)
  const claims = Array.from(replayed.claims, ([seat, own]) => {
    const live = own.filter(({ expiresAt }) => expiresAt === null || at < expiresAt)
    return [String(seat), live.map(claimOf)] as const
  })
  return { ...now, claims: new Map(claims) }
}

/** When the last of the first so many acts happened, in milliseconds since 1970; 0 before the first. */
export function momentOf(acts: readonly PastAct[], count: number): number {
  const last = acts[count - 1]
  return last ? Date.parse(last.at) : 0
}

function actOf(act: PastAct): Act {
  const { from_leg: fromLeg, to_leg: toLeg, expires_at: expiresAt } = act
  return {
    ...{ action: act.action, at: Date.parse(act.at), holdId: act.hold_id, bookingId: act.booking_id },
    seats: act.seat_numbers,
    leftSeats: act.left_seat_numbers,
    blockedSeats: act.blocked_seat_numbers,
    segment: fromLeg !== null && toLeg !== null ? { fromLeg, toLeg } : null,
    expiresAt: expiresAt === null ? null : Date.parse(expiresAt),
  }
}

function claimOf({ state, fromLeg, toLeg, holdId, bookingId }: PastClaim): SeatClaim {
  const textOf = (name: PastClaim['holdId']) => (name === null ? null : String(name))
  return {
    ...{ status: state, from_leg: fromLeg, to_leg: toLeg, expires_at: null },
    ...{ hold_id: textOf(holdId), booking_id: textOf(bookingId) },
  }
}
