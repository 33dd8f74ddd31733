import { unreachable } from '../domain/assert.ts'
import type { WaitingCause } from '../domain/railway/changed-run.ts'
import type {
  ImportRefusal,
  ImportReport,
  RunChange,
  TrainDifference,
} from '../domain/railway/import-differences.ts'
import { counted } from './counted.ts'
import { describeStations, explainClash, explainLongCodes } from './station-report.ts'
import type { FeedReport } from './tools.ts'

/**
 * What an import did, or would do, as lines for a person. `lastRunDate` is the last date on which a train
 * runs; the horizon may reach beyond it.
 */
export function describeImport(report: ImportReport, lastRunDate = report.toDate): readonly string[] {
  const { source, stations, trains, consists, fromDate } = report
  return [
    `${source}: ${counted(stations, 'station')}, ${counted(trains, 'train')}, ` +
      `${counted(consists, 'consist')}.`,
    ...describeStations(report),
    `Runs from ${fromDate} to ${lastRunDate}:`,
    ...describeDifferences(report.differences),
  ]
}

/** What each change is called, and whether its trains are named: nobody has to look at those that are not. */
const sections: Readonly<Record<RunChange, { readonly title: string; readonly isNamed: boolean }>> = {
  opened: { title: 'Opened', isNamed: false },
  unchanged: { title: 'Unchanged', isNamed: false },
  changed: { title: 'Changed', isNamed: true },
  moved: { title: 'At new times, with their bookings', isNamed: true },
  recoached: { title: 'With new coaches that have every seat sold', isNamed: true },
  repriced: { title: 'At a new fare for new sales', isNamed: true },
  renamed: { title: 'Under a new name', isNamed: true },
  reopened: { title: 'On sale again', isNamed: true },
  waiting: { title: 'Off sale, waiting for a decision: they will not run as they were sold', isNamed: true },
  withdrawn: { title: 'Withdrawn from sale, and kept for those who have claims', isNamed: true },
  removed: { title: 'Removed', isNamed: true },
}

/** Trains of one kind that are named; a person reads no more, and JSON has them all. */
const mostTrains = 20
/** Dates of one train that are written out. */
const mostDates = 3

function describeDifferences(differences: readonly TrainDifference[]): readonly string[] {
  const groups = Map.groupBy(differences, ({ change }) => change)
  return [...groups].flatMap(([change, trains]) => {
    const { title, isNamed } = sections[change]
    const dates = trains.flatMap((train) => train.dates).sort()
    const runs = `${counted(dates.length, 'run')} of ${counted(trains.length, 'train')}`
    const head = `  ${title}: ${runs}, ${describeDates(dates)}${describeBookings(trains)}`
    if (!isNamed) return [head]
    const rest = trains.length - mostTrains
    const more = rest > 0 ? [`    ... and ${counted(rest, 'more train')}; --json names all of them`] : []
    return [head, ...trains.slice(0, mostTrains).map(describeTrain), ...more]
  })
}

function describeTrain(train: TrainDifference): string {
  const name = train.name === '' ? train.number : `${train.number} (${train.name})`
  const runs = `${counted(train.dates.length, 'run')}, ${describeDates(train.dates)}`
  const causes = train.causes.map(describeCause).join(', ')
  return `    ${name}: ${runs}${describeBookings([train])}${causes === '' ? '' : `; ${causes}`}`
}

/** Seats of one run that are named; JSON has them all. */
const mostSeats = 9

/** Why a run waits. */
function describeCause(cause: WaitingCause): string {
  switch (cause.what) {
    case 'stops': {
      const { lost, added } = cause
      const parts = [
        ...(lost.length > 0 ? [`no longer ${lost.join(', ')}`] : []),
        ...(added.length > 0 ? [`newly ${added.join(', ')}`] : []),
      ]
      return `other stops (${parts.length > 0 ? parts.join('; ') : 'in another order'})`
    }
    case 'times':
      return `times up to ${counted(cause.minutes, 'minute')} away from those sold`
    case 'seats': {
      const { seatNumbers: seats } = cause
      const more = seats.length - mostSeats
      const named = seats.slice(0, mostSeats).join(', ')
      return `coaches without ${more > 0 ? `${named} and ${more} more` : named}`
    }
    default:
      return unreachable(cause)
  }
}

function describeDates(dates: readonly string[]): string {
  const distinct = [...new Set(dates)]
  if (distinct.length <= mostDates) return distinct.join(', ')
  return `${distinct[0]} to ${distinct.at(-1)}`
}

/** How many bookings there are, with the dates where they are few. */
function describeBookings(trains: readonly TrainDifference[]): string {
  const booked = trains.flatMap(({ bookings }) => Object.entries(bookings))
  if (booked.length === 0) return ''
  const total = booked.reduce((sum, [, bookings]) => sum + bookings, 0)
  return `; ${counted(total, 'booking')} on ${describeDates(booked.map(([date]) => date).sort())}`
}

type ConsentNeeded = Extract<ImportRefusal, { readonly code: 'consent_needed' }>

/** Why an import was not done, in one sentence that says what to do. */
export function explainRefusal(refusal: ImportRefusal): string {
  const { source, trains } = refusal.report
  if (refusal.code === 'source_needed')
    return (
      `Only ${refusal.sharedTrains} of the ${trains} trains of this feed are known under the name ` +
      `"${source}", which was taken from the feed. Give --source "${source}" to replace that timetable, ` +
      'or --source with another name to keep both.'
    )
  if (refusal.code === 'station_clash') return explainClash(refusal)
  if (refusal.code === 'station_code_too_long') return explainLongCodes(refusal)
  return `${describeTaking(refusal)} Give --yes to do it, or look at it first with --dry-run.`
}

/** How much an import takes off sale, in one sentence. */
export function describeTaking(refusal: ConsentNeeded): string {
  const { bookedRuns, bookings, runsTaken, runsBefore, report } = refusal
  const booked = bookedRuns > 0 ? `, ${bookedRuns} of them with ${counted(bookings, 'booking')}` : ''
  const before = counted(runsBefore, 'run')
  return `This takes ${runsTaken} of the ${before} of "${report.source}" off sale${booked}.`
}

export function describeFeed(report: FeedReport): readonly string[] {
  const { trips, stopTimes, firstDate, lastDate } = report
  return [
    `Read ${counted(trips, 'trip')} with ${counted(stopTimes, 'call')}, from ${firstDate} to ${lastDate}.`,
    ...shiftLines(report),
    ...leftOutLines(report),
    ...ruleLines(report),
    ...warningLines(report),
  ]
}

function shiftLines({ shiftedDays, runsBefore, runsAfter }: FeedReport): string[] {
  if (shiftedDays === 0) return []
  const moved = `All dates were moved by ${counted(shiftedDays / 7, 'week')}`
  const lost = `${runsBefore} runs are over before today, and ${runsAfter} are beyond the dates read.`
  return [`${moved}: ${lost}`]
}

function leftOutLines(report: FeedReport): string[] {
  const counts: readonly (readonly [number, string])[] = [
    [report.tripsOfOtherModes, 'trips of other modes (see --modes)'],
    [report.tripsNobodyCanRide, 'trips that nobody can ride'],
    [report.tripsWithoutTimes, 'trips given only by headway, without times of departure'],
    [report.tripsWithoutDates, 'trips that no longer run'],
    [report.equalRuns, 'runs that the feed repeats'],
    [report.trainsNotForSale, 'trains that a rule keeps from sale'],
    [report.badTrips.length, 'trips that have a fault'],
  ]
  const told = report.badTrips.slice(0, toldTrips).map((trip) => `  trip ${trip.tripId}: ${inLine(trip)}`)
  const more = report.badTrips.length - told.length
  return [
    ...counts.filter(([count]) => count > 0).map(([count, what]) => `Left out: ${count} ${what}.`),
    ...told,
    ...(more > 0 ? [`  and ${more} more; --json lists them all`] : []),
  ]
}

/** How many faulty trips are listed one by one. */
const toldTrips = 100

function ruleLines({ consists, fares }: FeedReport): string[] {
  const listOf = (used: FeedReport['consists']['used']) =>
    used.map(({ name, trains }) => `${name} for ${counted(trains, 'train')}`).join(', ')
  const from = (file: string | null) => (file === null ? 'the built-in rules' : file)
  const lines = [
    `Coaches by ${from(consists.file)}: ${listOf(consists.used)}.`,
    `Prices by ${from(fares.file)}, in ${fares.currencies.join(', ')}: ${listOf(fares.used)}.`,
  ]
  const missing = [
    ...(consists.file === null ? ['--consists'] : []),
    ...(fares.file === null ? ['--fares'] : []),
  ]
  if (missing.length > 0)
    lines.push(
      `The built-in rules are an example; give your own with ${missing.join(' and ')} (docs/consists.md).`,
    )
  return lines
}

function warningLines({ warnings, warningCount, endsWithinHorizon, lastRunDate }: FeedReport): string[] {
  const end = `The timetable ends on ${lastRunDate}, within the horizon; import the next one in time.`
  return [
    ...(endsWithinHorizon ? [`Warning: ${end}`] : []),
    ...(warningCount > 0 ? [`Warnings: ${warningCount}.`] : []),
    ...warnings.map((warning) => `  ${inLine(warning)}`),
  ]
}

function inLine({ file, line, reason }: FeedReport['warnings'][number]): string {
  return line === null ? `${file}: ${reason}` : `${file}, line ${line}: ${reason}`
}
