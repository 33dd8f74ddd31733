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

function integer(least: number, most: number) {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    parse(text: string): number | undefined {
      if (!/^\d{1,15}$/.test(text)) return undefined
      const value = Number(text)
      return value >= least && value <= most ? value : undefined
    },
  }
}

const share = {
  allowed: 'a number from 0 to 1',
  parse(text: string): number | undefined {
    if (!/^(0|1|0?\.\d{1,9}|1\.0{1,9})$/.test(text)) return undefined
    return Number(text)
  },
}

function oneOf<const V extends string>(...values: readonly V[]) {
  return {
    allowed: values.map((value) => `"${value}"`).join(' or '),
    parse: (text: string): V | undefined => values.find((value) => value === text),
  }
}

const host = {
  allowed: 'a host name or an IP address',
  parse: (text: string): string | undefined => (/^[A-Za-z0-9.:_-]{1,253}$/.test(text) ? text : undefined),
}

const folder = {
  allowed: 'the path of a folder',
  parse: (text: string): string | undefined => (text.includes('\0') ? undefined : text),
}

const delay = {
  allowed: 'milliseconds, such as 50, or a range such as 20-80, at most 600000',
  parse(text: string): string | undefined {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text)
    if (!match) return undefined
    const [least, most] = [Number(match[1]), Number(match[2] ?? match[1])]
    return least <= most && most <= 600_000 ? text : undefined
  },
}

const webAddress = {
  allowed: 'an http or https address, such as http://127.0.0.1:9090',
  parse(text: string): string | undefined {
    if (!URL.canParse(text)) return undefined
    const url = new URL(text)
    return url.protocol === 'http:' || url.protocol === 'https:' ? text.replace(/\/+$/, '') : undefined
  },
}

const databaseServer = {
  allowed: 'the address of a PostgreSQL database, such as postgres://holdfast@127.0.0.1:5432/holdfast',
  parse(text: string): string | undefined {
    return /^postgres(ql)?:\/\/[^/]+\/[^/]+$/.test(text) && URL.canParse(text) ? text : undefined
  },
}

const secret = {
  allowed: '32 to 512 letters, digits, "-" or "_"',
  parse: (text: string): string | undefined => (/^[A-Za-z0-9_-]{32,512}$/.test(text) ? text : undefined),
}

/** Settings whose values are never shown, and that are no flags, since other users of the machine can read those. */
export const secretSettings: ReadonlySet<string> = new Set(['webhookSecret'])

/** Every setting, under its name in `holdfast.config.json` once turned to snake_case. */
export const settings = {
  host: setting('HOST', '127.0.0.1', 'address to listen on', host),
  port: setting('PORT', 8080, 'port to listen on; 0 takes a free one', integer(0, 65_535)),
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
  databasePool: setting('DATABASE_POOL', 8, 'connections to PostgreSQL at most', integer(2, 200)),
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
