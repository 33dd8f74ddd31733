import type { Static } from 'typebox'
import { holdStatusAt } from '../../app/sale/show-hold.ts'
import { after, type Instant } from '../../domain/instant.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { type Hold, type HoldStatus, holdDeadline, isMarkedLive } from '../../domain/records/hold.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import type { Hold as HoldSchema } from '../schemas/holds.ts'
import { utcTime } from './local-time.ts'

type HoldView = Static<typeof HoldSchema>

/** The hold as it was placed, with the time left counted from now. */
export function placedHoldView(hold: Hold, run: TrainRun, now: Instant, extensionMs: number): HoldView {
  const deadline = after(hold.expiresAt, -hold.extensionMs)
  const { commitSeq } = hold
  return view(hold, run, now, { status: 'ACTIVE', deadline, commitSeq, extensionMs: offered(extensionMs) })
}

/** The hold as it was extended, with the time left counted from now. */
export function extendedHoldView(hold: Hold, run: TrainRun, now: Instant): HoldView {
  const commitSeq = hold.extensionSeq ?? hold.commitSeq
  return view(hold, run, now, { status: 'ACTIVE', deadline: hold.expiresAt, commitSeq, extensionMs: null })
}

/** What a view depends on besides the hold and its run. */
interface ViewBasis {
  readonly commitSeq: number
  readonly now: Instant
  readonly locatorKey: readonly number[]
  /** How much longer holds live that are extended; 0 if none may be. */
  readonly extensionMs: number
}

/** The hold as it is now. */
export function holdView(hold: Hold, run: TrainRun, basis: ViewBasis): HoldView {
  const { commitSeq, now, locatorKey } = basis
  const status = holdStatusAt(hold, now)
  const canBeExtended = status === 'ACTIVE' && hold.extensionKey === null
  const shown = view(hold, run, now, {
    status,
    deadline: hold.status === 'PINNED' ? holdDeadline(hold) : hold.expiresAt,
    commitSeq,
    extensionMs: canBeExtended ? offered(basis.extensionMs) : null,
  })
  return hold.bookingId === null ? shown : { ...shown, booking_id: locatorOf(hold.bookingId, locatorKey) }
}

function offered(extensionMs: number): number | null {
  return extensionMs > 0 ? extensionMs : null
}

interface Moving {
  readonly status: HoldStatus
  readonly deadline: Instant
  readonly commitSeq: number
  readonly extensionMs: number | null
}

function view(hold: Hold, run: TrainRun, now: Instant, moving: Moving): HoldView {
  const { status, deadline, commitSeq, extensionMs } = moving
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
        kind: seat.kind,
        price_cents: priceCents,
      }
    }),
    total_cents: hold.totalCents,
    currency: hold.currency,
    created_at: utcTime(hold.createdAt),
    expires_at: utcTime(deadline),
    expires_in_ms: isMarkedLive({ status }) ? Math.max(0, deadline - now) : 0,
    extension_ms: extensionMs,
    commit_seq: commitSeq,
  }
}
