import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { isDate, openRange } from '../dates.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import { describeFeed, describeImport } from '../import-report.ts'
import type { FeedOptions, ReadFeed, Tools } from '../tools.ts'

const longestHorizon = 400

export function addImport(program: Command, tools: Tools): void {
  const parent = program.command('import').description('Load a timetable.')
  addSettings(parent.command('gtfs'), false)
    .description('Load a GTFS feed: all of it or, with every mistake named by file and line, nothing.')
    .argument('<feed>', 'zip file or folder')
    .option('--source <name>', 'name of the feed; a newer one of the same name replaces the older')
    .option('--consists <file>', 'rule file: which train gets which coaches')
    .option('--fares <file>', 'rule file: which train is sold at which prices')
    .option('--shift-to <date>', 'move a feed of the past to this date, by whole weeks')
    .option('--horizon <days>', 'how many days ahead runs are opened; default HOLDFAST_HORIZON_DAYS')
    .option('--modes <modes>', 'rail, all, or route types separated by commas; default rail')
    .option('--dry-run', 'read and check the feed, and change nothing')
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
      if (options.dryRun === true) tellDryRun(context, read)
      else await load(context, read, feedOptions)
    })
}

async function load(
  context: Context,
  read: ReadFeed,
  { today, horizonDays: days }: FeedOptions,
): Promise<void> {
  const onProgress = context.output.progress('Loading')
  const report = await withOperations(context, 'make', (operations) =>
    operations.importTimetable(read.timetable, openRange(today, days), onProgress),
  )
  context.output.result({ ...report, feed: read.report }, () =>
    [...describeFeed(read.report), describeImport(report)].join('\n'),
  )
}

function tellDryRun(context: Context, { timetable, report }: ReadFeed): void {
  const { source, stations, trains, consists, fares } = timetable
  const runs = trains.reduce((sum, train) => sum + train.serviceDates.length, 0)
  const result = {
    source,
    stations: stations.length,
    trains: trains.length,
    consists: consists.length,
    fares: fares.length,
    runs,
    feed: report,
  }
  context.output.result(result, () =>
    [
      ...describeFeed(report),
      `${source}: ${stations.length} stations, ${trains.length} trains and ${runs} runs are sound; nothing was changed.`,
    ].join('\n'),
  )
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
    today: tools.today(),
  }
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
