import type { FastifyRequest } from 'fastify'
import type { Caller } from '../app/deps.ts'
import { type FoundKey, type KeptKeys, keyPrefix, type NoKey } from '../app/people/kept-keys.ts'
import { isInside } from '../app/people/networks.ts'
import { tokensEqual } from '../app/tokens.ts'
import type { UserId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { type Actor, type Right, rights } from '../domain/people/rights.ts'
import { type ActedBy, type ActReason, actedByNobody } from '../domain/records/audit.ts'
import type { Entrance } from './entrance.ts'
import type { HttpDeps } from './http-deps.ts'
import { makeLimiter } from './limits.ts'
import type { Turnaway } from './turnaway.ts'

/** A key may use so many seconds of its rate at once. */
const burstSeconds = 5

/** Lets keys in where an operation takes them; see `Gate` for everybody else. */
export interface KeyGate {
  /** Who has this token of a key, or why it lets nobody in here. */
  enter(token: string, entrance: Entrance, request: FastifyRequest, now: Instant): Caller | Turnaway
}

export function isKeyToken(token: string): boolean {
  return token.startsWith(keyPrefix)
}

/** A token that only this process knows: whoever reaches its admin socket acts for the railway. */
export function newMachineToken(randomBytes: (count: number) => Uint8Array): string {
  return keyPrefix + Buffer.from(randomBytes(32)).toString('base64url')
}

const atTheMachine: Caller = { userId: 0 as UserId, rights: new Set(rights) }

/** With `limits`, each key has a rate of its own. */
export function makeKeyGate(
  keys: KeptKeys,
  { limits, machineToken }: Pick<HttpDeps, 'limits' | 'machineToken'>,
): KeyGate {
  // In seconds of a key's own rate, so that one limiter serves keys of all rates.
  const rates = makeLimiter({ ratePerSecond: 1, burst: burstSeconds })
  return {
    enter(token, { right }, request, now) {
      if (right === undefined) return unauthenticated('keys_not_taken')
      if (machineToken !== undefined && tokensEqual(token, machineToken)) return atTheMachine
      const found = keys.find(token, now)
      if (typeof found === 'string') return noKey(found)
      if (!isInside(found.key.networks, request.ip ?? '')) return wrongAddress
      const waitMs = limits ? rates.take(found.key.id, request.arrivedAtMs, costOf(found)) : 0
      if (waitMs > 0) return { code: 'rate_limited', facts: { retry_after_ms: waitMs } }
      return { userId: found.key.userId, keyId: found.key.id, rights: found.rights }
    },
  }
}

/** Seconds of its rate that a request of a key takes. */
function costOf({ key }: FoundKey): number {
  return 1 / key.requestsPerSecond
}

function noKey(reason: NoKey): Turnaway {
  if (reason === 'keys_unread') return { code: 'overloaded', facts: { retry_after_ms: 1_000 } }
  return unauthenticated(reason)
}

function unauthenticated(reason: string): Turnaway {
  return {
    code: 'unauthenticated',
    facts: { reason, detail: 'Send a key that is in use as Authorization: Bearer TOKEN.' },
  }
}

const wrongAddress: Turnaway = {
  code: 'forbidden',
  facts: {
    reason: 'address_not_allowed',
    detail: 'This key is for other addresses. "holdfast keys list" shows which.',
  },
}

/** Who acts, for the audit trail. */
export function actOf({ staff, keyId }: Caller): ActedBy {
  return { ...actedByNobody, staffId: staff?.id ?? null, keyId: keyId ?? null }
}

/** The same, with the reason, and what they may do themselves. */
export function actorOf(caller: Caller, reason: ActReason | null = null): Actor {
  return { by: { ...actOf(caller), reason }, given: rightsOf(caller) }
}

/** The refusal of a caller who lacks the right that an operation needs; undefined if they have it. */
export function refuseRight({ right, access }: Entrance, caller: Caller): Turnaway | undefined {
  if (access !== 'staff') return undefined
  if (!caller.rights)
    return {
      code: 'unauthenticated',
      facts: { reason: 'not_staff', detail: 'Send the token of an API key as Authorization: Bearer TOKEN.' },
    }
  if (!right || caller.rights.has(right)) return undefined
  return { code: 'forbidden', facts: { reason: 'right_missing', right } }
}

/** What somebody of the railway may do. */
export function rightsOf({ rights: held }: Caller): ReadonlySet<Right> {
  return held ?? new Set()
}
