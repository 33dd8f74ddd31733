import type { BookingId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Decision, Inventory } from '../inventory/inventory.ts'
import { type AccessCode, isOpen, latestCode } from '../records/access.ts'
import type { Booking } from '../records/booking.ts'
import type { Change } from '../records/changes.ts'
import { ownBooking } from '../records/ownership.ts'
import { accept, refuse } from '../result.ts'

/** Enters the code that a session was sent. */
export interface EnterCode {
  readonly userId: UserId
  readonly bookingId: BookingId
  /** The entered code, hashed with each secret that is accepted now. */
  readonly hashes: readonly string[]
}

/** It is wrong, too old, used up, not of this session, or there is no such booking: nobody is told which. */
export type EnterCodeRefusal = { readonly code: 'code_not_accepted' }

const notAccepted = refuse<EnterCodeRefusal>({ code: 'code_not_accepted' })

/**
 * Gives the session the booking as if it had made it, if the code is the last one that it was sent. A wrong
 * entry counts against the code. The same right entry again has the same answer and no further effect.
 */
export function enterCode(
  inventory: Inventory,
  command: EnterCode,
  now: Instant,
): Decision<{ readonly booking: Booking }, EnterCodeRefusal> {
  const { bookingId, userId, hashes } = command
  const booking = inventory.booking(bookingId)
  const code = latestCode(inventory.accessCodesOf(bookingId), userId)
  if (!booking || !code) return { reply: notAccepted, changes: [] }
  const isRight = hashes.includes(code.codeHash)
  const isOwn = ownBooking(booking, inventory.grantsOf(bookingId), { userId }) !== undefined
  if (isRight && code.usedAt !== null && isOwn && now < code.expiresAt)
    return { reply: accept({ booking }), changes: [] }
  if (!isOpen(code, now)) return { reply: notAccepted, changes: [] }
  if (!isRight)
    return {
      reply: notAccepted,
      changes: [{ kind: 'code_changed', code: { ...code, tryCount: code.tryCount + 1 } }],
    }
  return { reply: accept({ booking }), changes: opened(booking, code, isOwn, now) }
}

function opened(booking: Booking, code: AccessCode, isOwn: boolean, now: Instant): readonly Change[] {
  const { trainRunId, id: bookingId, holdId } = booking
  const { userId, way } = code
  const used: Change = { kind: 'code_changed', code: { ...code, usedAt: now } }
  if (isOwn) return [used]
  return [
    used,
    { kind: 'grant_added', grant: { trainRunId, bookingId, userId, grantedAt: now } },
    {
      kind: 'noted',
      note: { action: 'access_granted', userId, holdId, paymentId: null, bookingId, facts: { way } },
    },
  ]
}
