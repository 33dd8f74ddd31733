import type { UserId } from '../domain/ids.ts'
import type { PaymentGateway } from '../payments/gateway.ts'
import type { Store } from '../store/store.ts'

/** What an operator may set; defaults and sources are in the command line's configuration. */
export interface Settings {
  readonly holdMs: number
  readonly paymentTimeoutMs: number
  readonly quoteMs: number
  readonly sessionMs: number
  /** Live holds that one user may have on one run; Infinity where limits are lifted. */
  readonly holdsPerUser: number
}

export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** Counts what happens by name; the metrics page is a view of it. */
export interface Counters {
  count(name: string, labels?: Readonly<Record<string, string>>): void
  observe(name: string, value: number): void
}

/** What every use case is given. */
export interface Deps {
  readonly store: Store
  readonly gateway: PaymentGateway
  readonly settings: Settings
  readonly log: Log
  readonly counters: Counters
  /** Signs session tokens; at least 32 bytes. */
  readonly sessionSecret: Uint8Array
  /** Cryptographically random bytes; given, so that a test can repeat a run. */
  readonly randomBytes: (count: number) => Uint8Array
  /** Told that the payment provider has to be told something, so that the worker need not look for it. */
  readonly onPaymentDue?: () => void
}

/** Who is asking. */
export interface Caller {
  readonly userId: UserId
}
