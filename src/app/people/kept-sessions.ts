import type { AccountId, SessionId, StaffId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { isSessionLive, noteUse, usedEveryMs } from '../../domain/people/sessions.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { Account, Session, StaffMember } from '../../domain/records/people.ts'
import type { PeopleAsOf, RunCommit, Store } from '../../store/store.ts'

/** Sessions in memory; the one that was used the longest time ago goes first. */
const mostSessions = 20_000
/** Where other nodes end sessions, too, what was read this long ago is read again before it counts. */
const oldestMs = 5_000
/** From this age on it is read again while it still counts, so that nobody waits for it. */
const readAgainMs = 2_000

type KeptStore = Pick<Store, 'isShared' | 'readPeople' | 'decide' | 'watch'>

interface KeptParts {
  readonly store: KeptStore
  /** Milliseconds that never go back. */
  readonly monotonicMs: () => number
  /** What could not be written or read beside a request. */
  readonly onFault: (fault: unknown) => void
}

/** A session that lives, and who has it. */
export type LiveSession =
  | { readonly session: Session; readonly member: StaffMember }
  | { readonly session: Session; readonly account: Account }

type Owner = { readonly member: StaffMember } | { readonly account: Account }

/** Which of the rows that were read are to be kept. */
interface Wanted {
  readonly session: (session: Session) => boolean
  readonly account: (account: Account) => boolean
}

/** Why a token of a session opens nothing. */
export type NoSession = 'session_unknown' | 'session_expired'

/**
 * The sessions of this node's callers as of the last commit of run 0 that it knows of. A session is read when
 * its token is first seen; after that, a request costs no look-up until people change. On one node what is
 * kept is exact, because a commit is known here before it is answered; where several nodes commit it is at
 * most five seconds old.
 */
export class KeptSessions {
  readonly #parts: KeptParts
  readonly #sessions = new Map<string, Session>()
  readonly #staff = new Map<StaffId, StaffMember>()
  readonly #accounts = new Map<AccountId, Account>()
  /** Uses that are not written yet. */
  #used = new Map<SessionId, Instant>()
  #usesWrittenAtMs = Number.NEGATIVE_INFINITY
  /** The commit of run 0 that everything here is at least as new as; undefined while nothing is. */
  #seen: number | undefined
  #heard = 0
  #readAtMs = 0
  #reading: Promise<void> | undefined
  readonly #stopWatching: () => void

  constructor(parts: KeptParts) {
    this.#parts = parts
    this.#stopWatching = parts.store.watch(actsRunId, (commit) => this.#hear(commit))
  }

  /** True if a token is known here, so that no stranger makes this node look it up. */
  isKnown(tokenHash: string): boolean {
    const session = this.#sessions.get(tokenHash)
    return session !== undefined && (session.accountId === null || this.#accounts.has(session.accountId))
  }

  /** Who has the session of a token: at once if it is in memory, else after a look at the database. */
  find(tokenHash: string, now: Instant): LiveSession | NoSession | Promise<LiveSession | NoSession> {
    const age = this.#ageMs()
    if (!this.isKnown(tokenHash) || this.#isBehind() || age > oldestMs) return this.#look(tokenHash, now)
    if (age > readAgainMs) void this.#refresh().catch(this.#parts.onFault)
    return this.#found(tokenHash, now)
  }

  close(): void {
    this.#stopWatching()
  }

  #hear({ commitSeq, isOtherRun }: RunCommit): void {
    if (isOtherRun) this.#forget()
    else this.#heard = Math.max(this.#heard, commitSeq)
  }

  /** The database may have gone back. */
  #forget(): void {
    this.#sessions.clear()
    this.#staff.clear()
    this.#accounts.clear()
    this.#seen = undefined
    this.#heard = 0
  }

  #isBehind(): boolean {
    return this.#seen === undefined || this.#heard > this.#seen
  }

  #ageMs(): number {
    return this.#parts.store.isShared ? this.#parts.monotonicMs() - this.#readAtMs : 0
  }

  async #look(tokenHash: string, now: Instant): Promise<LiveSession | NoSession> {
    if (this.#seen !== undefined && (this.#isBehind() || this.#ageMs() > oldestMs)) await this.#refresh()
    if (!this.isKnown(tokenHash)) {
      const startedAtMs = this.#parts.monotonicMs()
      const read = await this.#parts.store.readPeople({ staff: 'all', tokenHashes: [tokenHash] })
      // What is already here may be older than this, so it is brought up to date from where it was.
      if (this.#seen === undefined) this.#note(read, startedAtMs)
      this.#take(read, { session: (one) => one.tokenHash === tokenHash, account: () => true })
    }
    return this.#found(tokenHash, now)
  }

  #refresh(): Promise<void> {
    this.#reading ??= this.#readChanges().finally(() => {
      this.#reading = undefined
    })
    return this.#reading
  }

  async #readChanges(): Promise<void> {
    const startedAtMs = this.#parts.monotonicMs()
    const since = this.#seen
    if (since === undefined) return
    const read = await this.#parts.store.readPeople({ since })
    if (read.commitSeq < since) return this.#forget()
    const session = (one: Session) => this.#sessions.has(one.tokenHash)
    this.#take(read, { session, account: ({ id }) => this.#accounts.has(id) })
    this.#note(read, startedAtMs)
    // Somebody may have been changed while this was read.
    if (this.#isBehind() && this.#seen !== since) await this.#readChanges()
  }

  #note({ commitSeq }: PeopleAsOf, atMs: number): void {
    this.#seen = commitSeq
    this.#readAtMs = atMs
  }

  #take({ staff, session, account }: PeopleAsOf, isWanted: Wanted): void {
    for (const member of staff) this.#staff.set(member.id, member)
    for (const one of account) if (isWanted.account(one)) putLast(this.#accounts, one.id, one)
    for (const one of session) if (isWanted.session(one)) putLast(this.#sessions, one.tokenHash, one)
  }

  #found(tokenHash: string, now: Instant): LiveSession | NoSession {
    const stored = this.#sessions.get(tokenHash)
    const owner = stored && this.#ownerOf(stored)
    if (!stored || !owner || stored.endedAt !== null) return 'session_unknown'
    const lastUsedAt = Math.max(stored.lastUsedAt, this.#used.get(stored.id) ?? 0) as Instant
    const session = { ...stored, lastUsedAt }
    if (!isSessionLive(session, now)) return 'session_expired'
    this.#use(stored, now)
    return { session, ...owner }
  }

  /** Undefined if whoever it is may not sign in anymore. */
  #ownerOf({ staffId, accountId }: Session): Owner | undefined {
    const member = staffId === null ? undefined : this.#staff.get(staffId)
    if (member?.state === 'ACTIVE') return { member }
    const account = accountId === null ? undefined : this.#accounts.get(accountId)
    return account?.deletedAt === null ? { account } : undefined
  }

  /** Written at most once a minute for all sessions together, and nobody waits for it. */
  #use({ id, lastUsedAt }: Session, now: Instant): void {
    this.#used.set(id, now)
    const nowMs = this.#parts.monotonicMs()
    if (now - lastUsedAt < usedEveryMs || nowMs - this.#usesWrittenAtMs < usedEveryMs) return
    this.#usesWrittenAtMs = nowMs
    const used = new Map(this.#used)
    const scope = { trainRunId: actsRunId, people: { sessions: [...used.keys()] } }
    void this.#parts.store
      .decide(scope, (view) => noteUse(view, used))
      .then(() => this.#forgetUses(used))
      .catch(this.#parts.onFault)
  }

  #forgetUses(written: ReadonlyMap<SessionId, Instant>): void {
    this.#used = new Map([...this.#used].filter(([id, at]) => written.get(id) !== at))
  }
}

/** The last used comes last, since a Map keeps the order of setting its keys. */
function putLast<Key, Row>(rows: Map<Key, Row>, key: Key, row: Row): void {
  rows.delete(key)
  rows.set(key, row)
  if (rows.size <= mostSessions) return
  const [oldest] = rows.keys()
  if (oldest !== undefined) rows.delete(oldest)
}
