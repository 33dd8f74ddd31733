import type { Registry } from 'prom-client'
import type { Deps } from '../app/deps.ts'
import type { AccountDesk } from '../app/people/account-desk.ts'
import type { KeyDesk } from '../app/people/key-desk.ts'
import type { PasskeyDesk } from '../app/people/passkey-desk.ts'
import type { StaffDesk } from '../app/people/staff-desk.ts'
import type { Drawings } from '../app/tickets/drawings.ts'
import type { Instant } from '../domain/instant.ts'
import type { LoopLoad } from './loop-load.ts'
import type { PagesOptions } from './pages.ts'
import type { StreamBounds } from './streams.ts'

/** The dependencies of the HTTP interface, in addition to those of every use case. */
export interface HttpDeps extends Deps {
  /** Where staff sign in, and are made. */
  readonly staff: StaffDesk
  /** Where passengers register and sign in. */
  readonly accounts: AccountDesk
  /** Passkeys of passengers. */
  readonly passkeys: PasskeyDesk
  /** Draws tickets, beside everything else. */
  readonly drawings: Drawings
  /** The API keys. */
  readonly keys: KeyDesk
  /** The token of commands at the machine; left out where there are none. */
  readonly machineToken?: string
  /** False lifts the limits on requests; the limit on holds is `settings.holdsPerUser`. */
  readonly limits: boolean
  /** How many event streams one address and one session may have open; `limits` lifts these too. */
  readonly streams: Pick<StreamBounds, 'address' | 'session'>
  /**
   * Addresses and networks, separated by commas, of the proxies whose X-Forwarded-For header is trusted; null
   * if there are none.
   */
  readonly trustProxy: string | null
  /** The token that lets other machines read `/metrics`; null if none can. */
  readonly metricsToken: string | null
  /** The registry that `/metrics` shows; the server adds its own metrics to it. */
  readonly registry: Registry
  /** As in package.json; shown in the OpenAPI document and by `/healthz`. */
  readonly version: string
  /** Writes a log entry at level debug for every request, not only for failures. */
  readonly logRequests: boolean
  /** Milliseconds that never go back; measures requests and refills the limits. */
  readonly monotonicMs: () => number
  /** How busy the event loop is; measured if left out. */
  readonly loop?: LoopLoad
  /** How many bytes of answers are kept, if not as usual; with 0, each answer is made anew. */
  readonly keptAnswerBytes?: number
  /** The last mails of a demo that writes them to files; without it, nobody can read them here. */
  readonly outboxMails?: () => readonly OutboxMail[]
  /** The web pages; without them, `/` leads to the reference. */
  readonly pages?: PagesOptions
}

/** A mail as its reader sees it. */
interface OutboxMail {
  readonly at: Instant
  readonly to: string
  readonly subject: string
  readonly text: string
}
