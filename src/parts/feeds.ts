import { FilesRefused } from '../cli/failures.ts'
import type { FeedOptions, OnPhase, ReadFeed } from '../cli/tools.ts'
import { GtfsRefused } from '../timetable/gtfs/problems.ts'
import { readGtfs } from '../timetable/gtfs/read-gtfs.ts'
import { checkPairing, RuleFileRefused, readConsistRules, readFareRules } from '../timetable/rules.ts'

/** Reads a feed with the rule files beside it. Throws `FilesRefused` where one of them has a mistake. */
export async function readFeed(path: string, options: FeedOptions, onPhase: OnPhase): Promise<ReadFeed> {
  const { source, shiftTo, modes, today, horizonDays } = options
  try {
    const consistRules = readConsistRules(options.consistsFile)
    const fareRules = readFareRules(options.faresFile)
    const read = { modes, today, horizonDays, consistRules, fareRules, onProgress: onPhase }
    const { report, ...timetable } = await readGtfs(path, {
      ...read,
      ...(source === null ? {} : { source }),
      ...(shiftTo === null ? {} : { shiftTo }),
    })
    checkPairing(consistRules, fareRules, timetable.trains)
    return { timetable, report }
  } catch (error) {
    throw refusedFiles(error)
  }
}

function refusedFiles(error: unknown): unknown {
  if (error instanceof RuleFileRefused) {
    const problems = error.problems.map(({ file, pointer, reason }) => ({
      file,
      place: pointer || null,
      reason,
    }))
    return new FilesRefused(problems, problems.length)
  }
  if (error instanceof GtfsRefused) {
    const problems = error.problems.map(({ file, line, reason }) => ({
      file,
      place: line === null ? null : String(line),
      reason,
    }))
    return new FilesRefused(problems, error.problemCount)
  }
  return error
}
