import type { AuditFacts, AuditNote } from '../records/audit.ts'
import type { PastAct } from './replay-run.ts'

/** What an audit entry, written at a moment in milliseconds since 1970, says of claims. */
export function pastActOf({ action, holdId, bookingId, facts }: AuditNote, at: number): PastAct {
  const { from_leg: fromLeg, to_leg: toLeg, expires_at: expiresAt } = facts
  const isWay = typeof fromLeg === 'number' && typeof toLeg === 'number'
  return {
    ...{ action, at, holdId, bookingId },
    seats: idsIn(facts, 'seat_ids'),
    leftSeats: idsIn(facts, 'from_seat_ids'),
    blockedSeats: idsIn(facts, 'blocked_seat_ids'),
    segment: isWay ? { fromLeg, toLeg } : null,
    expiresAt: typeof expiresAt === 'number' ? expiresAt : null,
  }
}

function idsIn(facts: AuditFacts, name: string): readonly number[] {
  const ids = facts[name]
  return Array.isArray(ids) ? ids : []
}
