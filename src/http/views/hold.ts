import type { Static } from 'typebox'
import { holdStatusAt } from '../../app/sale/show-hold.ts'
import type { Instant } from '../../domain/instant.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { type Hold, type HoldStatus, holdDeadline, isMarkedLive } from '../../domain/records/hold.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import type { Hold as HoldSchema } from '../schemas/holds.ts'
import { utcTime } from './local-time.ts'

type HoldView = Static<typeof HoldSchema>

/** The hold as it was placed, with the time left counted from now. */
export function placedHoldView(hold: Hold, run: TrainRun, now: Instant): HoldView {
  return view(hold, run, now, { status: 'ACTIVE', deadline: hold.expiresAt, commitSeq: hold.commitSeq })
}

/** The hold as it is now. */
export function holdView(
  hold: Hold,
  run: TrainRun,
  commitSeq: number,
  now: Instant,
  locatorKey: readonly number[],
): HoldView {
  const shown = view(hold, run, now, {
    status: holdStatusAt(hold, now),
    deadline: hold.status === 'PINNED' ? holdDeadline(hold) : hold.expiresAt,
    commitSeq,
  })
  return hold.bookingId === null ? shown : { ...shown, booking_id: locatorOf(hold.bookingId, locatorKey) }
}

interface Moving {
  readonly status: HoldStatus
  readonly deadline: Instant
  readonly commitSeq: number
}

function view(hold: Hold, run: TrainRun, now: Instant, { status, deadline, commitSeq }: Moving): HoldView {
  return {
    hold_token: hold.token,
    status,
    train_run_id: String(hold.trainRunId),
    from_station_code: hold.fromStationCode,
    to_station_code: hold.toStationCode,
    seats: hold.seats.map(({ seatId, priceCents }) => {
      const seat = seatOf(run.consist, seatId)
      return {
        seat_id: String(seatId),
        seat_number: seat.number,
        seat_label: seat.label,
        coach_number: seat.coachNumber,
        travel_class: seat.travelClass,
        price_cents: priceCents,
      }
    }),
    total_cents: hold.totalCents,
    currency: hold.currency,
    created_at: utcTime(hold.createdAt),
    expires_at: utcTime(deadline),
    expires_in_ms: isMarkedLive({ status }) ? Math.max(0, deadline - now) : 0,
    commit_seq: commitSeq,
  }
}
