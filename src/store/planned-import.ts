import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type ImportReply, type ImportReport, refuseImport } from '../domain/railway/import-differences.ts'
import { accept } from '../domain/result.ts'
import type { StagedRun } from './columns/railway.ts'
import type { ImportDesk, InsideDesk, Statement } from './import-desk.ts'
import {
  type ImportPlan,
  type KeptRun,
  planImport,
  planRuns,
  type RunsPlan,
  runsToLookAt,
  type SoldRuns,
} from './import-plan.ts'
import { inEffect, type OwnDesk } from './import-trace.ts'
import { keepRuns } from './keep-runs.ts'
import { type KnownTimetable, type StoredRun, storedRunsOf } from './known-timetable.ts'
import { stationStatements } from './put-stations.ts'
import { lockHeads, soldRunsOf } from './sold-runs.ts'
import { changesOf, type StoredTrain, stageAgain } from './stage-timetable.ts'
import type { Wishes } from './wishes.ts'

type Sold = SoldRuns extends ReadonlyMap<TrainRunId, infer One> ? One : never

/** At most so many runs are planned again while no run gets its first claim. */
const fewRuns = 20
/** How often runs are planned again before that. Each time there are fewer of them, as it takes less time. */
const mostRounds = 10

interface Parts {
  readonly wishes: Wishes
  /** When the import was begun. */
  readonly at: Instant
  readonly known: KnownTimetable
  readonly sold: SoldRuns
  readonly plan: ImportPlan
  /** The trains of the plan. */
  readonly trains: readonly StoredTrain[]
  /** Runs of any source that call at a station that gets another name or time zone. */
  readonly calling: ReadonlyMap<TrainRunId, StoredRun>
  /** The version of the network until which stations have the names that they have now. */
  readonly untilVersion: number
  /** What takes effect with it, given what it is to say. */
  readonly also: (report: ImportReport) => readonly Statement[]
}

/**
 * An import that is planned and prepared. Sales go on meanwhile, so that runs may have claims that the plan
 * does not know.
 */
export class PlannedImport {
  readonly #parts: Parts
  /** The known runs as they were planned for last. */
  readonly #runs: Map<TrainRunId, StoredRun>
  /** What was known of runs with claims. */
  readonly #sold: Map<TrainRunId, Sold>
  /** Runs that stay and change. */
  readonly #kept: Map<TrainRunId, KeptRun>
  /** Runs that were planned again since everything was staged. */
  readonly #late = new Set<TrainRunId>()
  /** What becomes of known runs. */
  readonly #changes: Map<TrainRunId, StagedRun>

  constructor(parts: Parts) {
    this.#parts = parts
    this.#runs = new Map(parts.known.runs.map((run) => [run.id, run]))
    this.#sold = new Map(parts.sold)
    this.#kept = new Map(parts.plan.keep.map((one) => [one.run.id, one]))
    const runs = new Map([...parts.calling, ...this.#runs])
    this.#changes = this.#withStations(changesOf(parts.plan, parts.trains, this.#runs), [...runs.values()])
  }

  get changes(): readonly StagedRun[] {
    return [...this.#changes.values()]
  }

  /**
   * Puts everything in effect that is staged, and returns what it does; `also` was given the same, unless
   * runs were planned again in the last moment. Runs that have got claims are planned again before; the
   * last of them in the moment in which nobody gets a first claim.
   */
  async putInEffect(desk: OwnDesk): Promise<ImportReply> {
    let isPlannedAgain = false
    for (let round = 0; round < mostRounds; round++) {
      const late = await this.#lateRuns(desk)
      if (late.length > 0) isPlannedAgain = true
      if (late.length > 0) await this.#planAgain(desk, late)
      if (late.length <= fewRuns) break
    }
    const reply = isPlannedAgain ? this.#reply() : accept(this.#parts.plan.findings.report)
    if (!reply.ok) return reply
    const { also, plan, untilVersion } = this.#parts
    // A report of several megabytes is made while nobody waits for it.
    const told = [...also(reply.value), ...stationStatements(plan.stations, untilVersion)]
    let isPlannedLast = false
    await desk.alone(async (inside) => {
      isPlannedLast = false
      await inside.write(lockHeads([...this.#kept.keys()]))
      const locked = new Set<TrainRunId>()
      for (let late = await this.#lateRuns(inside); late.length > 0; late = await this.#lateRuns(inside)) {
        isPlannedLast = true
        lockedOnce(locked, late)
        await inside.write(lockHeads(late))
        const takesBooked = await this.#planAgain(inside, late)
        if (takesBooked && !this.#parts.wishes.terms.mayWithdraw) return
      }
      await inside.write([...told, ...(await this.#effects(inside, desk.importId))])
    })
    return isPlannedLast ? this.#reply() : reply
  }

  /** What takes effect at once, beside the report and the stations. */
  async #effects(desk: InsideDesk, importId: number): Promise<readonly Statement[]> {
    const [time] = desk.selectNow === null ? [] : await desk.read(desk.selectNow)
    const at = time ? (Number(time.now) as Instant) : this.#parts.at
    return [
      ...(await keepRuns(desk, [...this.#kept.values()], at)),
      // What a run was before is noted only now.
      ...inEffect(importId, [...new Set([...this.#late, ...this.#kept.keys()])]),
    ]
  }

  /** Staged runs whose claims are others than those that they were planned for. */
  async #lateRuns({ read }: Pick<ImportDesk, 'read'>): Promise<readonly TrainRunId[]> {
    const rows = await read(
      // Crossed, so that SQLite begins with the heads, of which there are fewer than staged runs.
      `SELECT s.id FROM run_heads h CROSS JOIN staged_runs s
       WHERE s.id = h.train_run_id AND h.commit_seq <> s.commit_seq AND h.train_run_id
         BETWEEN (SELECT min(id) FROM staged_runs) AND (SELECT max(id) FROM staged_runs)`,
    )
    return rows.map((row) => row.id as TrainRunId)
  }

  /** Says whether a run with bookings goes off sale by that. */
  async #planAgain(desk: Pick<ImportDesk, 'read' | 'write'>, ids: readonly TrainRunId[]): Promise<boolean> {
    const runs = await storedRunsOf(desk, ids)
    const own = runs.filter(({ id }) => this.#runs.has(id))
    for (const run of own) this.#runs.set(run.id, run)
    const plan = await this.#planFor(desk, own)
    const changes = this.#withStations(changesOf(plan, this.#parts.trains, this.#runs), runs)
    for (const id of ids) {
      this.#kept.delete(id)
      this.#late.add(id)
    }
    for (const one of plan.keep) this.#kept.set(one.run.id, one)
    for (const id of ids) this.#changes.delete(id)
    for (const [id, change] of changes) this.#changes.set(id, change)
    await stageAgain(desk, ids, [...changes.values()])
    return plan.runs.some(({ isTaken, bookings }) => isTaken && bookings > 0)
  }

  /**
   * The changes of these runs, and with them the names of stations that they show. A run that stays as it was
   * sold keeps the names of before; any other gets a new edition with the new names, so that nobody sells it
   * who still has the old ones.
   */
  #withStations(changes: readonly StagedRun[], runs: readonly StoredRun[]): Map<TrainRunId, StagedRun> {
    const { calling, untilVersion } = this.#parts
    const staged = new Map(changes.map((run) => [run.id, run]))
    for (const run of runs) {
      const change = staged.get(run.id) ?? { ...run.row, commitSeq: run.commitSeq, isRemoved: false }
      if (change.isRemoved || !(calling.has(run.id) || this.#isRenewed(run))) continue
      const isKept = calling.has(run.id) && this.#keepsStations(run)
      const today = { stationsAsOf: null, edition: change.edition + 1 }
      staged.set(run.id, { ...change, ...(isKept ? { stationsAsOf: untilVersion } : today) })
    }
    return staged
  }

  /** It has the names of before only because an earlier timetable of its source began after it. */
  #isRenewed({ isUsed, source, serviceDate, row }: StoredRun): boolean {
    const { timetable } = this.#parts.wishes
    const isNew = source === timetable.source && serviceDate >= timetable.firstDate
    return row.stationsAsOf !== null && isNew && !isUsed
  }

  /** Runs with claims, and those of the source before its new timetable begins. */
  #keepsStations({ isUsed, source, serviceDate }: StoredRun): boolean {
    const { timetable } = this.#parts.wishes
    return isUsed || (source === timetable.source && serviceDate < timetable.firstDate)
  }

  /** The plan for these runs alone; to plan a whole timetable takes long. */
  async #planFor(desk: Pick<ImportDesk, 'read'>, runs: readonly StoredRun[]): Promise<RunsPlan> {
    const { wishes, known } = this.#parts
    const sold = await soldRunsOf(desk, runsToLookAt(wishes, runs))
    for (const [id, one] of sold) this.#sold.set(id, one)
    return planRuns(wishes, { ...known, runs }, sold)
  }

  /** What the import does, or why it is refused, with the claims that are known now. */
  #reply(): ImportReply {
    const { wishes, known } = this.#parts
    const { findings } = planImport(wishes, { ...known, runs: [...this.#runs.values()] }, this.#sold)
    return refuseImport(findings, wishes.terms) ?? accept(findings.report)
  }
}

/**
 * A run whose head is locked gets no claim: one that is late again was staged wrongly, and would be planned
 * again for ever, with everybody waiting.
 */
function lockedOnce(locked: Set<TrainRunId>, late: readonly TrainRunId[]): void {
  for (const id of late) {
    if (locked.has(id)) throw new Error(`run ${id} is not staged for its last commit, though it is locked`)
    locked.add(id)
  }
}
