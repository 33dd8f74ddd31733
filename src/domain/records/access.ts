import type { AccessCodeId, BookingId, TrainRunId, UserId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'

/** How a caller showed which booking is meant: by its contact's address, or by its private link. */
export type AccessWay = 'contact' | 'link'

/**
 * A one-time code that was sent to the contact of a booking. It is good for the session that asked for it and
 * for no other.
 */
export interface AccessCode {
  readonly id: AccessCodeId
  readonly trainRunId: TrainRunId
  readonly bookingId: BookingId
  /** The session that asked. */
  readonly userId: UserId
  readonly way: AccessWay
  /** Keyed, since ten digits alone could be found from a plain hash. */
  readonly codeHash: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  /** Wrong codes entered for it. */
  readonly tryCount: number
  readonly usedAt: Instant | null
}

/** A session that has shown that it may use a booking as if it had made it. */
export interface BookingGrant {
  readonly trainRunId: TrainRunId
  readonly bookingId: BookingId
  readonly userId: UserId
  readonly grantedAt: Instant
}

/** Long enough for a mail that is held up on its way; RFC 8628 section 3.2 has codes of the same age. */
export const codeMs = 15 * 60_000
/** A session gets no second code of a booking within this time, so a double click sends one mail. */
export const resendMs = 30_000
/** Wrong entries that a code survives. */
export const mostWrongTries = 5
/** Codes of a booking within `codeWindowMs`, for each way: the one by link is never used up by strangers. */
export const mostCodes = 10
export const codeWindowMs = 24 * 3_600_000
/** The length of a code. */
export const codeDigits = 10

/** Whether a right entry still opens the booking. */
export function isOpen(code: Pick<AccessCode, 'usedAt' | 'expiresAt' | 'tryCount'>, now: Instant): boolean {
  return code.usedAt === null && now < code.expiresAt && code.tryCount < mostWrongTries
}

/** The codes of a way that count toward `mostCodes`. */
export function recentCodes(
  codes: readonly AccessCode[],
  way: AccessWay,
  now: Instant,
): readonly AccessCode[] {
  return codes.filter((code) => code.way === way && isRecent(code, now))
}

/** Whether a code was sent a short time ago and counts toward the most that may be sent. */
export function isRecent({ createdAt }: Pick<AccessCode, 'createdAt'>, now: Instant): boolean {
  return now < after(createdAt, codeWindowMs)
}

/** Whether a session that was sent this code has to wait for the next one. */
export function isTooSoon(
  latest: Pick<AccessCode, 'usedAt' | 'createdAt'> | undefined,
  now: Instant,
): boolean {
  return latest !== undefined && latest.usedAt === null && now < after(latest.createdAt, resendMs)
}

/** The last code that a session asked for; only this one counts. */
export function latestCode<Code extends Pick<AccessCode, 'userId'> & { readonly id: number }>(
  codes: readonly Code[],
  userId: UserId,
): Code | undefined {
  return codes
    .filter((code) => code.userId === userId)
    .sort((a, b) => a.id - b.id)
    .at(-1)
}
