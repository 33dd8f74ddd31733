import type { UserId } from '../ids.ts'
import type { ActedBy, AuditAction, AuditFacts } from '../records/audit.ts'
import type { Change } from '../records/changes.ts'
import type { PeopleKind, PeopleRows } from '../records/people.ts'
import type { Reply } from '../result.ts'

/** The rows of run 0 that a rule may look at; there may be more than it named. */
export interface PeopleView {
  people<K extends PeopleKind>(of: K): readonly PeopleRows[K][]
}

/** What a rule about people decides. */
export interface PeopleDecision<T, R extends { readonly code: string }> {
  readonly reply: Reply<T, R>
  readonly changes: readonly Change[]
}

/** Nothing changes. */
export function unchanged<T, R extends { readonly code: string }>(reply: Reply<T, R>): PeopleDecision<T, R> {
  return { reply, changes: [] }
}

/** The entry of chain 0 about an act; its facts are ids and roles, never names or addresses. */
export function noteOf(action: AuditAction, by: ActedBy, facts: AuditFacts): Change {
  const nothing = { userId: null, holdId: null, paymentId: null, bookingId: null }
  return { kind: 'noted', note: { action, ...nothing, facts, by } }
}

/** The entry of chain 0 about what a passenger did; its facts are ids, never addresses. */
export function passengerNoteOf(action: AuditAction, userId: UserId, facts: AuditFacts): Change {
  const nothing = { holdId: null, paymentId: null, bookingId: null }
  return { kind: 'noted', note: { action, userId, ...nothing, facts } }
}
