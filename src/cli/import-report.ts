import type { ImportReport } from '../domain/timetable.ts'
import type { FeedReport } from './tools.ts'

export function describeImport(report: ImportReport): string {
  const { source, stations, trains, consists, runsOpened, runsKept, runsRemoved, fromDate, toDate } = report
  const lines = [
    `${source}: ${stations} stations, ${trains} trains, ${consists} consists.`,
    `${runsOpened} runs are open for sale from ${fromDate} to ${toDate}.`,
  ]
  if (runsRemoved > 0) lines.push(`${runsRemoved} runs of the timetable before were removed.`)
  if (runsKept > 0) lines.push(`${runsKept} of them stay, since somebody has claims on them.`)
  return lines.join('\n')
}

export function describeFeed(report: FeedReport): readonly string[] {
  const { trips, stopTimes, tripsOfOtherModes, tripsNobodyCanRide, tripsWithoutDates, shiftedDays } = report
  const lines = [
    `Read ${trips} trips with ${stopTimes} calls, from ${report.firstDate} to ${report.lastDate}.`,
  ]
  if (shiftedDays !== 0) lines.push(`All dates were moved by ${shiftedDays / 7} weeks.`)
  if (tripsOfOtherModes > 0)
    lines.push(`Left out: ${tripsOfOtherModes} trips that are no trains (see --modes).`)
  if (tripsNobodyCanRide > 0) lines.push(`Left out: ${tripsNobodyCanRide} trips that nobody can ride.`)
  if (tripsWithoutDates > 0) lines.push(`Left out: ${tripsWithoutDates} trips that do not run any more.`)
  return lines
}
