import type { Command } from 'commander'
import type { Log } from '../../app/deps.ts'
import { listenForAdmin } from '../admin/admin-server.ts'
import { addSettings, type Context, createContext, type Options, prepareDataFolder } from '../context.ts'
import { openRange } from '../dates.ts'
import { examples } from '../examples.ts'
import { logDestination } from '../readable-log.ts'
import { stopAsked } from '../stop-asked.ts'
import type { Product, Tools } from '../tools.ts'

/** What is not finished by then is cut off; after the next start it resolves itself, as after a crash. */
const longestStopMs = 9_000

export function addServe(program: Command, tools: Tools): void {
  addSettings(program.command('serve'), true)
    .description('Sell seats: serve the API until asked to stop.')
    .addHelpText(
      'after',
      examples(
        'holdfast serve',
        'holdfast serve --port 9000 --data /srv/holdfast',
        'PORT=9000 holdfast serve',
      ),
    )
    .action(async (options: Options) => serve(createContext(tools, options)))
}

async function serve(context: Context): Promise<void> {
  const { tools, config } = context
  const asked = stopAsked()
  const secrets = prepareDataFolder(context)
  const { createLog } = await import('../log.ts')
  const log = createLog(config.logLevel, logDestination(tools.stderr))
  process.on('uncaughtException', (fault) => {
    log.error({ err: fault }, 'a bug: stopping at once, to be started again')
    process.exit(1)
  })
  if (config.limits === 'off') log.warn({}, 'HOLDFAST_LIMITS is off: nobody is kept from hoarding seats')
  const product = await tools.openProduct({ config, secrets, log, isServer: true })
  const admin = await listenForAdmin(context.dataFolder, product.operations, log)
  if (product.isEmpty && config.demo === 'auto') await loadDemo(context, product, log)
  const url = await product.listen(config.host, config.port)
  product.startWorkers()
  tools.stdout.write(`Holdfast is ready on ${url}\n`)
  log.info({ url, docs: `${url}/docs`, data: context.dataFolder, version: tools.version }, 'ready')
  const reason = await asked
  log.info({ reason }, 'stopping')
  const limit = setTimeout(() => {
    log.error({}, 'stopping took too long; what was under way resolves itself after the next start')
    process.exit(0)
  }, longestStopMs)
  await admin.close()
  await product.stop()
  clearTimeout(limit)
  log.info({}, 'stopped')
}

async function loadDemo(context: Context, product: Product, log: Log): Promise<void> {
  const today = product.today()
  const timetable = await context.tools.demoTimetable(today)
  const range = openRange(today, context.config.horizonDays)
  const report = await product.operations.importTimetable(timetable, range, () => {})
  log.info(
    { trains: report.trains, runs: report.runsOpened },
    'the database was empty: the demo railway is loaded',
  )
}
