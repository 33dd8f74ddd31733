import type { StationCode, TrainId, TrainRunId } from '../domain/ids.ts'
import type { FitsRun } from '../domain/inventory/run-state.ts'
import { networkOf } from '../domain/railway/build-network.ts'
import { givenUpStations } from '../domain/railway/import-stations.ts'
import type { Headsign } from '../domain/railway/names.ts'
import type { Network } from '../domain/railway/network.ts'
import { RunIndex } from '../domain/railway/run-index.ts'
import type { Station } from '../domain/railway/station.ts'
import type { FormerStation } from '../domain/railway/station-names.ts'
import type { TrainRun } from '../domain/railway/train-run.ts'
import {
  formerStationTable,
  headsignsInEffect,
  type ImportRow,
  importTable,
  runsInEffect,
  runTable,
  stationTable,
} from './columns/railway.ts'
import { nameList } from './columns/table.ts'
import { type ImportSignal, importSignalOf, selectImportSignal } from './import-signal.ts'
import { inTurns } from './in-turns.ts'
import { networkVersionOf, selectNetworkVersion } from './network-version.ts'
import type { ReadAll } from './read-all.ts'
import type { Row } from './rows.ts'
import { type PiecesOf, runPieces } from './run-pieces.ts'
import { byRun, type FormerRuns, RunRecords } from './run-records.ts'

/** Pieces of which each takes the event loop a few milliseconds. */
const runsInPiece = 1_000
/** At a start nobody waits, and large pieces take less time together. */
const runsInFirstPieces = 10_000

const headsignsFrom = (table: string) => `SELECT id, headsigns FROM ${table}
  WHERE headsigns <> '[]' AND id > ? ORDER BY id LIMIT ${runsInPiece}`
const selectHeadsigns: Readonly<Record<PiecesOf, string>> = {
  now: headsignsFrom(headsignsInEffect),
  ahead: headsignsFrom(
    `(SELECT t.id, coalesce(s.headsigns, t.headsigns) AS headsigns
      FROM trains t LEFT JOIN staged_trains s ON s.id = t.id) AS ahead`,
  ),
}
const selectRuns = `SELECT ${nameList(runTable.columns)} FROM ${runsInEffect}`
const selectFormerRuns = 'SELECT * FROM former_runs ORDER BY train_run_id, edition'

interface Runs {
  readonly index: RunIndex
  readonly headsigns: ReadonlyMap<TrainId, readonly Headsign[]>
}

/** Runs as an import will have them, once it raises this version. */
interface Ahead extends Runs {
  /** The first service date that it has runs of. */
  readonly fromDate: string
  readonly last: ImportRow
  readonly version: number
}

/** What else a network is of, as of one moment. */
interface About {
  readonly version: number
  readonly signal: ImportSignal | undefined
  readonly stations: readonly Station[]
  readonly formerStations: readonly FormerStation[]
  readonly givenUp: ReadonlySet<StationCode>
}

/** The runs that are not as they were read ahead; null if it is unknown which. */
function lateRuns({ version, last }: Ahead, about: About): readonly number[] | null {
  const isNext = about.version === version + 1 && about.signal?.importId === last.id
  return isNext ? (about.signal?.inEffect?.late ?? null) : null
}

/** The timetable in memory, and what was read ahead of it. */
export class MasterData {
  readonly #all: ReadAll
  /** The end of a condition: an id is in the JSON array of the parameter. */
  readonly #isListed: string
  readonly #records: RunRecords
  #runsInPiece = runsInFirstPieces
  #ahead: Promise<Ahead | undefined> | undefined
  /** The one that was read last. */
  #network: Network | undefined

  constructor(all: ReadAll, isListed: string) {
    this.#all = all
    this.#isListed = isListed
    this.#records = new RunRecords(all, isListed)
  }

  /**
   * The timetable with the runs from `fromDate` on, read and built in pieces, so that nobody waits for long
   * meanwhile. If an import comes in between, it is read again; what a piece refers to may be gone by then.
   */
  async loadNetwork(fromDate: string): Promise<Network> {
    const ahead = await this.#takeAhead()
    for (;;) {
      const about = await this.#readAbout()
      const late = ahead && lateRuns(ahead, about)
      if (ahead && !late) this.#records.forgetAfter(ahead.last)
      const [read] = await Promise.allSettled([
        ahead && late ? this.#amend(ahead, late) : this.#loadRuns(fromDate, 'now'),
      ])
      if ((await this.networkVersion()) !== about.version) continue
      if (read.status === 'rejected') throw read.reason
      const { index, headsigns } = read.value
      this.#network = await inTurns(networkOf(index, { ...about, headsigns }))
      this.#runsInPiece = runsInPiece
      return this.#network
    }
  }

  /**
   * Reads the runs from `fromDate` on as they will be once the import that is being prepared is in effect.
   * Then `loadNetwork` has only a few of them to read.
   */
  async readAhead(fromDate: string): Promise<void> {
    await this.forgetAhead()
    this.#ahead = this.#readAhead(fromDate)
    await this.#ahead
  }

  /** What was read ahead may never take effect, and its ids may then name something else. */
  async forgetAhead(): Promise<void> {
    const ahead = await this.#takeAhead()
    if (ahead) this.#records.forgetAfter(ahead.last)
  }

  /** Undefined if nothing was read, or if it could not be: then everything is read when it is needed. */
  async #takeAhead(): Promise<Ahead | undefined> {
    const ahead = this.#ahead
    this.#ahead = undefined
    return ahead?.catch(() => undefined)
  }

  async networkVersion(): Promise<number> {
    const [rows = []] = await this.#all([[selectNetworkVersion, []]])
    return networkVersionOf(rows)
  }

  async #readAbout(): Promise<About> {
    const [version = [], signal = [], rows = [], former = []] = await this.#all([
      [selectNetworkVersion, []],
      [selectImportSignal, []],
      ['SELECT * FROM stations', []],
      ['SELECT * FROM former_stations', []],
    ])
    const known = rows.map(stationTable.read)
    return {
      ...{ version: networkVersionOf(version), signal: importSignalOf(signal) },
      stations: this.#inOrder(known),
      formerStations: former.map(formerStationTable.read),
      givenUp: givenUpStations(known),
    }
  }

  async #loadRuns(fromDate: string, of: PiecesOf): Promise<Runs> {
    const [found, headsigns] = await Promise.all([
      this.#readRuns(fromDate, of),
      this.#loadHeadsigns(selectHeadsigns[of]),
    ])
    return { index: await inTurns(RunIndex.build(found)), headsigns }
  }

  async #readRuns(fromDate: string, of: PiecesOf): Promise<readonly TrainRun[]> {
    const [former = []] = await this.#all([[selectFormerRuns, []]])
    const formerOf = byRun(former)
    const found: TrainRun[] = []
    for await (const rows of runPieces(this.#all, fromDate, this.#runsInPiece, of))
      for (const run of await this.#runsOf(rows, formerOf)) found.push(run)
    return found
  }

  async #readAhead(fromDate: string): Promise<Ahead | undefined> {
    const found = await this.#preparedImport()
    if (!found) return undefined
    const { last } = found
    try {
      const runs = await this.#loadRuns(fromDate, 'ahead')
      const isSame = (await this.#preparedImport())?.last.id === last.id
      if (isSame) return { ...runs, fromDate, ...found }
    } catch (fault) {
      this.#records.forgetAfter(last)
      throw fault
    }
    this.#records.forgetAfter(last)
    return undefined
  }

  /**
   * The import that has staged everything and is not in effect yet. Word of it may come so late that the next
   * one is already being staged, which is then read when it has told of itself.
   */
  async #preparedImport(): Promise<Pick<Ahead, 'last' | 'version'> | undefined> {
    const [signal = [], imports = [], version = []] = await this.#all([
      [selectImportSignal, []],
      ['SELECT * FROM imports', []],
      [selectNetworkVersion, []],
    ])
    const [row] = imports
    const told = importSignalOf(signal)
    if (!row || !told || told.inEffect) return undefined
    const last = importTable.read(row)
    return told.importId === last.id ? { last, version: networkVersionOf(version) } : undefined
  }

  /** Reads the runs anew that are not as they were read ahead. */
  async #amend({ index, headsigns, fromDate }: Ahead, late: readonly number[]): Promise<Runs> {
    for (let start = 0; start < late.length; start += runsInPiece) {
      const ids = late.slice(start, start + runsInPiece) as TrainRunId[]
      const list = JSON.stringify(ids)
      const [rows = [], former = []] = await this.#all([
        [`${selectRuns} WHERE id ${this.#isListed}`, [list]],
        [`SELECT * FROM former_runs WHERE train_run_id ${this.#isListed} ORDER BY edition`, [list]],
      ])
      const shown = rows.filter((row) => String(row.service_date) >= fromDate)
      const runs = new Map((await this.#runsOf(shown, byRun(former))).map((run) => [run.id, run]))
      await inTurns(index.amend(ids.map((id) => [id, runs.get(id)])))
    }
    return { index, headsigns }
  }

  /**
   * Read anew with each network, since an import may translate what a known train shows. Thousands of trains
   * show the same, so equal texts are one object.
   */
  async #loadHeadsigns(select: string): Promise<Runs['headsigns']> {
    const byText = new Map<string, readonly Headsign[]>()
    const found = new Map<TrainId, readonly Headsign[]>()
    let rows: readonly Row[] = []
    do {
      const after = Number(rows.at(-1)?.id ?? 0)
      const [next = []] = await this.#all([[select, [after]]])
      rows = next
      for (const { id, headsigns } of rows) {
        const text = headsigns as string
        const shared = byText.get(text) ?? (JSON.parse(text) as readonly Headsign[])
        byText.set(text, shared)
        found.set(id as TrainId, shared)
      }
    } while (rows.length === runsInPiece)
    return found
  }

  /** Those of the network before first, in order of name: a list that is nearly sorted is sorted quickly. */
  #inOrder(read: readonly Station[]): readonly Station[] {
    const stations = new Map(read.map((station) => [station.code, station]))
    const known = this.#network?.stationsByName.flatMap(({ code }) => stations.get(code) ?? []) ?? []
    const rest = new Set(stations.values())
    for (const station of known) rest.delete(station)
    return [...known, ...rest]
  }

  /** Compares runs with a row of theirs, which has the columns of `train_runs`. */
  fits(row: Row): FitsRun {
    return this.#records.fits(row)
  }

  async findRun(id: TrainRunId): Promise<TrainRun | undefined> {
    const [rows, former] = await this.#all([
      [`${selectRuns} WHERE id = ?`, [id]],
      ['SELECT * FROM former_runs WHERE train_run_id = ? ORDER BY edition', [id]],
    ])
    const [run] = await this.#runsOf(rows ?? [], byRun(former ?? []))
    return run
  }

  #runsOf(rows: readonly Row[], former: FormerRuns): Promise<readonly TrainRun[]> {
    return this.#records.runsOf(rows, former, (id) => this.#network?.run(id))
  }
}
