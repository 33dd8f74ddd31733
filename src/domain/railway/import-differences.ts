import type { StationCode } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Refused, Reply } from '../result.ts'
import { longestOperatorText } from '../text.ts'
import type { SoldRunChange, WaitingCause } from './changed-run.ts'
import type { StationClash, StationDifference } from './import-stations.ts'

/** What an import is to do, and what the operator has agreed to. */
export interface ImportTerms {
  /** Runs are opened from this service date, `YYYY-MM-DD`. */
  readonly fromDate: string
  /** Up to this service date, both included. */
  readonly toDate: string
  /** The name of the source was taken from the feed, and nobody has said that it is that of before. */
  readonly isSourceGuessed?: boolean
  /** Runs with bookings, and many runs at once, may be taken off sale. */
  readonly mayWithdraw?: boolean
  /** Goes before each station code; by default the one of the last import of the source. */
  readonly stationPrefix?: string
  /** Stations that share a code with one of another source are that one, whatever their names and places. */
  readonly areSameStations?: boolean
  /** Says what the import would do, and changes nothing. */
  readonly isDryRun?: boolean
  /** A run with claims may move by so many minutes at every stop; 15 by default. */
  readonly mostMinutesMoved?: number
}

/** Passengers plan with more than this in hand, and may be asked to look at their ticket again. */
export const usualMinutesMoved = 15

/**
 * What an import does to a run. `changed`: nobody has a claim on it, and it becomes what the timetable has.
 * `moved`, `recoached`, `repriced`, `renamed`: somebody has, and it becomes that all the same (see
 * `changeSoldRun`). `waiting`: it cannot, so it is off sale until somebody decides. `reopened`: it is sold
 * again as it was. `withdrawn`: the timetable no longer has it; it stays for those who have claims on it, and
 * is sold no further.
 */
export const runChanges = [
  ...(['opened', 'unchanged', 'changed', 'moved', 'recoached', 'repriced', 'renamed'] as const),
  ...(['reopened', 'waiting', 'withdrawn', 'removed'] as const),
] as const
export type RunChange = 'opened' | 'unchanged' | 'reopened' | 'withdrawn' | 'removed' | SoldRunChange

/** What an import does to one run. */
export interface RunDifference {
  readonly change: RunChange
  /** Why a run waits; empty for every other change. */
  readonly causes: readonly WaitingCause[]
  /** Names the train in every timetable of its source. */
  readonly key: string
  readonly number: string
  readonly name: string
  readonly serviceDate: string
  /** Bookings that have a seat on it. */
  readonly bookings: number
  /** It was on sale, and the import takes it off. */
  readonly isTaken: boolean
}

/** What an import does to the runs of one train. */
export interface TrainDifference {
  readonly change: RunChange
  /** Why its runs wait, the same for all of them; empty for every other change. */
  readonly causes: readonly WaitingCause[]
  readonly key: string
  readonly number: string
  readonly name: string
  /** Service dates of the runs, ascending. */
  readonly dates: readonly string[]
  /** How many bookings there are by service date, where there are any. */
  readonly bookings: Readonly<Record<string, number>>
}

/** The differences train by train, in the order of `runChanges`. */
export function differencesByTrain(runs: readonly RunDifference[]): readonly TrainDifference[] {
  const groups = Map.groupBy(runs, ({ change, causes, key, number }) => {
    const why = causes.length > 0 ? JSON.stringify(causes) : ''
    return `${change}\n${key}\n${number}\n${why}`
  })
  return [...groups.values()]
    .map((group) => trainDifference(group))
    .sort((a, b) => runChanges.indexOf(a.change) - runChanges.indexOf(b.change))
}

function trainDifference(runs: readonly RunDifference[]): TrainDifference {
  const sorted = runs.toSorted((a, b) => (a.serviceDate < b.serviceDate ? -1 : 1))
  const [first] = sorted
  if (!first) throw new RangeError('a train without runs has no difference')
  const { change, causes, key, number, name } = first
  const booked = sorted.filter(({ bookings }) => bookings > 0)
  return {
    ...{ change, causes, key, number, name },
    dates: sorted.map(({ serviceDate }) => serviceDate),
    bookings: Object.fromEntries(booked.map(({ serviceDate, bookings }) => [serviceDate, bookings])),
  }
}

/** What an import did, or would do. */
export interface ImportReport {
  readonly source: string
  readonly stations: number
  /** What the codes of its stations begin with; mostly empty. */
  readonly stationPrefix: string
  readonly trains: number
  readonly consists: number
  readonly runsOpened: number
  readonly runsUnchanged: number
  readonly runsChanged: number
  readonly runsMoved: number
  readonly runsRecoached: number
  readonly runsRepriced: number
  readonly runsRenamed: number
  readonly runsReopened: number
  readonly runsWaiting: number
  readonly runsWithdrawn: number
  readonly runsRemoved: number
  readonly differences: readonly TrainDifference[]
  /** Stations to which the timetable gives another name or time zone than they had. */
  readonly stationDifferences: readonly StationDifference[]
  readonly fromDate: string
  readonly toDate: string
}

/** An import that was done, without what it did to each train. */
export interface PastImport {
  readonly id: number
  readonly importedAt: Instant
  readonly summary: Omit<ImportReport, 'differences'>
}

/** Why an import is not done as it was asked for; `report` is what it would do. */
export type ImportRefusal =
  | {
      /** Too little of the feed is known under this name to tell that it is the next one of that source. */
      readonly code: 'source_needed'
      readonly sharedTrains: number
      readonly report: ImportReport
    }
  | {
      /** It has stations under the codes of different stations that other sources have. */
      readonly code: 'station_clash'
      /** The first of them. */
      readonly clashes: readonly StationClash[]
      readonly clashCount: number
      readonly report: ImportReport
    }
  | {
      /** The prefix makes station codes longer than any request may name them. */
      readonly code: 'station_code_too_long'
      /** The first of them, with the prefix. */
      readonly codes: readonly StationCode[]
      readonly codeCount: number
      readonly longest: number
      readonly report: ImportReport
    }
  | {
      /** It takes so much off sale that somebody has to agree. */
      readonly code: 'consent_needed'
      /** Runs with bookings among those that are taken off sale, and their bookings. */
      readonly bookedRuns: number
      readonly bookings: number
      /** Runs that are taken off sale or removed, of so many that the source has. */
      readonly runsTaken: number
      readonly runsBefore: number
      readonly report: ImportReport
    }

export type ImportReply = Reply<ImportReport, ImportRefusal>

/** What is known of the source before the import. */
interface SourceBefore {
  readonly trains: number
  /** Trains of the new timetable that the source has too. */
  readonly sharedTrains: number
  readonly runs: number
}

/** A share of a source's runs that nobody takes off sale by mistake; above it somebody has to agree. */
const runsTakenOfTen = 1

/** Stations beyond this number are only counted: two numberings may have thousands in common. */
const toldStations = 100

/** Why an import is to be refused, given what it would do; undefined when it may go on. */
export function refuseImport(
  { report, runs, before, clashes, longCodes }: ImportFindings,
  terms: ImportTerms,
): Refused<ImportRefusal> | undefined {
  const { sharedTrains } = before
  if (terms.isSourceGuessed && before.trains > 0 && sharedTrains * 2 < report.trains)
    return { ok: false, refusal: { code: 'source_needed', sharedTrains, report } }
  if (longCodes.length > 0) {
    const told = { codes: longCodes.slice(0, toldStations), codeCount: longCodes.length }
    const refusal = { code: 'station_code_too_long' as const, ...told, longest: longestOperatorText, report }
    return { ok: false, refusal }
  }
  if (clashes.length > 0) {
    const told = { clashes: clashes.slice(0, toldStations), clashCount: clashes.length }
    return { ok: false, refusal: { code: 'station_clash', ...told, report } }
  }
  const taken = runs.filter(({ isTaken }) => isTaken)
  const booked = taken.filter(({ bookings }) => bookings > 0)
  const runsTaken = taken.length
  const isMuch = booked.length > 0 || runsTaken * 10 > before.runs * runsTakenOfTen
  if (!isMuch || terms.mayWithdraw) return undefined
  const bookings = booked.reduce((sum, run) => sum + run.bookings, 0)
  const facts = { bookedRuns: booked.length, bookings, runsTaken, runsBefore: before.runs, report }
  return { ok: false, refusal: { code: 'consent_needed', ...facts } }
}

export interface ImportFindings {
  readonly report: ImportReport
  readonly runs: readonly RunDifference[]
  readonly before: SourceBefore
  readonly clashes: readonly StationClash[]
  /** Station codes that are longer than any request may name them. */
  readonly longCodes: readonly StationCode[]
}
