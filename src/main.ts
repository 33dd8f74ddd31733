import { hash, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { comparePictures } from './app/compare-pictures.ts'
import type { Deps, Settings } from './app/deps.ts'
import { startPaymentWorkers } from './app/payment-workers.ts'
import { pooledRandom } from './app/pooled-random.ts'
import { rollHorizon } from './app/roll-horizon.ts'
import { SettlementWorker } from './app/settlement-worker.ts'
import { verifyDatabase as verify } from './app/verify-database.ts'
import type { Config } from './cli/config.ts'
import { placeOf } from './cli/context.ts'
import { explainDatabaseFault } from './cli/database-faults.ts'
import { dateAt } from './cli/dates.ts'
import { FilesRefused, WrongUse } from './cli/failures.ts'
import { explainListenFault } from './cli/listen-faults.ts'
import { createMetrics, type Metrics } from './cli/metrics.ts'
import type { Operations, PaymentService } from './cli/operations.ts'
import { runProgram } from './cli/program.ts'
import { type Secrets, secretsFileName } from './cli/secrets.ts'
import {
  type DatabasePlace,
  databaseFileName,
  type FeedOptions,
  type MockService,
  mockLedgerFileName,
  type OnPhase,
  type Product,
  type ProductOptions,
  type ReadFeed,
  type Tools,
} from './cli/tools.ts'
import { buildServer } from './http/server.ts'
import { MockGateway } from './payments/mock/gateway.ts'
import { parseDelay } from './payments/mock/outcome.ts'
import { type MockOptions, type MockPayments, startMockPayments } from './payments/mock/start.ts'
import { startMockPaymentsThread } from './payments/mock/thread.ts'
import { copy } from './store/copy.ts'
import type { EngineOptions, EngineStore } from './store/engine-store.ts'
import {
  backUp,
  distribute,
  migrate,
  openInspector,
  restore,
  schemaState,
  serverState,
} from './store/place.ts'
import { openPostgresStore } from './store/postgres/postgres-store.ts'
import { DatabaseOwned } from './store/sqlite/process-lock.ts'
import { openSqliteStore } from './store/sqlite/sqlite-store.ts'
import { demoTimetable } from './timetable/demo/demo-timetable.ts'
import { GtfsRefused } from './timetable/gtfs/problems.ts'
import { readGtfs } from './timetable/gtfs/read-gtfs.ts'
import { checkPairing, RuleFileRefused, readConsistRules, readFareRules } from './timetable/rules.ts'

const packageFile = join(import.meta.dirname, '..', 'package.json')
const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { readonly version: string }
/** Where `npm run web:build` writes the web pages. */
const pagesFolder = join(import.meta.dirname, '..', 'dist', 'web')
/** Service dates of the demo railway go this far, so that the horizon can roll for as long as a demo lives. */
const demoDays = 400
const rollEveryMs = 3_600_000

const tools: Tools = {
  version,
  stdout: process.stdout,
  stderr: process.stderr,
  environment: process.env,
  args: process.argv.slice(2),
  mainFile: process.argv[1] ?? import.meta.filename,
  today: () => Temporal.Now.plainDateISO().toString(),
  openProduct,
  openInspector: (place) => whileThere(place, () => openInspector(place)),
  openGateway: (payments, secrets) => new MockGateway(gatewayOptions(payments, ownSecret(secrets))),
  startMockPayments: startMockApart,
  readFeed,
  demoTimetable: (today) => demoTimetable(today, demoDays),
  schemaState: (place) => whileThere(place, () => schemaState(place)),
  migrate: (place) => whileThere(place, () => migrate(place)),
  distribute: (place, onProgress) => whileThere(place, () => distribute(place, onProgress)),
  async serverState(place) {
    const { locatorKey, nodeConnections } = await whileThere(place, () => serverState(place))
    return { account: locatorKey && accountOf(locatorKey), isServed: nodeConnections > 0 }
  },
  backUp: (place, folder, target, onProgress) =>
    whileThere(place, () =>
      backUp(place, filesIn(folder), { target, version, createdAt: nowText(), verify, onProgress }),
    ),
  restore: (backup, place, folder, force, onProgress) =>
    whileThere(place, () =>
      restore(place, filesIn(folder), { backup, force, now: Date.now(), verify, onProgress }),
    ),
  async copy(from, to, onProgress) {
    // Asked first by itself, so that what stands before one of the two is told of that one.
    await whileThere(from, () => schemaState(from))
    return whileThere(to, () => copy({ from, to, now: Date.now(), verify, onProgress }))
  },
}

// The database has passengers in it: what this process makes is for its own user alone.
process.umask(0o077)
// Whoever reads no further, as "head" does, has what it wanted.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
process.exitCode = await runProgram(tools)
// A command is over when it has given its result, whatever may still keep the process alive.
process.exit()

/** Puts the product together: database, payment service, API. */
async function openProduct(options: ProductOptions): Promise<Product> {
  const { config, log, isServer } = options
  const { databaseFile, ledgerFile } = filesIn(config.data)
  const metrics = createMetrics(version)
  const { store, secrets } = await openStore(options, databaseFile, metrics)
  if (store.isShared && config.paymentsUrl === null)
    log.warn(
      {},
      'PAYMENTS_URL is unset: the mock service of this process serves this node only, so run no second one',
    )
  metrics.watchEngine(() => store.load)
  const mock = config.paymentsUrl === null ? await startMock(config, ledgerFile, { isServer, log }) : null
  const payments = { url: config.paymentsUrl ?? mock?.url ?? '', account: accountOf(store.locatorKey) }
  const gateway = new MockGateway(gatewayOptions(payments, webhookSecret(config, secrets)))
  const deps: Deps = {
    store,
    gateway,
    settings: settingsOf(config),
    log,
    counters: metrics.counters,
    sessionSecret: secrets.session,
    randomBytes: pooledRandom(randomBytes),
    onPaymentDue: () => settlement.kick(),
  }
  const settlement = new SettlementWorker(deps)
  const api = buildApi(deps, config, metrics)
  const stops: (() => Promise<void>)[] = []
  return {
    isEmpty: store.network().stations.size === 0,
    today: () => dateAt(store.now()),
    operations: operationsOf(deps, api, payments, placeOf(config, databaseFile)),
    async listen(host, port) {
      const url = await listen(api, host, port)
      mock?.setWebhook({ url: `${url}/api/payments/webhooks/mock`, secret: webhookSecret(config, secrets) })
      return url
    },
    startWorkers() {
      const workers = startPaymentWorkers(deps, settlement, repeat)
      const stopRolling = repeat(
        rollEveryMs,
        () => void rollHorizon(deps, dateAt(store.now()), config.horizonDays),
      )
      void rollHorizon(deps, dateAt(store.now()), config.horizonDays)
      stops.push(workers.stop, async () => stopRolling())
    },
    async stop() {
      await api.close()
      for (const stop of stops) await stop()
      await gateway.close()
      await mock?.close()
      await store.close()
    },
  }
}

/** The database that the settings name; the nodes of one server share the secrets that are kept in it. */
async function openStore(
  { config, secrets, log, isServer }: ProductOptions,
  file: string,
  { onBatch, onHeadLocked }: Metrics,
): Promise<{ readonly store: EngineStore; readonly secrets: Secrets }> {
  const options: EngineOptions = {
    onBatch,
    onFatal: (fault) => {
      log.error({ err: fault }, 'going on would not be safe: stopping at once, to be started again')
      process.exit(1)
    },
    onBackgroundFault: (fault) =>
      log.warn(
        { err: fault },
        'work in the background failed, such as the expiry of a hold; it is done again',
      ),
  }
  const { database: url, databaseDirect, databasePool: poolSize, leaseSeconds } = config
  if (url !== null) {
    const directUrl = databaseDirect ?? url
    return whileThere({ kind: 'server', url: directUrl }, () =>
      openPostgresStore({ ...options, url, directUrl, poolSize, leaseMs: leaseSeconds * 1000, onHeadLocked }),
    )
  }
  const thread = isServer ? 'own' : 'caller'
  const warn = (message: string) => log.warn({}, message)
  const { store } = await whileOwned(() => openSqliteStore({ ...options, file, thread, warn }))
  return { store, secrets }
}

type Api = ReturnType<typeof buildServer>

function buildApi(deps: Deps, config: Config, metrics: Metrics): Api {
  return buildServer({
    ...deps,
    limits: config.limits === 'on',
    trustProxy: config.trustProxy,
    registry: metrics.registry,
    version,
    logRequests: config.logLevel === 'debug',
    monotonicMs: () => performance.now(),
    pages: { folder: pagesFolder, isDemo: config.demo === 'auto' && config.paymentsUrl === null },
  })
}

function operationsOf(deps: Deps, api: Api, payments: PaymentService, place: DatabasePlace): Operations {
  return {
    isRemote: false,
    payments,
    async api({ method, path, headers, body }) {
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const answer = await api.inject({ method, url: path, headers: { ...type, ...headers }, ...payload })
      return { status: answer.statusCode, body: answer.body === '' ? null : JSON.parse(answer.body) }
    },
    importTimetable: (timetable, range, onProgress) =>
      deps.store.importTimetable(timetable, { ...range, onProgress }),
    async comparePictures(onProgress) {
      const inspector = await openInspector(place)
      try {
        return await comparePictures(deps.store, inspector, onProgress)
      } finally {
        await inspector.close()
      }
    },
    close: async () => {},
  }
}

async function listen(api: Api, host: string, port: number): Promise<string> {
  try {
    await api.listen({ host, port })
  } catch (error) {
    throw explainListenFault(error, host, port)
  }
  const { port: found } = api.server.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${found}`
}

/** In a thread of its own beside a server, so that its waiting for the disk never stands in the way of sales. */
function startMock(
  config: Config,
  file: string,
  { isServer, log }: Pick<ProductOptions, 'isServer' | 'log'>,
): Promise<MockPayments> {
  const options = mockOptions(config, file)
  if (!isServer) return withFreePort(config, startMockPayments(options))
  const started = startMockPaymentsThread(options, (fault) => {
    log.error({ err: fault }, 'the mock payment service failed: stopping, to be started again')
    process.exit(1)
  })
  return withFreePort(config, started)
}

async function withFreePort<T>({ mockPort }: Config, started: Promise<T>): Promise<T> {
  try {
    return await started
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('EADDRINUSE'))) throw error
    throw new WrongUse(`MOCK_PORT ${mockPort} is in use: choose another with MOCK_PORT or --mock-port.`)
  }
}

async function startMockApart(config: Config, file: string, secrets: Secrets): Promise<MockService> {
  const { mockWebhookUrl: url } = config
  const webhook = url === null ? null : { url, secret: webhookSecret(config, secrets) }
  const options = { ...mockOptions(config, file), host: config.host, webhook }
  const mock = await withFreePort(config, startMockPayments(options))
  return { url: mock.url, stop: () => mock.close() }
}

function mockOptions(config: Config, file: string): MockOptions {
  const { mockPort: port, mockFailRate: failRate, mockTimeoutRate: timeoutRate, mockSeed: seed } = config
  const delayMs = parseDelay(config.mockDelayMs) ?? { from: 0, to: 0 }
  return { host: '127.0.0.1', port, file, settings: { failRate, timeoutRate, delayMs, seed } }
}

function gatewayOptions({ url, account }: PaymentService, webhookSecret: string) {
  return { url, account, webhookSecret }
}

/** What a service run apart signs with, else the secret of the data folder. */
function webhookSecret(config: Config, secrets: Secrets): string {
  return config.webhookSecret ?? ownSecret(secrets)
}

function ownSecret(secrets: Secrets): string {
  return Buffer.from(secrets.webhook).toString('base64url')
}

function settingsOf(config: Config): Settings {
  return {
    holdMs: config.holdTtlSeconds * 1000,
    paymentTimeoutMs: config.paymentTimeoutSeconds * 1000,
    quoteMs: config.quoteTtlSeconds * 1000,
    sessionMs: config.sessionTtlHours * 3_600_000,
    holdsPerUser: config.limits === 'on' ? config.holdsPerUser : Number.POSITIVE_INFINITY,
  }
}

async function readFeed(path: string, options: FeedOptions, onPhase: OnPhase): Promise<ReadFeed> {
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

/** That another process has the file is told in a sentence, and trying again does not help. */
async function whileOwned<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof DatabaseOwned) throw new WrongUse(`${error.message}.`)
    throw error
  }
}

/** Works with a database, and says in a sentence what stands between. */
async function whileThere<T>(place: DatabasePlace, work: () => Promise<T>): Promise<T> {
  try {
    return await whileOwned(work)
  } catch (error) {
    throw place.kind === 'server' ? explainDatabaseFault(error, place.url) : error
  }
}

/** Sets the payments of this database apart from those of others at the same service. */
function accountOf(locatorKey: readonly number[]): string {
  return hash('sha256', JSON.stringify(locatorKey), 'hex').slice(0, 12)
}

function filesIn(dataFolder: string) {
  const folder = resolve(dataFolder)
  return {
    databaseFile: join(folder, databaseFileName),
    ledgerFile: join(folder, mockLedgerFileName),
    secretsFile: join(folder, secretsFileName),
  }
}

function nowText(): string {
  return Temporal.Now.instant().round('second').toString()
}

function repeat(everyMs: number, callback: () => void): () => void {
  const timer = setInterval(callback, everyMs).unref()
  return () => clearInterval(timer)
}
