import type { Instant } from '../domain/instant.ts'
import {
  type ImportReply,
  type ImportReport,
  type ImportTerms,
  refuseImport,
} from '../domain/railway/import-differences.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import { accept } from '../domain/result.ts'
import { timetableDigests } from './digest.ts'
import type { ImportDesk } from './import-desk.ts'
import { type ImportPlan, planImport, runsToLookAt } from './import-plan.ts'
import { type OnPrepared, prepared, settleImport, withImport } from './import-trace.ts'
import { knownTimetable, runsCallingAt } from './known-timetable.ts'
import { networkVersionOf, selectNetworkVersion } from './network-version.ts'
import { correctReport, keepReport } from './past-imports.ts'
import { PlannedImport } from './planned-import.ts'
import { soldRunsOf, stopsOfTrains } from './sold-runs.ts'
import { type Count, openingsOf, type StoredTrain, stageRuns, stageTrains } from './stage-timetable.ts'
import { keepPrefix, withPrefix } from './station-prefix.ts'
import { draftWishes, trainsToCompare, wishesOf } from './wishes.ts'

/** When the import was begun. */
export type TimedTerms = ImportTerms & { readonly at: Instant }
export type Progress = (done: number, total: number) => void

/** Records between two calls of `onProgress`. */
const recordsBetweenCalls = 500

/**
 * Stores a timetable beside sales, on any database: it is prepared in slices that nobody sees, and takes
 * effect in one short transaction, all of it or nothing. An import that is refused, or a dry run, stores
 * nothing. Importers take turns.
 */
export async function importTimetable(
  desk: ImportDesk,
  given: Timetable,
  terms: TimedTerms,
  onProgress: Progress,
  onPrepared: OnPrepared = async () => {},
): Promise<ImportReply> {
  await settleImport(desk)
  const timetable = await withPrefix(desk, given, terms)
  const digests = timetableDigests(timetable)
  const known = await knownTimetable(desk, timetable, terms)
  const draft = draftWishes(timetable, terms, digests, known)
  const wishes = wishesOf(draft, await stopsOfTrains(desk, trainsToCompare(draft)))
  const sold = await soldRunsOf(desk, runsToLookAt(wishes, known.runs))
  const plan = planImport(wishes, known, sold)
  const refused = refuseImport(plan.findings, terms)
  if (refused) return refused
  if (terms.isDryRun) return accept(plan.findings.report)
  return withImport(desk, async (own) => {
    const { count, end } = counter(plan, onProgress)
    let told: ImportReport | undefined
    const trains = await stageTrains(own, timetable, plan, digests, known.trainRows, count)
    const calling = await runsCallingAt(
      own,
      plan.stations.former.map(({ code }) => code),
    )
    const untilVersion = networkVersionOf(await own.read(selectNetworkVersion))
    const planned = new PlannedImport({
      ...{ wishes, at: terms.at, known, sold, plan, trains, calling, untilVersion },
      also: (report) => {
        told = report
        return [keepPrefix(timetable), ...keepReport(report, terms.at)]
      },
    })
    await stageRuns(own, count(planned.changes))
    await openRunsOf(own, plan, trains, count)
    end()
    await prepared(own, onPrepared)
    const reply = await planned.putInEffect(own)
    if (reply.ok && reply.value !== told) await own.write(correctReport(reply.value, terms.at))
    return reply
  })
}

async function openRunsOf(
  desk: ImportDesk,
  { open }: ImportPlan,
  trains: readonly StoredTrain[],
  count: Count,
): Promise<void> {
  if (open.length === 0) return
  const firstId = await desk.takeRunIds(open.length)
  await stageRuns(desk, count(openingsOf(open, trains, firstId)))
}

function counter({ trains, change, remove, keep, open }: ImportPlan, onProgress: Progress) {
  const added = trains.filter(({ trainId }) => trainId === undefined)
  const total = added.length + change.length + remove.length + keep.length + open.length
  let done = 0
  const tell = () => onProgress(Math.min(done, total), total)
  return {
    count: function* count<T>(records: Iterable<T>): Generator<T> {
      for (const record of records) {
        if (done++ % recordsBetweenCalls === 0) tell()
        yield record
      }
    },
    end: () => onProgress(total, total),
  }
}
