import type { TrainId, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Calls, SoldRun } from '../domain/railway/changed-run.ts'
import { formerRunTable, seatTable, stopTable } from './columns/railway.ts'
import { forIds, type ImportDesk, listStatements, type Statement } from './import-desk.ts'
import type { SoldRuns } from './import-plan.ts'
import type { KnownRun } from './known-runs.ts'
import type { StopsOfTrains } from './wishes.ts'

type Reader = Pick<ImportDesk, 'read'>

/** What has to be known of runs that may have claims, to tell what becomes of them. */
export async function soldRunsOf(desk: Reader, runs: readonly KnownRun[]): Promise<SoldRuns> {
  const ids = runs.map(({ id }) => id)
  const former = await formerRunsOf(desk, ids)
  const trainIds = new Set([...runs, ...[...former.values()].flat()].map(({ trainId }) => trainId))
  const stops = await stopsOfTrains(desk, [...trainIds])
  const claimed = await claimedSeatsOf(desk, ids)
  const callsOf = (one: { readonly trainId: TrainId; readonly originAt: Instant }): Calls => ({
    originAt: one.originAt,
    stops: stops.get(one.trainId) ?? [],
  })
  return new Map(
    runs.map((run) => {
      const formerCalls = (former.get(run.id) ?? []).map(callsOf)
      return [run.id, { stops: callsOf(run).stops, formerCalls, claimed: claimed.get(run.id) ?? [] }]
    }),
  )
}

/**
 * Statements that wait for the decisions that are being made on these runs, and make further ones wait. As an
 * update, which every database has, and which a cluster carries out on many runs at once. In order of the
 * ids, though an update cannot say in which order it takes its rows. A batch that has a head never waits for
 * another one, and where any other transaction and an import wait for each other, the import gives way after
 * the `lock_timeout` of its desk, before the database calls it a deadlock, and is done again.
 */
export function lockHeads(ids: readonly TrainRunId[]): readonly Statement[] {
  return listStatements(
    ids.toSorted((a, b) => a - b),
    (list) => `UPDATE run_heads SET commit_seq = commit_seq WHERE train_run_id IN (${list})`,
  )
}

async function formerRunsOf(desk: Reader, ids: readonly TrainRunId[]) {
  const rows = await forIds(
    desk,
    ids,
    (list) => `SELECT * FROM former_runs WHERE train_run_id IN (${list}) ORDER BY train_run_id, edition`,
  )
  return Map.groupBy(rows.map(formerRunTable.read), ({ trainRunId }) => trainRunId)
}

export async function stopsOfTrains(desk: Reader, trainIds: readonly TrainId[]): Promise<StopsOfTrains> {
  const rows = await forIds(
    desk,
    trainIds,
    (list) => `SELECT * FROM train_stops WHERE train_id IN (${list}) ORDER BY train_id, stop_index`,
  )
  const byTrain = Map.groupBy(rows, (row) => row.train_id as TrainId)
  return new Map([...byTrain].map(([id, ofTrain]) => [id, ofTrain.map(stopTable.read)]))
}

async function claimedSeatsOf(
  desk: Reader,
  ids: readonly TrainRunId[],
): Promise<ReadonlyMap<TrainRunId, SoldRun['claimed']>> {
  const rows = await forIds(
    desk,
    ids,
    (list) => `SELECT DISTINCT c.train_run_id, s.* FROM seat_claims c JOIN coach_seats s ON s.id = c.seat_id
      WHERE c.train_run_id IN (${list})`,
  )
  const byRun = Map.groupBy(rows, (row) => row.train_run_id as TrainRunId)
  return new Map([...byRun].map(([id, ofRun]) => [id, ofRun.map(seatTable.read)]))
}
