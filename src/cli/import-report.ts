import type { ImportReport } from '../domain/timetable.ts'

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
