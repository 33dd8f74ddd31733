import type { Registry } from 'prom-client'
import type { Deps } from '../app/deps.ts'
import type { PagesOptions } from './pages.ts'

/** What the HTTP face is given beside what every use case is given. */
export interface HttpDeps extends Deps {
  /** False lifts the limits on requests; the limit on holds is `settings.holdsPerUser`. */
  readonly limits: boolean
  /** Addresses and networks, with commas between them, of proxies that tell in X-Forwarded-For who is asking; null where there are none. */
  readonly trustProxy: string | null
  /** The registry that `/metrics` shows; the server adds its own metrics to it. */
  readonly registry: Registry
  /** As in package.json; shown in the OpenAPI document and by `/healthz`. */
  readonly version: string
  /** Writes a log entry, at level debug, for every request and not only for those that fail. */
  readonly logRequests: boolean
  /** Milliseconds that only ever grow; measures requests and fills the limits again. */
  readonly monotonicMs: () => number
  /** The web pages; left out, there are none and the front door leads to the reference. */
  readonly pages?: PagesOptions
}
