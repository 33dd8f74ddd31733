import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { AuditNote } from '../domain/records/audit.ts'
import { linkEntries } from './audit-chain.ts'
import { auditTable, type Head, headTable } from './columns/inventory.ts'
import { formerRunTable, runsInEffect } from './columns/railway.ts'
import { nameList, onConflict } from './columns/table.ts'
import {
  alone,
  forIds,
  type ImportDesk,
  insertion,
  insertions,
  listStatements,
  type Statement,
} from './import-desk.ts'
import type { KeptRun } from './import-plan.ts'

/**
 * Statements for runs that stay and change, and whose heads are locked: what they were is kept for those who
 * have bought it, and each run that somebody has, or has had, a claim on gets a commit and an audit entry. A
 * few rows for each run, however many seats are sold: claims and tickets name their seats by ids that stay
 * (see `keepSeats`).
 */
export async function keepRuns(
  desk: Pick<ImportDesk, 'read'>,
  kept: readonly KeptRun[],
  at: Instant,
): Promise<readonly Statement[]> {
  const used = kept.filter(({ run: { isUsed } }) => isUsed)
  return [
    ...noteFormer(used.filter(({ train }) => train !== null)),
    ...endQuotes(used.filter(({ change }) => change === 'moved')),
    ...(await commit(desk, used, at)),
  ]
}

function noteFormer(kept: readonly KeptRun[]): readonly Statement[] {
  const columns = nameList(formerRunTable.columns)
  return listStatements(
    kept.map(({ run: { id } }) => id),
    (list) => `INSERT INTO former_runs (${columns})
      SELECT id, edition, train_id, consist_id, fare_id, origin_at FROM ${runsInEffect}
      WHERE id IN (${list})`,
  )
}

/** They promise a refund that depends on times that have changed; the passenger asks again. */
function endQuotes(kept: readonly KeptRun[]): readonly Statement[] {
  return listStatements(
    kept.map(({ run: { id } }) => id),
    (list) => `UPDATE cancellation_quotes SET valid_until = 0 WHERE train_run_id IN (${list})`,
  )
}

/** Other nodes see from the new commit that their pictures of the runs are old. */
async function commit(
  desk: Pick<ImportDesk, 'read'>,
  kept: readonly KeptRun[],
  at: Instant,
): Promise<readonly Statement[]> {
  const ids = kept.map(({ run: { id } }) => id)
  const rows = await forIds(desk, ids, (list) => `SELECT * FROM run_heads WHERE train_run_id IN (${list})`)
  const noteOf = new Map(kept.map((one) => [one.run.id, noteOfKept(one)]))
  const written = rows.map(headTable.read).map((head) => ({ head, entry: entryFor(head, noteOf, at) }))
  const heads = written.map(
    ({ head, entry: { seq, hash } }): Head => ({
      ...{ ...head, commitSeq: head.commitSeq + 1, auditSeq: seq, auditHash: hash },
    }),
  )
  return [
    ...insertions(written, (some) => insertion(auditTable, alone(some.map(({ entry }) => entry)))),
    ...insertions(heads, (some) => insertion(headTable, alone(some), onConflict(headTable, headTable.key))),
  ]
}

function entryFor(head: Head, notes: ReadonlyMap<TrainRunId, AuditNote>, at: Instant) {
  const { trainRunId, auditSeq: seq, auditHash: hash } = head
  const note = notes.get(trainRunId)
  const [entry] = note ? linkEntries(trainRunId, { seq, hash }, at, [{ kind: 'noted', note }]) : []
  if (!entry) throw new Error(`run ${trainRunId} has nothing to note`)
  return entry
}

/** What the audit chain of a run says of its change; the database that is asked later has the rest. */
export function noteOfKept({ change, train, offSaleReason }: KeptRun): AuditNote {
  const nobody = { userId: null, holdId: null, paymentId: null, bookingId: null }
  if (train !== null) return { ...nobody, action: 'run_changed', facts: { change } }
  if (offSaleReason === null) return { ...nobody, action: 'run_put_on_sale', facts: {} }
  return { ...nobody, action: 'run_taken_off_sale', facts: { reason: offSaleReason } }
}
