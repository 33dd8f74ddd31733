import type { Static } from 'typebox'
import type { SeatId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import type { AuditEntry, AuditFacts } from '../../domain/records/audit.ts'
import type { History } from '../schemas/bookings.ts'
import { utcTime } from './local-time.ts'

/** One audit entry as the owner of a booking sees it: seats by number, times as text. */
export function historyEntryView(
  { at, action, facts }: AuditEntry,
  run: TrainRun,
): Static<typeof History>['entries'][number] {
  return { at: utcTime(at), action, facts: factsView(facts, run) }
}

/** The facts of an entry: seats of the run by number, times as text. */
export function factsView(facts: AuditFacts, run: TrainRun | null) {
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(facts)) {
    if (name === 'seat_ids' && Array.isArray(value) && run)
      shown.seat_numbers = value.map((id) => seatOf(run.consist, id as SeatId).number)
    else if (/_(at|until)$/.test(name) && typeof value === 'number') shown[name] = utcTime(value as Instant)
    else shown[name] = value
  }
  return shown
}
