import type { Right } from '../domain/people/rights.ts'

/**
 * Who may send the request: anyone, a caller with a session, only the owner of the thing, a passenger who has
 * signed in, somebody of the railway (a member of staff, or a key with `right`), or the operator of the
 * server.
 */
type Access = 'public' | 'caller' | 'owner' | 'account' | 'staff' | 'operator'

/**
 * The lane that a request shares with others. Under overload, the server refuses `read` first, then `hold`,
 * `page` and `people`, but never `confirm`. No other requests fill `health` and `webhook`; what waits in
 * `people`, mostly for a password to be compared, closes no other lane.
 */
export type Lane = 'confirm' | 'health' | 'hold' | 'page' | 'people' | 'read' | 'webhook'

/** The budget that requests from one address use; `none` is for requests that cost almost nothing. */
export type Budget =
  | 'codes'
  | 'finding'
  | 'general'
  | 'none'
  | 'pages'
  | 'paying'
  | 'sessions'
  | 'signIns'
  | 'webhooks'

/** What the gate must know about an operation, a page, or an unknown path. */
export interface Entrance {
  /** The name in metrics; `none` if no operation answers. */
  readonly name: string
  readonly access: Access
  /** The right that staff and keys need; null if they need none. Keys get in only where this is given. */
  readonly right?: Right | null
  /** Open to staff who have yet to set up the second factor that the operator requires; else left out. */
  readonly opensWithoutFactor?: true
  readonly idempotency: 'key' | 'none'
  readonly lane: Lane
  /** Left out if it is the budget of the lane. */
  readonly budget?: Budget
  /** How many requests this one counts as, by its raw query; one if left out. */
  readonly weightOf?: (query: unknown) => number
}

const budgetOfLane: Readonly<Record<Lane, Budget>> = {
  confirm: 'paying',
  health: 'none',
  hold: 'general',
  people: 'general',
  page: 'pages',
  read: 'general',
  webhook: 'webhooks',
}

export function budgetOf({ lane, budget = budgetOfLane[lane] }: Entrance): Budget {
  return budget
}

/** Pages, files, the reference, and unknown paths. */
export const pageEntrance: Entrance = { name: 'none', access: 'public', idempotency: 'none', lane: 'page' }

export function isForCallers({ access }: Entrance): boolean {
  return access !== 'public' && access !== 'operator'
}
