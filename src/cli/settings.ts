import { usualMinutesMoved } from '../domain/railway/import-differences.ts'
import { type BrandSetting, brandSetting } from './brand-setting.ts'
import {
  command,
  databaseServer,
  delay,
  emailAddress,
  fileOrCommand,
  folder,
  host,
  integer,
  ledgerAccounts,
  mailSender,
  mailServer,
  masterKeys,
  networks,
  oneOf,
  password,
  secrets,
  share,
  timeZone,
  webAddress,
} from './setting-kinds.ts'

/** Reads the text of a setting; undefined if the value is not allowed. */
type Parse<T> = (text: string) => T | undefined

/** Something that an operator can set by flag, environment variable or file. */
export interface Setting<T> {
  readonly variable: string
  readonly fallback: T
  /** The allowed values, to complete the sentence "It must be ...". */
  readonly allowed: string
  readonly about: string
  readonly parse: Parse<T>
  /** What is wrong with a value of several parts, to follow its name; undefined to say what is allowed. */
  readonly mistake?: (text: string) => string | undefined
}

function setting<T>(
  variable: string,
  fallback: T,
  about: string,
  kind: Pick<Setting<T>, 'allowed' | 'parse' | 'mistake'>,
): Setting<T> {
  return { variable, fallback, about, ...kind }
}

/**
 * Settings whose values are never shown. They have no flags, since other users of the machine can read flags.
 */
export const secretSettings: ReadonlySet<string> = new Set([
  'adminPassword',
  'masterKey',
  'metricsToken',
  'smtpUrl',
  'webhookSecret',
])

/** Every setting; its name in snake_case is its name in `holdfast.config.json`. */
export const settings = {
  host: setting('HOST', '127.0.0.1', 'address to listen on', host),
  port: setting('PORT', 8080, 'port to listen on; 0 picks a free one', integer(0, 65_535)),
  trustProxy: setting<string | null>(
    'TRUST_PROXY',
    null,
    'reverse proxies whose X-Forwarded-For header is trusted; unset: none',
    networks,
  ),
  metricsToken: setting<string | null>(
    'METRICS_TOKEN',
    null,
    'bearer token that lets other machines read /metrics; unset: no other machine can',
    secrets,
  ),
  publicUrl: setting<string | null>(
    'PUBLIC_URL',
    null,
    'address of the pages, for links in e-mails; unset: the address that the server listens on',
    webAddress,
  ),
  brand: setting<BrandSetting | null>(
    'BRAND',
    null,
    "the railway's own look as JSON: name, logo, colors, contact, addresses, languages; unset: a plain one",
    brandSetting,
  ),
  adminEmail: setting<string | null>(
    'ADMIN_EMAIL',
    null,
    'e-mail address of the first administrator; needs ADMIN_PASSWORD, and does nothing once there is one',
    emailAddress,
  ),
  adminPassword: setting<string | null>(
    'ADMIN_PASSWORD',
    null,
    'password of the first administrator; take it out again after the first start',
    password,
  ),
  smtpUrl: setting<string | null>(
    'SMTP_URL',
    null,
    'mail server; unset: e-mails are files in the folder outbox of the data folder',
    mailServer,
  ),
  mailFrom: setting<string | null>('MAIL_FROM', null, 'sender of e-mails; needed with SMTP_URL', mailSender),
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
    'the same database without a connection pooler; unset: DATABASE_URL',
    databaseServer,
  ),
  databasePool: setting('DATABASE_POOL', 8, 'maximum number of connections to PostgreSQL', integer(1, 200)),
  leaseSeconds: setting(
    'LEASE_SECONDS',
    30,
    'how long a node may work on a due payment before another node takes it over; PostgreSQL only',
    integer(1, 600),
  ),
  holdTtlSeconds: setting('HOLD_TTL_SECONDS', 120, 'how long a hold keeps its seats', integer(1, 86_400)),
  holdExtensionSeconds: setting(
    'HOLD_EXTENSION_SECONDS',
    120,
    'how much longer a hold lives if it is extended, once; 0: none may be',
    integer(0, 86_400),
  ),
  paymentTimeoutSeconds: setting(
    'PAYMENT_TIMEOUT_SECONDS',
    30,
    'how long a payment may take before it is closed',
    integer(1, 3_600),
  ),
  quoteTtlSeconds: setting(
    'QUOTE_TTL_SECONDS',
    600,
    'how long a cancellation quote is valid',
    integer(1, 86_400),
  ),
  sessionTtlHours: setting('SESSION_TTL_HOURS', 720, 'how long a session lasts', integer(1, 8_760)),
  accountIdleDays: setting(
    'ACCOUNT_IDLE_DAYS',
    30,
    'how long a session of an account lasts unused',
    integer(1, 365),
  ),
  accountSessionDays: setting(
    'ACCOUNT_SESSION_DAYS',
    90,
    'how long a session of an account lasts at most',
    integer(1, 365),
  ),
  holdsPerUser: setting(
    'HOLDS_PER_USER',
    10,
    'maximum number of live holds of one user on one run',
    integer(1, 1_000),
  ),
  blockShare: setting(
    'BLOCK_SHARE',
    0.1,
    'share of the seats of a run that neighboring addresses may hold unpaid, at least 18 seats',
    share,
  ),
  unverifiedShare: setting(
    'UNVERIFIED_SHARE',
    0.2,
    'share of a class that callers unknown to the railway may hold unpaid, at least 18 seats',
    share,
  ),
  proofOfWork: setting(
    'PROOF_OF_WORK',
    'on' as const,
    'lets unknown callers hold more seats when their devices solve a task; off leaves the share alone',
    oneOf('on', 'off'),
  ),
  ticketInitials: setting(
    'TICKET_INITIALS',
    'on' as const,
    'initials of passengers in the code of a ticket, which anybody can read who sees it',
    oneOf('on', 'off'),
  ),
  staffSecondFactor: setting(
    'STAFF_SECOND_FACTOR',
    'optional' as const,
    'second factor of staff at sign-in; with required, nobody can do anything without one',
    oneOf('off', 'optional', 'required'),
  ),
  compensationLimit: setting(
    'COMPENSATION_LIMIT',
    5_000,
    'compensation that a booking may get from staff without money.compensate_more, in minor units',
    integer(0, 1_000_000_000),
  ),
  timeZone: setting<string | null>(
    'TIME_ZONE',
    null,
    'time zone of the days of reports and closings; unset: that of most stations',
    timeZone,
  ),
  ledgerAccounts: setting<string | null>(
    'LEDGER_ACCOUNTS',
    null,
    'numbers of your accounts, such as sales=4400,received.cash=1600; unset: those of SKR 04',
    ledgerAccounts,
  ),
  streamsPerSession: setting(
    'STREAMS_PER_SESSION',
    10,
    'maximum number of live seat maps open in one session',
    integer(0, 10_000),
  ),
  streamsPerAddress: setting(
    'STREAMS_PER_ADDRESS',
    1_000,
    'maximum number of live seat maps open at one address; passengers on a train share an address',
    integer(0, 10_000),
  ),
  horizonDays: setting(
    'HOLDFAST_HORIZON_DAYS',
    60,
    'how many days ahead runs are open for sale',
    integer(1, 400),
  ),
  mostMinutesMoved: setting(
    'HOLDFAST_MOST_MINUTES_MOVED',
    usualMinutesMoved,
    'how many minutes a new timetable may move a train with bookings without your decision',
    integer(0, 1_440),
  ),
  keepEndedHoldsDays: setting(
    'KEEP_ENDED_HOLDS_DAYS',
    30,
    'how long to keep a hold that ended without a payment, with its audit entries',
    integer(3, 3_650),
  ),
  personalDataDays: setting(
    'PERSONAL_DATA_DAYS',
    0,
    'how many days after the journey names and contacts of a booking are erased for good; 0 keeps them',
    integer(0, 36_500),
  ),
  masterKey: setting<string | null>(
    'MASTER_KEY',
    null,
    'key that seals names and contacts, or several, the first of which seals; unset: that of the data ' +
      'folder or database',
    masterKeys,
  ),
  masterKeyCommand: setting<string | null>(
    'MASTER_KEY_COMMAND',
    null,
    'command that prints what MASTER_KEY would be, such as one that asks a key service',
    command,
  ),
  auditCheckpoints: setting<string | null>(
    'AUDIT_CHECKPOINTS',
    null,
    'where signed ends of the audit chains go: a file, "|command", or "off"; ' +
      'unset: audit-checkpoints.jsonl in the data folder',
    fileOrCommand,
  ),
  auditCheckpointSeconds: setting(
    'AUDIT_CHECKPOINT_SECONDS',
    300,
    'how often the audit chains that have grown are signed',
    integer(10, 86_400),
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
    'address of the payment service; unset: the mock service in the same process',
    webAddress,
  ),
  mockPort: setting('MOCK_PORT', 0, 'port of the mock service; 0 picks a free one', integer(0, 65_535)),
  mockFailRate: setting('MOCK_FAIL_RATE', 0, 'share of payments that the mock service declines', share),
  mockTimeoutRate: setting(
    'MOCK_TIMEOUT_RATE',
    0,
    'share of payments that the mock service never answers',
    share,
  ),
  mockDelayMs: setting('MOCK_DELAY_MS', '0', 'how long the mock service takes to answer', delay),
  mockWebhookUrl: setting<string | null>(
    'MOCK_WEBHOOK_URL',
    null,
    'where a separate mock service reports late payments',
    webAddress,
  ),
  webhookSecret: setting<string | null>(
    'WEBHOOK_SECRET',
    null,
    'secret that a separate payment service signs with; unset: the one of the data folder or database',
    secrets,
  ),
  mockSeed: setting('MOCK_SEED', 1, 'seed of the mock outcomes', integer(0, 4_294_967_295)),
  logLevel: setting(
    'LOG_LEVEL',
    'info' as const,
    'lowest severity to log',
    oneOf('debug', 'info', 'warn', 'error', 'silent'),
  ),
} as const

export type SettingName = keyof typeof settings
