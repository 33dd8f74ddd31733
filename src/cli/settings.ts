import {
  databaseServer,
  delay,
  folder,
  host,
  integer,
  networks,
  oneOf,
  secret,
  share,
  webAddress,
} from './setting-kinds.ts'

/** Reads the text of a setting; undefined where it is not one of the allowed values. */
type Parse<T> = (text: string) => T | undefined

/** One thing that an operator may set, by flag, environment variable or file. */
export interface Setting<T> {
  readonly variable: string
  readonly fallback: T
  /** What may stand there, to complete the sentence "It must be ...". */
  readonly allowed: string
  readonly about: string
  readonly parse: Parse<T>
}

function setting<T>(
  variable: string,
  fallback: T,
  about: string,
  kind: { readonly allowed: string; readonly parse: Parse<T> },
): Setting<T> {
  return { variable, fallback, about, ...kind }
}

/** Settings whose values are never shown, and that are no flags, since other users of the machine can read those. */
export const secretSettings: ReadonlySet<string> = new Set(['webhookSecret'])

/** Every setting, under its name in `holdfast.config.json` once turned to snake_case. */
export const settings = {
  host: setting('HOST', '127.0.0.1', 'address to listen on', host),
  port: setting('PORT', 8080, 'port to listen on; 0 takes a free one', integer(0, 65_535)),
  trustProxy: setting<string | null>(
    'TRUST_PROXY',
    null,
    'reverse proxies whose X-Forwarded-For tells who is asking; unset: none',
    networks,
  ),
  data: setting('HOLDFAST_DATA', './data', 'data folder: database, secrets, admin socket', folder),
  database: setting<string | null>(
    'DATABASE_URL',
    null,
    'PostgreSQL database; unset: a SQLite file in the data folder',
    databaseServer,
  ),
  databaseDirect: setting<string | null>(
    'DATABASE_DIRECT_URL',
    null,
    'the same database past any connection pooler; unset: as DATABASE_URL',
    databaseServer,
  ),
  databasePool: setting('DATABASE_POOL', 8, 'connections to PostgreSQL at most', integer(1, 200)),
  leaseSeconds: setting(
    'LEASE_SECONDS',
    30,
    'how long a node may be at a due payment before another one takes it over; on PostgreSQL',
    integer(1, 600),
  ),
  holdTtlSeconds: setting('HOLD_TTL_SECONDS', 120, 'how long a hold keeps its seats', integer(1, 86_400)),
  paymentTimeoutSeconds: setting(
    'PAYMENT_TIMEOUT_SECONDS',
    30,
    'how long a payment may take before it is closed',
    integer(1, 3_600),
  ),
  quoteTtlSeconds: setting(
    'QUOTE_TTL_SECONDS',
    600,
    'how long a cancellation quote stands',
    integer(1, 86_400),
  ),
  sessionTtlHours: setting('SESSION_TTL_HOURS', 720, 'how long a session lasts', integer(1, 8_760)),
  holdsPerUser: setting(
    'HOLDS_PER_USER',
    10,
    'live holds that one user may have on one run',
    integer(1, 1_000),
  ),
  horizonDays: setting(
    'HOLDFAST_HORIZON_DAYS',
    60,
    'how many days ahead runs are open for sale',
    integer(1, 400),
  ),
  demo: setting(
    'HOLDFAST_DEMO',
    'auto' as const,
    'load the demo railway when the database is empty',
    oneOf('auto', 'off'),
  ),
  limits: setting(
    'HOLDFAST_LIMITS',
    'on' as const,
    'request and hoarding limits; off for benchmarks only',
    oneOf('on', 'off'),
  ),
  paymentsUrl: setting<string | null>(
    'PAYMENTS_URL',
    null,
    'the payment service; unset: the mock service in the same process',
    webAddress,
  ),
  mockPort: setting('MOCK_PORT', 0, 'port of the mock service; 0 takes a free one', integer(0, 65_535)),
  mockFailRate: setting('MOCK_FAIL_RATE', 0, 'share of payments that the mock service declines', share),
  mockTimeoutRate: setting('MOCK_TIMEOUT_RATE', 0, 'share of payments that it never answers', share),
  mockDelayMs: setting('MOCK_DELAY_MS', '0', 'how long it takes to answer', delay),
  mockWebhookUrl: setting<string | null>(
    'MOCK_WEBHOOK_URL',
    null,
    'where the mock service, run apart, tells of late payments',
    webAddress,
  ),
  webhookSecret: setting<string | null>(
    'WEBHOOK_SECRET',
    null,
    'what a payment service run apart signs with; unset: the one in the data folder',
    secret,
  ),
  mockSeed: setting('MOCK_SEED', 1, 'seed of its outcomes', integer(0, 4_294_967_295)),
  logLevel: setting(
    'LOG_LEVEL',
    'info' as const,
    'least severity that is logged',
    oneOf('debug', 'info', 'warn', 'error', 'silent'),
  ),
} as const

export type SettingName = keyof typeof settings
