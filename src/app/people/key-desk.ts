import type { ApiKeyId, UserId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { type AddKeyRefusal, addKey, type RevokeKeyRefusal, revokeKey } from '../../domain/people/keys.ts'
import type { Actor, Right } from '../../domain/people/rights.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import type { ApiKey } from '../../domain/records/people.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Store } from '../../store/store.ts'
import { hashOfToken } from '../tokens.ts'
import { KeptKeys, type KeptParts, keyPrefix } from './kept-keys.ts'

interface DeskDeps extends KeptParts {
  readonly store: KeptParts['store'] & Pick<Store, 'nextId'>
  readonly randomBytes: (count: number) => Uint8Array
}

/** What is told to make a key. */
export interface NewKey {
  readonly name: string
  readonly rights: readonly Right[]
  readonly networks: readonly string[]
  readonly requestsPerSecond: number
  readonly expiresAt: Instant | null
}

/** A key that has just been made; the token is told once and stored nowhere. */
interface MadeKey {
  readonly token: string
  readonly key: ApiKey
}

const scope = { trainRunId: actsRunId, people: { keys: 'all' } } as const

/** Everything that happens to API keys, from the wire and from the machine. */
export class KeyDesk {
  readonly #deps: DeskDeps
  /** The keys that this node lets in. */
  readonly kept: KeptKeys

  constructor(deps: DeskDeps) {
    this.#deps = deps
    this.kept = new KeptKeys(deps)
  }

  /** In order of their making, those that have ended too. */
  async list(): Promise<readonly ApiKey[]> {
    await this.kept.refresh()
    return this.kept.all()
  }

  async add(wanted: NewKey, actor: Actor): Promise<Reply<MadeKey, AddKeyRefusal>> {
    const { store, randomBytes } = this.#deps
    const token = keyPrefix + Buffer.from(randomBytes(32)).toString('base64url')
    const id = (await store.nextId('api_key')) as ApiKeyId
    const userId = (await store.nextId('user')) as UserId
    const { rights, ...rest } = wanted
    const key = { ...rest, id, userId, tokenHash: hashOfToken(token) }
    const reply = await store.decide(scope, (view, now) => addKey(view, { key, rights, ...actor }, now))
    if (!reply.ok) return reply
    this.kept.put(reply.value)
    return accept({ token, key: reply.value })
  }

  /** Known to this node before it is answered, and to the others within seconds. */
  async revoke(id: ApiKeyId, by: ActedBy): Promise<Reply<ApiKey, RevokeKeyRefusal>> {
    const reply = await this.#deps.store.decide(scope, (view, now) => revokeKey(view, { id, by }, now))
    if (reply.ok) this.kept.put(reply.value)
    return reply
  }
}
