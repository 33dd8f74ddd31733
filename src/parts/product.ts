import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { GiveBackWorker } from '../app/after-sale/give-back-worker.ts'
import type { Deps, Log, Settings } from '../app/deps.ts'
import { MessageWorker } from '../app/messages/message-worker.ts'
import { startPaymentWorkers } from '../app/money/payment-workers.ts'
import { SettlementWorker } from '../app/money/settlement-worker.ts'
import { AccountDesk } from '../app/people/account-desk.ts'
import { judgingThread } from '../app/people/guessable.ts'
import { hashingThread } from '../app/people/hashing.ts'
import { KeyDesk } from '../app/people/key-desk.ts'
import { manageKeys } from '../app/people/manage-keys.ts'
import { manageStaff } from '../app/people/manage-staff.ts'
import { PasskeyDesk } from '../app/people/passkey-desk.ts'
import { makePasswords, usualCost } from '../app/people/passwords.ts'
import { StaffDesk } from '../app/people/staff-desk.ts'
import { pooledRandom } from '../app/pooled-random.ts'
import { drawingThread } from '../app/tickets/drawings.ts'
import { comparePictures } from '../app/upkeep/compare-pictures.ts'
import { answerPrivacyCall } from '../app/upkeep/personal-requests.ts'
import { HorizonWorker } from '../app/upkeep/roll-horizon.ts'
import type { Config } from '../cli/config.ts'
import { placeOf } from '../cli/context.ts'
import { dateAt } from '../cli/dates.ts'
import { explainListenFault } from '../cli/listen-faults.ts'
import { createMetrics, type Metrics } from '../cli/metrics.ts'
import type { Operations, PaymentService } from '../cli/operations.ts'
import { loadSecrets } from '../cli/secrets.ts'
import type { DatabasePlace, Product, ProductOptions } from '../cli/tools.ts'
import type { Instant } from '../domain/instant.ts'
import { dayMs } from '../domain/instant.ts'
import { parseAccounts, usualAccounts } from '../domain/money/journal.ts'
import type { Secrets } from '../domain/people/secrets.ts'
import { Setbacks } from '../domain/setbacks.ts'
import type { HttpDeps } from '../http/http-deps.ts'
import { newMachineToken } from '../http/key-gate.ts'
import { buildServer } from '../http/server.ts'
import { accountOf } from '../payments/account.ts'
import { MockGateway } from '../payments/mock/client/gateway.ts'
import type { EngineOptions, EngineStore } from '../store/engine-store.ts'
import type { WaitingMessages } from '../store/store.ts'
import { brandOf } from './brand.ts'
import { startCheckpoints } from './checkpoints.ts'
import { startClearing } from './clearing.ts'
import { filesIn } from './data-files.ts'
import { setupLink } from './first-administrator.ts'
import { LiveSecrets } from './live-secrets.ts'
import { isDemo, type OutgoingMail, openMail } from './mail.ts'
import { masterKeysOf } from './master-keys.ts'
import { startMock, webhookSecrets } from './payment-service.ts'
import { whileOwned, whileThere } from './told-faults.ts'
import { version } from './version.ts'

/** Where `npm run web:build` writes the web pages. */
const pagesFolder = join(import.meta.dirname, '..', '..', 'dist', 'web')
const rollEveryMs = 3_600_000

/** Assembles the product: database, payment service, API. */
export async function openProduct(options: ProductOptions): Promise<Product> {
  const { config, log, isServer } = options
  const { databaseFile, ledgerFile } = filesIn(config.data)
  const masterKeys = masterKeysOf(config)
  const metrics = createMetrics(version)
  const setbacks = new Setbacks()
  let roll = () => {}
  const engine = { setbacks, onWaitingFree: () => roll() }
  const { store, secrets: first, readSecrets } = await openStore(options, databaseFile, metrics, engine)
  const secrets = new LiveSecrets(first, readSecrets, log)
  const signers = () => webhookSecrets(config, secrets.current, store.now())
  if (store.isShared && config.paymentsUrl === null)
    log.warn(
      {},
      'PAYMENTS_URL is unset: the mock service of this process serves only this node, so do not run a ' +
        'second node',
    )
  metrics.watchEngine(() => store.load)
  metrics.watchTimetable(() => store.network())
  metrics.watchSetbacks((kind) => setbacks.list(store.now(), kind).length)
  const mock = config.paymentsUrl === null ? await startMock(config, ledgerFile, { isServer, log }) : null
  const payments = { url: config.paymentsUrl ?? mock?.url ?? '', account: accountOf(store.locatorKey) }
  const gateway = new MockGateway({
    ...payments,
    webhookSecrets: signers,
    onAvailability: tellAvailability(log),
  })
  let checkpointAt = 0
  metrics.watchCheckpoints(() => checkpointAt)
  let lateMs = 0
  metrics.watchRetention(() => lateMs)
  metrics.watchProvider(() => gateway.isAvailable())
  const deps: Deps = {
    store,
    gateway,
    settings: settingsOf(config),
    brand: await brandOf(config, store.network()),
    log,
    counters: metrics.counters,
    setbacks,
    sessionKeys: () => secrets.current.session,
    personalKeys: () => masterKeys(secrets.current.personal),
    ticketKeys: () => secrets.current.ticket,
    randomBytes: pooledRandom(randomBytes),
    onPaymentDue: () => settlement.kick(),
    onMessageDue: () => messages.kick(),
    onRunCancelled: () => givingBack.kick(),
  }
  const settlement = new SettlementWorker(deps)
  const givingBack = new GiveBackWorker(deps)
  metrics.watchGivingBack(() => givingBack.left)
  const mail = await openMail(config, store.locatorKey)
  let siteUrl = config.publicUrl ?? `http://${config.host}:${config.port}`
  const people = desks(deps, config, () => siteUrl)
  const drawings = drawingThread()
  const messages = new MessageWorker({ ...deps, ...mail, drawings, siteUrl: () => siteUrl })
  metrics.watchMessages(() => ageOf(messages.waiting, store.now()))
  const place = placeOf(config, databaseFile)
  const keys = keyDesk(deps)
  const railway = { ...deps, ...people, keys, machineToken: newMachineToken(randomBytes) }
  const api = buildApi({ ...railway, drawings }, config, metrics, mail)
  const stops: (() => Promise<void>)[] = []
  return {
    isEmpty: store.network().stations.size === 0,
    today: () => dateAt(store.now()),
    operations: operationsOf(railway, api, payments, place),
    async listen(host, port) {
      const url = await listen(api, host, port)
      siteUrl = config.publicUrl ?? url
      const tellMock = () =>
        mock?.setWebhook({ url: `${url}/api/payments/webhooks/mock`, secrets: signers() })
      tellMock()
      stops.push(secrets.follow(repeat, tellMock))
      return url
    },
    setupLink: () => setupLink(people.staff, config, siteUrl, log),
    startWorkers() {
      tellStranded(mail, log)
      const workers = startPaymentWorkers(deps, settlement, repeat)
      const roller = new HorizonWorker(deps, { today: () => dateAt(store.now()), days: config.horizonDays })
      roll = () => void roller.kick()
      const stopRolling = repeat(rollEveryMs, () => roll())
      roll()
      const { keepEndedHoldsDays: endedHoldsDays, personalDataDays } = config
      const clearing = startClearing(deps, {
        ...{ endedHoldsDays, personalDataDays },
        onLate: (milliseconds) => {
          lateMs = milliseconds
        },
      })
      messages.start()
      givingBack.start()
      const checkpoints = startCheckpoints({ store, log, account: payments.account }, config, (at) => {
        checkpointAt = at
      })
      stops.push(
        workers.stop,
        async () => stopRolling(),
        clearing,
        () => givingBack.stop(),
        () => messages.stop(),
        async () => (await checkpoints)(),
      )
    },
    async stop() {
      await api.close()
      for (const stop of stops) await stop()
      await mail.mailer.close()
      await gateway.close()
      await mock?.close()
      await store.close()
    },
  }
}

function tellStranded({ strandedIn: folder }: OutgoingMail, log: Log): void {
  if (folder !== null)
    log.warn({ folder }, 'SMTP_URL is unset: e-mails are written to files in this folder, and reach nobody')
}

function ageOf({ count, oldestAt }: WaitingMessages, now: Instant) {
  return { count, oldestMs: oldestAt === null ? 0 : Math.max(0, now - oldestAt) }
}

interface OpenStore {
  readonly store: EngineStore
  readonly secrets: Secrets
  readSecrets(): Promise<Secrets>
}

function secretsIn(dataFolder: string): Secrets {
  const loaded = loadSecrets(dataFolder)
  if (!loaded.ok) throw new Error(loaded.refusal.sentence)
  return loaded.value
}

/**
 * Opens the database that the settings name. Nodes on the same PostgreSQL database share the secrets kept in
 * it.
 */
async function openStore(
  { config, secrets, log, isServer, clockIsRight = false }: ProductOptions,
  file: string,
  { onBatch, onHeadLocked }: Metrics,
  engine: Pick<EngineOptions, 'setbacks' | 'onWaitingFree'>,
): Promise<OpenStore> {
  const options: EngineOptions = {
    ...engine,
    onBatch,
    onFatal: (fault) => {
      log.error({ err: fault }, 'it is not safe to continue: stopping at once for a restart')
      process.exit(1)
    },
    onBackgroundFault: (fault) =>
      log.warn({ err: fault }, 'background work failed, such as the expiry of a hold; it will be done again'),
  }
  const { database: url, databaseDirect, databasePool: poolSize, leaseSeconds } = config
  const thread = isServer ? 'own' : 'caller'
  if (url !== null) {
    const directUrl = databaseDirect ?? url
    const { openPostgresStore } = await import('../store/postgres/postgres-store.ts')
    return whileThere({ kind: 'server', url: directUrl }, () =>
      openPostgresStore({
        ...{ ...options, url, directUrl, poolSize, leaseMs: leaseSeconds * 1000, onHeadLocked },
        importThread: thread,
      }),
    )
  }
  const warn = (message: string) => log.warn({}, message)
  const { openSqliteStore } = await import('../store/sqlite/sqlite-store.ts')
  const { store } = await whileOwned(() => openSqliteStore({ ...options, file, thread, clockIsRight, warn }))
  return { store, secrets, readSecrets: async () => secretsIn(config.data) }
}

/** Logs one line when the provider goes down and one when it is back, however many payments wait for it. */
function tellAvailability(log: Log): (isUp: boolean) => void {
  let downSinceMs = 0
  return (isUp) => {
    if (isUp) {
      const downSeconds = Math.round((performance.now() - downSinceMs) / 1000)
      log.warn({ downSeconds }, 'the payment service answers again: payments resume automatically')
      return
    }
    downSinceMs = performance.now()
    log.warn(
      {},
      'the payment service does not answer: no payment starts until it does, but everything else continues',
    )
  }
}

type Api = ReturnType<typeof buildServer>

/** The dependencies of every use case, and where staff and keys are managed. */
type WithRailway = Deps & Desks & Pick<HttpDeps, 'keys' | 'machineToken'>

type Desks = Pick<HttpDeps, 'staff' | 'accounts' | 'passkeys'>

/** Where staff and passengers sign in; together they have one bound on passwords that are hashed at once. */
function desks(deps: Deps, config: Config, siteUrl: () => string): Desks {
  const passwords = makePasswords(deps.randomBytes, usualCost, hashingThread(), judgingThread())
  const parts = { ...deps, passwords, monotonicMs: () => performance.now() }
  const { accountIdleDays, accountSessionDays } = config
  const sessionLimits = { idleMs: accountIdleDays * dayMs, lastsMs: accountSessionDays * dayMs }
  return {
    staff: new StaffDesk({ ...parts, secondFactor: config.staffSecondFactor }),
    accounts: new AccountDesk({ ...parts, sessionLimits }),
    passkeys: new PasskeyDesk({ ...deps, sessionLimits, siteUrl }),
  }
}

function keyDesk({ store, randomBytes: random, log }: Deps): KeyDesk {
  const onFault = (fault: unknown) => log.warn({ err: fault }, 'the API keys could not be read or noted')
  return new KeyDesk({ store, randomBytes: random, onFault, monotonicMs: () => performance.now() })
}

function buildApi(
  deps: WithRailway & Pick<HttpDeps, 'drawings'>,
  config: Config,
  metrics: Metrics,
  { recent }: OutgoingMail,
): Api {
  return buildServer({
    ...deps,
    limits: config.limits === 'on',
    streams: { address: config.streamsPerAddress, session: config.streamsPerSession },
    trustProxy: config.trustProxy,
    metricsToken: config.metricsToken,
    registry: metrics.registry,
    version,
    logRequests: config.logLevel === 'debug',
    monotonicMs: () => performance.now(),
    ...(recent ? { outboxMails: recent } : {}),
    pages: {
      ...{ folder: pagesFolder, isDemo: isDemo(config), showsOutbox: recent !== null },
      ...{ holdMs: deps.settings.holdMs, brand: deps.brand, siteUrl: config.publicUrl },
    },
  })
}

function operationsOf(
  deps: WithRailway,
  api: Api,
  payments: PaymentService,
  place: DatabasePlace,
): Operations {
  return {
    isRemote: false,
    payments,
    async api({ method, path, headers, body, asRailway }) {
      const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const by = asRailway ? { authorization: `Bearer ${deps.machineToken}` } : {}
      const all = { ...type, ...headers, ...by }
      const answer = await api.inject({ method, url: path, headers: all, ...payload })
      return { status: answer.statusCode, body: bodyOf(answer) }
    },
    importTimetable: (timetable, terms, onProgress) =>
      deps.store.importTimetable(timetable, { ...terms, onProgress }),
    async comparePictures(onProgress) {
      const { openInspector } = await import('./databases.ts')
      const inspector = await openInspector(place)
      try {
        return await comparePictures(deps.store, inspector, onProgress)
      } finally {
        await inspector.close()
      }
    },
    staff: (call) => manageStaff(deps.staff, call),
    keys: (call) => manageKeys(deps.keys, call),
    privacy: (call) => answerPrivacyCall(deps, call),
    listSetbacks: async () => deps.setbacks.list(deps.store.now()),
    close: async () => {},
  }
}

/** Text that is no JSON, such as CSV, is passed on as it is, and what is no text in base64. */
function bodyOf({ body, headers, rawPayload }: Awaited<ReturnType<Api['inject']>>): unknown {
  if (body === '') return null
  const type = String(headers['content-type'])
  if (type === 'application/pdf') return rawPayload.toString('base64')
  return type.includes('json') ? JSON.parse(body) : body
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
    blockShare: config.limits === 'on' ? config.blockShare : null,
    holdExtensionMs: config.holdExtensionSeconds * 1000,
    ticketInitials: config.ticketInitials === 'on',
    saleDaysAhead: config.horizonDays,
    unverifiedShare: config.limits === 'on' ? config.unverifiedShare : null,
    proofOfWork: config.proofOfWork === 'on',
    compensationLimitCents: config.compensationLimit,
    timeZone: config.timeZone,
    accounts:
      config.ledgerAccounts === null
        ? usualAccounts
        : (parseAccounts(config.ledgerAccounts) ?? usualAccounts),
  }
}

function repeat(everyMs: number, callback: () => void): () => void {
  const timer = setInterval(callback, everyMs).unref()
  return () => clearInterval(timer)
}
