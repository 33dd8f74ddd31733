import { hash } from 'node:crypto'
import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type AuditEntry, actedByNobody, auditBody } from '../domain/records/audit.ts'
import type { Change } from '../domain/records/changes.ts'
import type { Stretch } from '../domain/records/stretch.ts'

/** The hash of an entry: SHA-256 over the previous hash and the entry's own canonical body, in base64url. */
export function auditHash(previous: string, entry: Omit<AuditEntry, 'hash'>): string {
  return hash('sha256', previous + auditBody(entry), 'base64url')
}

/** The audit entries for a run's changes, linked to the end of its chain. */
export function linkEntries(
  trainRunId: TrainRunId,
  end: { readonly seq: number; readonly hash: string },
  at: Instant,
  changes: readonly Change[],
): readonly AuditEntry[] {
  const entries: AuditEntry[] = []
  let { seq, hash: previous } = end
  for (const change of changes) {
    if (change.kind !== 'noted') continue
    seq++
    const { by = actedByNobody, ...note } = change.note
    const entry = { ...note, ...by, trainRunId, seq, at }
    previous = auditHash(previous, entry)
    entries.push({ ...entry, hash: previous })
  }
  return entries
}

/** The row that replaces cleared entries, in the place of the last of them. */
export function entryOfStretch(trainRunId: TrainRunId, at: Instant, stretch: Stretch): AuditEntry {
  const { fromSeq, toSeq, hash: last } = stretch
  const nobody = { userId: null, holdId: null, paymentId: null, bookingId: null }
  return {
    trainRunId,
    seq: toSeq,
    at,
    action: 'entries_cleared',
    ...nobody,
    ...actedByNobody,
    facts: { from_seq: fromSeq },
    hash: last,
  }
}

/** What a row of the chain contains: one entry, or a note of those that were cleared. */
export function stretchOfEntry({ seq, hash: last, holdId, action, facts }: AuditEntry): Stretch {
  const fromSeq = action === 'entries_cleared' ? Number(facts.from_seq) : seq
  return { fromSeq, toSeq: seq, hash: last, holdId }
}
