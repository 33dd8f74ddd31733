import type { Command } from 'commander'
import type { Log } from '../../app/deps.ts'
import { listenForAdmin } from '../admin/admin-server.ts'
import { settingNames } from '../config.ts'
import { addSettings, type Context, createContext, type Options, prepareDataFolder } from '../context.ts'
import { openRange } from '../dates.ts'
import { examples } from '../examples.ts'
import { logDestination } from '../readable-log.ts'
import { stopAsked } from '../stop-asked.ts'
import type { Product, Tools } from '../tools.ts'

/** Work that takes longer is cut off; the next start resolves it automatically, as after a crash. */
const longestStopMs = 9_000

/** The option of "serve", and of "start", which passes it on. */
export const clockIsRight = [
  '--clock-is-right',
  'start even if trains with bookings departed while no server was running',
] as const

export function addServe(program: Command, tools: Tools): void {
  addSettings(program.command('serve'), settingNames)
    .description('Sell seats: serve the API until told to stop.')
    .option(...clockIsRight)
    .addHelpText(
      'after',
      examples(
        'holdfast serve',
        'holdfast serve --port 9000 --data /srv/holdfast',
        'PORT=9000 holdfast serve',
      ),
    )
    .action(async (options: Options) => serve(createContext(tools, options), options.clockIsRight === true))
}

async function serve(context: Context, clockIsRight: boolean): Promise<void> {
  const { tools, config } = context
  const asked = stopAsked()
  const secrets = prepareDataFolder(context)
  const { createLog } = await import('../log.ts')
  const log = createLog(config.logLevel, logDestination(tools.stderr))
  process.on('uncaughtException', (fault) => {
    log.error({ err: fault }, 'a bug: stopping at once for a restart')
    process.exit(1)
  })
  if (config.limits === 'off')
    log.warn({}, 'HOLDFAST_LIMITS is off: nothing keeps a user from hoarding seats')
  const product = await tools.openProduct({ config, secrets, log, isServer: true, clockIsRight })
  const admin = await listenForAdmin(context.dataFolder, product.operations, log)
  if (product.isEmpty && config.demo === 'auto') await loadDemo(context, product, log)
  const url = await product.listen(config.host, config.port)
  await tellSetupLink(context, product)
  product.startWorkers()
  context.output.result({ url }, () => `Holdfast is ready on ${url}`)
  log.info({ url, docs: `${url}/docs`, data: context.dataFolder, version: tools.version }, 'ready')
  const reason = await asked
  log.info({ reason }, 'stopping')
  const limit = setTimeout(() => {
    log.error({}, 'stopping took too long; the next start resolves unfinished work automatically')
    process.exit(0)
  }, longestStopMs)
  await admin.close()
  await product.stop()
  clearTimeout(limit)
  log.info({}, 'stopped')
}

/** Outside the log, which others may read: whoever has the link becomes the administrator. */
async function tellSetupLink({ tools }: Context, product: Product): Promise<void> {
  const link = await product.setupLink()
  if (link === null) return
  tools.stderr.write(
    '\nThere is no administrator yet. For 30 minutes, this link makes the first one, once:\n\n' +
      `    ${link}\n\nOpen it in a browser. Or run, on this machine:\n\n` +
      '    holdfast staff add EMAIL NAME administrator\n\n',
  )
}

async function loadDemo(context: Context, product: Product, log: Log): Promise<void> {
  const today = product.today()
  const timetable = await context.tools.demoTimetable(today)
  const range = openRange(today, context.config.horizonDays, timetable)
  const reply = await product.operations.importTimetable(timetable, range, () => {})
  if (!reply.ok) throw new Error(`the demo railway was refused: ${reply.refusal.code}`)
  log.info(
    { trains: reply.value.trains, runs: reply.value.runsOpened },
    'the database was empty: the demo railway is loaded',
  )
}
