import type { AccountId, ApiKeyId, SessionId, StaffId, UserId } from '../domain/ids.ts'
import type { AccountNumbers } from '../domain/money/journal.ts'
import type { Keyring } from '../domain/people/keyring.ts'
import type { Right } from '../domain/people/rights.ts'
import type { Brand } from '../domain/railway/brand.ts'
import type { Role } from '../domain/records/people.ts'
import type { Setbacks } from '../domain/setbacks.ts'
import type { PaymentGateway } from '../payments/gateway.ts'
import type { Store } from '../store/store.ts'

/** The settings of an operator; defaults and sources are in the command line's configuration. */
export interface Settings {
  readonly holdMs: number
  /** How much longer a hold lives if it is extended; 0 if none may be. */
  readonly holdExtensionMs: number
  readonly paymentTimeoutMs: number
  readonly quoteMs: number
  readonly sessionMs: number
  /** The number of live holds that one user may have on one run; Infinity if limits are off. */
  readonly holdsPerUser: number
  /**
   * The share of a run's seats that one block of addresses may keep under unpaid hold; null if limits are
   * off.
   */
  readonly blockShare: number | null
  /** Runs come on sale this many days before their service date. */
  readonly saleDaysAhead: number
  /**
   * The share of a class that callers for whom nothing vouches may keep together under unpaid hold; null if
   * limits are off.
   */
  readonly unverifiedShare: number | null
  /** Whether a proof of work vouches for a caller. */
  readonly proofOfWork: boolean
  /**
   * What one booking may be given as compensation, in minor units of its currency, by somebody without the
   * right to give more.
   */
  readonly compensationLimitCents: number
  /** Whether the code of a ticket has the initials of its passengers. */
  readonly ticketInitials: boolean
  /** The time zone of the railway's days; null for that of most of its stations. */
  readonly timeZone: string | null
  /** The numbers of the railway's accounts. */
  readonly accounts: AccountNumbers
}

export interface Log {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

/** The counters, and the labels of each one. */
export interface LabelsOf {
  readonly sales: never
  readonly holds: never
  readonly failed_payments: 'code'
  readonly settled_steps: 'step'
  readonly postponed_steps: never
  readonly failed_steps: never
  readonly refused_refunds: never
  readonly failed_captures: never
  readonly forged_payment_events: never
  readonly reconciliation_findings: 'finding'
  readonly sent_messages: 'kind'
  readonly postponed_messages: never
  readonly given_up_messages: 'kind'
  readonly erased_bookings: never
  readonly given_back_bookings: never
}

export type CountName = keyof LabelsOf

/** A name with its labels, so that none can be forgotten or made up. */
type Counted = {
  [N in CountName]: [LabelsOf[N]] extends [never]
    ? [name: N]
    : [name: N, labels: Readonly<Record<LabelsOf[N], string>>]
}[CountName]

/** Counts events by name; the metrics page shows the counts. */
export interface Counters {
  count(...counted: Counted): void
}

/** The dependencies of every use case. */
export interface Deps {
  readonly store: Store
  readonly gateway: PaymentGateway
  readonly settings: Settings
  /** The look of the railway, for pages, mails and tickets. */
  readonly brand: Brand
  readonly log: Log
  readonly counters: Counters
  /** Work that failed on our side and that the workers have put aside. */
  readonly setbacks: Setbacks
  /** The secrets that sign session tokens, as of now: they rotate while a server runs. */
  readonly sessionKeys: () => Keyring
  /** The master keys of names and contacts, as of now. None of them may be lost while something needs it. */
  readonly personalKeys: () => Keyring
  /** What tickets are signed with, as of now. The earlier ones stay: their tickets are still good. */
  readonly ticketKeys: () => Keyring
  /** Cryptographically random bytes; injected, so that a test can repeat a run. */
  readonly randomBytes: (count: number) => Uint8Array
  /** Called when a step at the payment provider becomes due, so that the worker need not look for it. */
  readonly onPaymentDue?: () => void
  /** Called when a message becomes due. */
  readonly onMessageDue?: () => void
  /** Called when a run was canceled, so that its bookings are given back at once. */
  readonly onRunCancelled?: () => void
}

/** The caller. */
export interface Caller {
  readonly userId: UserId
  /** The guests whose holds and bookings an account has taken over. */
  readonly otherUserIds?: readonly UserId[]
  /** Only if a passenger has signed in. */
  readonly account?: AccountCaller
  /** Only if somebody of the railway has signed in. */
  readonly staff?: StaffCaller
  /** Only if a key is asking. */
  readonly keyId?: ApiKeyId
  /** What somebody of the railway, or a key, may do; left out for passengers, who have what is their own. */
  readonly rights?: ReadonlySet<Right>
}

/** An account, by the session that its passenger has signed in with. */
export interface AccountCaller {
  readonly id: AccountId
  readonly sessionId: SessionId
}

/** A member of staff, by the session that they have signed in with. */
export interface StaffCaller {
  readonly id: StaffId
  readonly roles: readonly Role[]
  /** Whether they sign in with a second factor. */
  readonly hasFactor: boolean
  readonly sessionId: SessionId
}
