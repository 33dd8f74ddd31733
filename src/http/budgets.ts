import { addressName } from './caller-address.ts'
import type { Budget } from './entrance.ts'
import { type Allowance, makeLimiter } from './limits.ts'

/**
 * The allowance of one caller, and of one address in each of its budgets; many callers can share an address,
 * so it gets more.
 */
export const allowances = {
  caller: { ratePerSecond: 50, burst: 200 },
  general: { ratePerSecond: 1_000, burst: 3_000 },
  pages: { ratePerSecond: 1_000, burst: 3_000 },
  paying: { ratePerSecond: 1_000, burst: 3_000 },
  /** New guests: each of them brings another allowance. */
  sessions: { ratePerSecond: 100, burst: 500 },
  webhooks: { ratePerSecond: 1_000, burst: 3_000 },
  /** Passwords and set-up tokens that are tried. */
  signIns: { ratePerSecond: 1, burst: 30 },
  /** Pairs of a record locator and an address; an honest passenger tries a few. */
  finding: { ratePerSecond: 0.2, burst: 30 },
  /** Codes entered, and asked for by link. */
  codes: { ratePerSecond: 1, burst: 60 },
} satisfies Record<Exclude<Budget, 'none'> | 'caller', Allowance>

/**
 * Pairs that all addresses together may try at this node. Codes are entered, and asked for by link, without
 * it: strangers cannot keep an owner from either.
 */
export const findingInTotal: Allowance = { ratePerSecond: 20, burst: 600 }

/** Counts requests; each call returns how many milliseconds to wait, or 0 to let the request in now. */
interface Budgets {
  ofAddress(budget: Budget, address: string, nowMs: number, weight?: number): number
  ofCaller(userId: number, nowMs: number): number
  /**
   * What is left to a request that was counted, as names and values of headers in turn: `RateLimit` and
   * `RateLimit-Policy` of draft-ietf-httpapi-ratelimit-headers-10, for its address and for its caller. Null
   * if it needs no budget.
   */
  told(budget: Budget, address: string, userId: number | null): readonly string[] | null
}

type Counted = keyof typeof allowances

/** A quota, and the seconds in which an empty bucket fills. */
function policyOf(name: Counted): string {
  const { burst, ratePerSecond } = allowances[name]
  return `"${name}";q=${burst};w=${Math.ceil(burst / ratePerSecond)}`
}

/** What is left of a quota, and the seconds until it is whole again. */
function leftOf(name: Counted, left: number): string {
  const { burst, ratePerSecond } = allowances[name]
  return `"${name}";r=${left};t=${Math.ceil((burst - left) / ratePerSecond)}`
}

/** The texts do not change, and each request needs one. */
const policies = textOfEach(policyOf)
const policiesWithCaller = textOfEach((name) => `${policyOf(name)}, ${policyOf('caller')}`)

function textOfEach(text: (name: Counted) => string): Readonly<Record<Counted, string>> {
  const names = Object.keys(allowances) as Counted[]
  return Object.fromEntries(names.map((name) => [name, text(name)])) as Record<Counted, string>
}

export function makeBudgets(): Budgets {
  const limiters = {
    general: makeLimiter(allowances.general),
    pages: makeLimiter(allowances.pages),
    paying: makeLimiter(allowances.paying),
    sessions: makeLimiter(allowances.sessions),
    webhooks: makeLimiter(allowances.webhooks),
    signIns: makeLimiter(allowances.signIns),
    finding: makeLimiter(allowances.finding),
    codes: makeLimiter(allowances.codes),
  }
  const found = makeLimiter(findingInTotal)
  const callers = makeLimiter(allowances.caller)
  // A request asks twice for the name of one address.
  let last = { address: '', name: addressName('') }
  const nameOf = (address: string) => {
    if (last.address !== address) last = { address, name: addressName(address) }
    return last.name
  }
  return {
    ofAddress(budget, address, nowMs, weight) {
      if (budget === 'none') return 0
      const waitMs = limiters[budget].take(nameOf(address), nowMs, weight)
      return waitMs > 0 || budget !== 'finding' ? waitMs : found.take('all', nowMs)
    },
    ofCaller: (userId, nowMs) => callers.take(userId, nowMs),
    told(budget, address, userId) {
      if (budget === 'none') return null
      const ofAddress = leftOf(budget, limiters[budget].left(nameOf(address)))
      if (userId === null) return ['ratelimit', ofAddress, 'ratelimit-policy', policies[budget]]
      const both = `${ofAddress}, ${leftOf('caller', callers.left(userId))}`
      return ['ratelimit', both, 'ratelimit-policy', policiesWithCaller[budget]]
    },
  }
}

/** Counts nothing. */
export const noBudgets: Budgets = { ofAddress: () => 0, ofCaller: () => 0, told: () => null }
