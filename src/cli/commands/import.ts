import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { ImportTerms } from '../../domain/railway/import-differences.ts'
import { importAgreed } from '../agreed-import.ts'
import {
  addSettings,
  type Context,
  createContext,
  hasDatabase,
  type Options,
  withOperations,
} from '../context.ts'
import { isDate, openRange } from '../dates.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import { describeFeed, describeImport, explainRefusal } from '../import-report.ts'
import { describeClashes } from '../station-report.ts'
import type { FeedOptions, ReadFeed, Tools } from '../tools.ts'

const longestHorizon = 400

export function addImport(program: Command, tools: Tools): void {
  const parent = program.command('import').description('Load a timetable.')
  addSettings(parent.command('gtfs'))
    .description(
      'Load a GTFS feed: all of it, or nothing if it has mistakes. Every mistake is listed by file and line.',
    )
    .argument('<feed>', 'zip file or folder')
    .option('--source <name>', 'name of the feed; a newer feed with the same name replaces the older one')
    .option('--consists <file>', 'rule file: which trains get which coaches')
    .option('--fares <file>', 'rule file: which trains are sold at which prices')
    .option('--shift-to <date>', 'move a past feed to this date, by whole weeks')
    .option('--horizon <days>', 'how many days ahead to open runs; default HOLDFAST_HORIZON_DAYS')
    .option('--modes <modes>', 'rail, all, or route types separated by commas; default rail')
    .option('--skip-bad-trips', 'leave out trips that have a fault, and list them')
    .option(
      '--station-prefix <text>',
      'goes before its station codes, where another source has them; stays until another is given',
    )
    .option('--same-stations', 'stations that share a code with one of another source are that station')
    .option('--dry-run', 'say what would be opened, changed and taken off sale, and change nothing')
    .option('--yes', 'also take runs with bookings, or more than a tenth of all runs, off sale')
    .addHelpText(
      'after',
      examples(
        'holdfast import gtfs feed.zip',
        'holdfast import gtfs feed.zip --shift-to 2027-01-04 --fares fares.json',
        'holdfast import gtfs ./feed --dry-run --json',
      ),
    )
    .action(async (feed: string, options: Options) => {
      const context = createContext(tools, options)
      const feedOptions = parseOptions(feed, options, context)
      const read = await tools.readFeed(resolve(feed), feedOptions, (phase, done, total) =>
        context.output.progress(phase)(done, total),
      )
      const terms: ImportTerms = {
        ...openRange(feedOptions.today, feedOptions.horizonDays, read.timetable),
        isSourceGuessed: feedOptions.source === null,
        mayWithdraw: options.yes === true,
        ...parsePrefix(options.stationPrefix),
        areSameStations: options.sameStations === true,
        mostMinutesMoved: context.config.mostMinutesMoved,
      }
      if (options.dryRun === true) await tellDryRun(context, read, terms)
      else await load(context, read, terms)
    })
}

async function load(context: Context, read: ReadFeed, terms: ImportTerms): Promise<void> {
  const report = await importAgreed(context, read.timetable, terms)
  context.output.result({ ...report, feed: read.report }, () => [
    ...describeFeed(read.report),
    ...describeImport(report, read.report.lastRunDate),
  ])
}

async function tellDryRun(context: Context, read: ReadFeed, terms: ImportTerms): Promise<void> {
  const { timetable, report: feed } = read
  const reply = hasDatabase(context)
    ? await withOperations(context, 'refuse', (operations) =>
        operations.importTimetable(timetable, { ...terms, isDryRun: true }, () => {}),
      )
    : await context.tools.firstImport(timetable, terms)
  const report = reply.ok ? reply.value : reply.refusal.report
  const needs = reply.ok ? null : reply.refusal.code
  const clashes = !reply.ok && reply.refusal.code === 'station_clash' ? reply.refusal.clashes : []
  context.output.result({ ...report, needs, clashes, feed }, () => [
    ...describeFeed(feed),
    ...describeImport(report, feed.lastRunDate),
    'Nothing was changed.',
    ...(reply.ok ? [] : [...describeClashes(reply.refusal), explainRefusal(reply.refusal)]),
  ])
}

function parseOptions(feed: string, options: Options, { tools, config }: Context): FeedOptions {
  for (const path of [feed, options.consists, options.fares]) {
    if (typeof path === 'string' && !existsSync(path))
      throw new WrongUse(`There is no file or folder ${path}.`)
  }
  const { shiftTo } = options
  if (typeof shiftTo === 'string' && !isDate(shiftTo)) {
    throw new WrongUse(`--shift-to is ${JSON.stringify(shiftTo)}; it must be a date such as 2027-01-31.`)
  }
  return {
    source: textOf(options.source),
    consistsFile: textOf(options.consists),
    faresFile: textOf(options.fares),
    shiftTo: textOf(shiftTo),
    horizonDays: parseHorizon(textOf(options.horizon), config.horizonDays),
    modes: parseModes(textOf(options.modes)),
    skipBadTrips: options.skipBadTrips === true,
    today: tools.today(),
  }
}

/** A prefix has to be typed and read with each code, so it is short and plain. */
function parsePrefix(text: string | boolean | undefined): Pick<ImportTerms, 'stationPrefix'> {
  if (typeof text !== 'string') return {}
  if (/^[\p{L}\p{N}._:-]{0,20}$/u.test(text)) return { stationPrefix: text }
  throw new WrongUse(
    `--station-prefix is ${JSON.stringify(text)}; it must be up to 20 letters, digits or signs ` +
      'of ". _ : -", such as c2-, or "" for none.',
  )
}

function parseHorizon(text: string | null, fallback: number): number {
  if (text === null) return fallback
  const days = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (days >= 1 && days <= longestHorizon) return days
  throw new WrongUse(
    `--horizon is ${JSON.stringify(text)}; it must be a number of days from 1 to ${longestHorizon}.`,
  )
}

function parseModes(text: string | null): FeedOptions['modes'] {
  if (text === null || text === 'rail') return 'rail'
  if (text === 'all') return 'all'
  if (/^\d{1,4}(,\d{1,4})*$/.test(text)) return text.split(',').map(Number)
  throw new WrongUse(
    `--modes is ${JSON.stringify(text)}; it must be rail, all, or route types such as 2,101.`,
  )
}

function textOf(value: string | boolean | undefined): string | null {
  return typeof value === 'string' ? value : null
}
