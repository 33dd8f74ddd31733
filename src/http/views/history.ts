import type { AuditEntry, AuditFacts } from '../../domain/audit.ts'
import { seatOf } from '../../domain/consist.ts'
import type { SeatId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { TrainRun } from '../../domain/train-run.ts'
import { utcTime } from './local-time.ts'

/** One audit entry as the owner of a booking reads it: seats by number, moments as text. */
export function historyEntryView({ at, action, facts }: AuditEntry, run: TrainRun) {
  return { at: utcTime(at), action, facts: factsView(facts, run) }
}

function factsView(facts: AuditFacts, run: TrainRun) {
  const shown: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(facts)) {
    if (name === 'seat_ids' && Array.isArray(value))
      shown.seat_numbers = value.map((id) => seatOf(run.consist, id as SeatId).number)
    else if (/_(at|until)$/.test(name) && typeof value === 'number') shown[name] = utcTime(value as Instant)
    else shown[name] = value
  }
  return shown
}
