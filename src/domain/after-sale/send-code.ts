import type { AccessCodeId, BookingId, MessageId, UserId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import type { Language } from '../language.ts'
import {
  type AccessCode,
  type AccessWay,
  codeMs,
  isTooSoon,
  latestCode,
  mostCodes,
  recentCodes,
} from '../records/access.ts'
import type { Booking } from '../records/booking.ts'
import type { Change } from '../records/changes.ts'
import type { Message } from '../records/message.ts'
import { accept } from '../result.ts'

/** Sends a one-time code to the contact of a booking, on behalf of a session. */
export interface SendCode {
  readonly codeId: AccessCodeId
  readonly messageId: MessageId
  readonly userId: UserId
  readonly bookingId: BookingId
  readonly way: AccessWay
  readonly code: string
  readonly codeHash: string
  readonly language: Language
}

/**
 * Sends a code, unless this session got one a moment ago, or the booking has had as many as it may for this
 * way. The caller cannot tell which, since a stranger must not learn anything about the booking.
 */
export function sendCode(
  inventory: Inventory,
  command: SendCode,
  now: Instant,
): Decision<{ readonly isSent: boolean }, never> {
  const booking = inventory.booking(command.bookingId)
  const codes = inventory.accessCodesOf(command.bookingId)
  const latest = latestCode(codes, command.userId)
  const isUsedUp = recentCodes(codes, command.way, now).length >= mostCodes
  if (!booking || booking.contact.email === null || isTooSoon(latest, now) || isUsedUp)
    return { reply: accept({ isSent: false }), changes: [] }
  return { reply: accept({ isSent: true }), changes: changesOf(booking, booking.contact.email, command, now) }
}

function changesOf(booking: Booking, email: string, command: SendCode, now: Instant): readonly Change[] {
  const of = { trainRunId: booking.trainRunId, bookingId: booking.id }
  const expiresAt = after(now, codeMs)
  const code: AccessCode = {
    ...of,
    id: command.codeId,
    userId: command.userId,
    way: command.way,
    codeHash: command.codeHash,
    createdAt: now,
    expiresAt,
    tryCount: 0,
    usedAt: null,
  }
  const message: Message = {
    ...of,
    id: command.messageId,
    kind: 'access_code',
    language: command.language,
    recipient: email,
    content: { code: command.code, booking: booking.locator },
    state: 'QUEUED',
    createdAt: now,
    dueAt: now,
    giveUpAt: expiresAt,
    tryCount: 0,
    endedAt: null,
  }
  return [
    { kind: 'code_added', code },
    { kind: 'message_added', message },
    { kind: 'noted', note: noteOf(booking, command) },
  ]
}

function noteOf(booking: Booking, { userId, way }: SendCode) {
  const { holdId, id: bookingId } = booking
  return { action: 'access_code_sent', userId, holdId, paymentId: null, bookingId, facts: { way } } as const
}
