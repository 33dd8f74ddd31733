import { FilesRefused } from '../cli/failures.ts'
import type { FeedOptions, FeedReport, OnPhase, ReadFeed } from '../cli/tools.ts'
import type { Instant } from '../domain/instant.ts'
import type { ImportReply, ImportTerms } from '../domain/railway/import-differences.ts'
import { prefixStations } from '../domain/railway/prefix-stations.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import { accept } from '../domain/result.ts'
import { timetableDigests } from '../store/digest.ts'
import { planImport } from '../store/import-plan.ts'
import { draftWishes, wishesOf } from '../store/wishes.ts'
import { GtfsRefused } from '../timetable/gtfs/problems.ts'
import { readGtfs } from '../timetable/gtfs/read-gtfs.ts'
import { checkPairing, type PairOfRules, RuleFileRefused, readRulePair } from '../timetable/rules.ts'

/** What an import into an empty database would do, by the plan that every store carries out. */
export async function firstImport(given: Timetable, terms: ImportTerms): Promise<ImportReply> {
  const timetable = prefixStations(given, terms.stationPrefix ?? '')
  const nothing = { trains: [], runs: [], stations: { stations: new Map(), otherCallers: new Map() } }
  const begun = Date.now() as Instant
  const draft = draftWishes(timetable, { ...terms, at: begun }, timetableDigests(timetable), nothing)
  const wishes = wishesOf(draft, new Map())
  return accept(planImport(wishes, nothing, new Map()).findings.report)
}

/** Reads a feed with its rule files. Throws `FilesRefused` if any of them has a mistake. */
export async function readFeed(path: string, options: FeedOptions, onPhase: OnPhase): Promise<ReadFeed> {
  const { source, shiftTo, modes, skipBadTrips, today, horizonDays } = options
  try {
    const rules = readRulePair(options.consistsFile, options.faresFile)
    const read = { ...rules, modes, skipBadTrips, today, horizonDays, onProgress: onPhase }
    const { report, ...timetable } = await readGtfs(path, {
      ...read,
      ...(source === null ? {} : { source }),
      ...(shiftTo === null ? {} : { shiftTo }),
    })
    checkPairing(rules, timetable.trains)
    return { timetable, report: { ...report, ...ruleUses(options, rules, timetable) } }
  } catch (error) {
    throw refusedFiles(error)
  }
}

/** Which consists and fares the trains have, in order of the rule files. */
function ruleUses(
  { consistsFile, faresFile }: FeedOptions,
  { consistRules, fareRules }: PairOfRules,
  { trains }: Timetable,
): Pick<FeedReport, 'consists' | 'fares'> {
  const usesOf = (rules: readonly { readonly name: string }[], key: 'consistName' | 'fareName') =>
    rules
      .map(({ name }) => ({ name, trains: trains.filter((train) => train[key] === name).length }))
      .filter((use) => use.trains > 0)
  const fares = usesOf(fareRules.fares, 'fareName')
  const used = fareRules.fares.filter(({ name }) => fares.some((fare) => fare.name === name))
  return {
    consists: { file: consistsFile, used: usesOf(consistRules.consists, 'consistName') },
    fares: { file: faresFile, used: fares, currencies: [...new Set(used.map(({ currency }) => currency))] },
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
