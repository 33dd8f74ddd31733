import { hash } from 'node:crypto'
import { type AuditEntry, auditBody } from '../domain/audit.ts'
import type { Change } from '../domain/changes.ts'
import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'

/** The hash of an entry: SHA-256 over the hash before it and its own canonical body, in base64url. */
export function auditHash(previous: string, entry: Omit<AuditEntry, 'hash'>): string {
  return hash('sha256', previous + auditBody(entry), 'base64url')
}

/** The entries that a run's changes note, linked to the end of its chain. */
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
    const entry = { ...change.note, trainRunId, seq, at }
    previous = auditHash(previous, entry)
    entries.push({ ...entry, hash: previous })
  }
  return entries
}
