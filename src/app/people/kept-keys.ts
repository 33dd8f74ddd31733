import type { ApiKeyId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { isKeyLive, keyUsedEveryMs, noteKeyUse, rightsOfKey } from '../../domain/people/keys.ts'
import type { Right } from '../../domain/people/rights.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { ApiKey } from '../../domain/records/people.ts'
import type { Store } from '../../store/store.ts'
import { hashOfToken } from '../tokens.ts'

export const keyPrefix = 'hf_live_'

/** Where other nodes revoke keys, too, nobody is let in by what was read longer ago than this. */
const oldestMs = 5_000
const readEveryMs = 2_000

export interface KeptParts {
  readonly store: Pick<Store, 'isShared' | 'readPeople' | 'decide' | 'watch'>
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number
  /** What could not be read or written beside a request. */
  readonly onFault: (fault: unknown) => void
}

/** A key that lets its holder in. */
export interface FoundKey {
  readonly key: ApiKey
  readonly rights: ReadonlySet<Right>
}

/** Why a token of a key lets nobody in; `keys_unread` while the database cannot be asked who was revoked. */
export type NoKey = 'key_unknown' | 'key_expired' | 'keys_unread'

/**
 * All keys in memory, so that a request asks the database for nothing. On one node they are exact, since
 * whatever changes them passes through here. Where several nodes commit they are read again after each commit
 * of run 0 that this node hears of, and every two seconds; if that fails for five, no key lets anybody in.
 */
export class KeptKeys {
  readonly #parts: KeptParts
  #byId = new Map<ApiKeyId, FoundKey>()
  #byHash = new Map<string, FoundKey>()
  #readAtMs = Number.NEGATIVE_INFINITY
  #reading: Promise<void> | undefined
  #isHeard = false
  #used = new Map<ApiKeyId, Instant>()
  #usesWrittenAtMs = Number.NEGATIVE_INFINITY
  #stop = () => {}

  constructor(parts: KeptParts) {
    this.#parts = parts
  }

  /** Reads all keys, and follows them until `close`. */
  async open(): Promise<void> {
    await this.refresh()
    if (!this.#parts.store.isShared) return
    const stopWatching = this.#parts.store.watch(actsRunId, () => this.#refreshBeside())
    const timer = setInterval(() => this.#refreshBeside(), readEveryMs).unref()
    this.#stop = () => {
      clearInterval(timer)
      stopWatching()
    }
  }

  close(): void {
    this.#stop()
  }

  all(): readonly ApiKey[] {
    return [...this.#byId.values()].map(({ key }) => key).sort((a, b) => a.id - b.id)
  }

  /** What this node has just changed. */
  put(key: ApiKey): void {
    const found = { key, rights: rightsOfKey(key) }
    this.#byId.set(key.id, found)
    this.#byHash.set(key.tokenHash, found)
  }

  find(token: string, now: Instant): FoundKey | NoKey {
    if (this.#isStale()) return 'keys_unread'
    const found = this.#byHash.get(hashOfToken(token))
    if (!found || found.key.revokedAt !== null) return 'key_unknown'
    if (!isKeyLive(found.key, now)) return 'key_expired'
    this.#use(found.key, now)
    return found
  }

  /** Reads all keys again; a commit that is heard of meanwhile makes it read once more. */
  refresh(): Promise<void> {
    this.#isHeard = true
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #readAll(): Promise<void> {
    while (this.#isHeard) {
      this.#isHeard = false
      const startedAtMs = this.#parts.monotonicMs()
      const { key: keys } = await this.#parts.store.readPeople({ keys: 'all' })
      for (const key of keys) if (!this.#isNewer(key)) this.put(key)
      this.#readAtMs = startedAtMs
    }
  }

  /** A key is never made live again, so one that was revoked here stays so whatever was read before. */
  #isNewer(read: ApiKey): boolean {
    const kept = this.#byId.get(read.id)?.key
    return kept !== undefined && kept.revokedAt !== null && read.revokedAt === null
  }

  #refreshBeside(): void {
    this.refresh().catch(this.#parts.onFault)
  }

  #isStale(): boolean {
    const { store, monotonicMs } = this.#parts
    if (this.#readAtMs === Number.NEGATIVE_INFINITY) return true
    return store.isShared && monotonicMs() - this.#readAtMs > oldestMs
  }

  /** Written at most once a minute for all keys together, and nobody waits for it. */
  #use({ id }: ApiKey, now: Instant): void {
    this.#used.set(id, now)
    const nowMs = this.#parts.monotonicMs()
    if (nowMs - this.#usesWrittenAtMs < keyUsedEveryMs) return
    this.#usesWrittenAtMs = nowMs
    const used = this.#used
    this.#used = new Map()
    void this.#parts.store
      .decide({ trainRunId: actsRunId, people: { keys: 'all' } }, (view) => noteKeyUse(view, used))
      .then(() => this.refresh())
      .catch(this.#parts.onFault)
  }
}
