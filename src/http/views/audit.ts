import type { TrainRun } from '../../domain/railway/train-run.ts'
import type { AuditEntry } from '../../domain/records/audit.ts'
import { locatorOf } from '../../domain/records/locator.ts'
import { factsView } from './history.ts'
import { utcTime } from './local-time.ts'

/** Names by id, for callers who may know them; empty for all others. */
export interface AuditNames {
  readonly staff: ReadonlyMap<number, string>
  readonly keys: ReadonlyMap<number, string>
  readonly locatorKey: readonly number[]
}

/** `run` is the run of the entry; null for what belongs to no train. */
export function auditEntryView(entry: AuditEntry, run: TrainRun | null, names: AuditNames) {
  const { seq, at, action, bookingId, userId, staffId, keyId, reason, facts } = entry
  return {
    ...{ seq, at: utcTime(at), action, train_run_id: idOf(run?.id ?? null) },
    booking_id: bookingId === null ? null : locatorOf(bookingId, names.locatorKey),
    ...{ user_id: idOf(userId), staff_id: idOf(staffId), staff_name: nameOf(names.staff, staffId) },
    ...{ key_id: idOf(keyId), key_name: nameOf(names.keys, keyId), reason, facts: factsView(facts, run) },
  }
}

function idOf(id: number | null): string | null {
  return id === null ? null : String(id)
}

function nameOf(names: ReadonlyMap<number, string>, id: number | null): string | null {
  return id === null ? null : (names.get(id) ?? null)
}
