import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { comparePictures } from '../app/compare-pictures.ts'
import type { Deps, Settings } from '../app/deps.ts'
import { startPaymentWorkers } from '../app/payment-workers.ts'
import { pooledRandom } from '../app/pooled-random.ts'
import { rollHorizon } from '../app/roll-horizon.ts'
import { SettlementWorker } from '../app/settlement-worker.ts'
import type { Config } from '../cli/config.ts'
import { placeOf } from '../cli/context.ts'
import { dateAt } from '../cli/dates.ts'
import { explainListenFault } from '../cli/listen-faults.ts'
import { createMetrics, type Metrics } from '../cli/metrics.ts'
import type { Operations, PaymentService } from '../cli/operations.ts'
import type { Secrets } from '../cli/secrets.ts'
import type { DatabasePlace, Product, ProductOptions } from '../cli/tools.ts'
import { buildServer } from '../http/server.ts'
import { accountOf } from '../payments/account.ts'
import { MockGateway } from '../payments/mock/gateway.ts'
import type { EngineOptions, EngineStore } from '../store/engine-store.ts'
import { filesIn } from './data-files.ts'
import { startMock, webhookSecret } from './payment-service.ts'
import { whileOwned, whileThere } from './told-faults.ts'
import { version } from './version.ts'

/** Where `npm run web:build` writes the web pages. */
const pagesFolder = join(import.meta.dirname, '..', '..', 'dist', 'web')
const rollEveryMs = 3_600_000

/** Puts the product together: database, payment service, API. */
export async function openProduct(options: ProductOptions): Promise<Product> {
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
  const gateway = new MockGateway({ ...payments, webhookSecret: webhookSecret(config, secrets) })
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
    const { openPostgresStore } = await import('../store/postgres/postgres-store.ts')
    return whileThere({ kind: 'server', url: directUrl }, () =>
      openPostgresStore({ ...options, url, directUrl, poolSize, leaseMs: leaseSeconds * 1000, onHeadLocked }),
    )
  }
  const thread = isServer ? 'own' : 'caller'
  const warn = (message: string) => log.warn({}, message)
  const { openSqliteStore } = await import('../store/sqlite/sqlite-store.ts')
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
      const { openInspector } = await import('./databases.ts')
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

function settingsOf(config: Config): Settings {
  return {
    holdMs: config.holdTtlSeconds * 1000,
    paymentTimeoutMs: config.paymentTimeoutSeconds * 1000,
    quoteMs: config.quoteTtlSeconds * 1000,
    sessionMs: config.sessionTtlHours * 3_600_000,
    holdsPerUser: config.limits === 'on' ? config.holdsPerUser : Number.POSITIVE_INFINITY,
  }
}

function repeat(everyMs: number, callback: () => void): () => void {
  const timer = setInterval(callback, everyMs).unref()
  return () => clearInterval(timer)
}
