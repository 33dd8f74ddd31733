import type { ApiKeyId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { ActedBy } from '../records/audit.ts'
import type { Change } from '../records/changes.ts'
import type { ApiKey } from '../records/people.ts'
import { accept, refuse } from '../result.ts'
import { noteOf, type PeopleDecision, type PeopleView, unchanged } from './decision.ts'
import { type Actor, isRight, missingRight, type Right, type RightMissing } from './rights.ts'

/** Keys of which every node has all in memory; whoever needs more has given one to each passenger. */
const mostKeys = 1_000
export const longestKeyName = 100
export const mostRequestsPerSecond = 10_000
/** How often the last use of a key is written. */
export const keyUsedEveryMs = 60_000

export type AddKeyRefusal =
  | { readonly code: 'key_name_taken' }
  | { readonly code: 'too_many_keys' }
  | RightMissing
export type RevokeKeyRefusal = { readonly code: 'key_not_found' }

/** Whether a key lets anybody in at this moment. */
export function isKeyLive({ revokedAt, expiresAt }: ApiKey, now: Instant): boolean {
  return revokedAt === null && (expiresAt === null || now < expiresAt)
}

/** What a key may do: the rights that it was made with and that this version knows. */
export function rightsOfKey({ rights }: ApiKey): ReadonlySet<Right> {
  return new Set(rights.filter(isRight))
}

interface AddKey extends Actor {
  readonly key: Omit<ApiKey, 'createdAt' | 'lastUsedAt' | 'revokedAt' | 'rights'>
  readonly rights: readonly Right[]
}

/** Makes a key. The scope has to name all keys. */
export function addKey(
  view: PeopleView,
  { key, rights, given, by }: AddKey,
  now: Instant,
): PeopleDecision<ApiKey, AddKeyRefusal> {
  const missing = missingRight(rights, given)
  if (missing) return unchanged(refuse(missing))
  const live = view.people('key').filter((one) => isKeyLive(one, now))
  if (live.some(({ name }) => name === key.name)) return unchanged(refuse({ code: 'key_name_taken' }))
  if (live.length >= mostKeys) return unchanged(refuse({ code: 'too_many_keys' }))
  const row: ApiKey = { ...key, rights, createdAt: now, lastUsedAt: null, revokedAt: null }
  const facts = { key_id: row.id, rights: rights.join(' '), expires_at: row.expiresAt }
  return {
    reply: accept(row),
    changes: [{ kind: 'person_added', of: 'key', row }, noteOf('key_added', by, facts)],
  }
}

/** Ends a key for good; ending it again changes nothing. The scope has to name all keys. */
export function revokeKey(
  view: PeopleView,
  { id, by }: { readonly id: ApiKeyId; readonly by: ActedBy },
  now: Instant,
): PeopleDecision<ApiKey, RevokeKeyRefusal> {
  const key = view.people('key').find((one) => one.id === id)
  if (!key) return unchanged(refuse({ code: 'key_not_found' }))
  if (key.revokedAt !== null) return unchanged(accept(key))
  const row = { ...key, revokedAt: now }
  return {
    reply: accept(row),
    changes: [{ kind: 'person_changed', of: 'key', row }, noteOf('key_revoked', by, { key_id: id })],
  }
}

/** Notes when keys were last used; what was revoked meanwhile stays so. No act, so no entry. */
export function noteKeyUse(
  view: PeopleView,
  usedAt: ReadonlyMap<ApiKeyId, Instant>,
): PeopleDecision<null, never> {
  const changes = view.people('key').flatMap((key): Change[] => {
    const lastUsedAt = usedAt.get(key.id)
    if (lastUsedAt === undefined || lastUsedAt <= (key.lastUsedAt ?? 0)) return []
    return [{ kind: 'person_changed', of: 'key', row: { ...key, lastUsedAt } }]
  })
  return { reply: accept(null), changes }
}
