import type { AccountCodeId, AccountId, ApiKeyId, PaymentId, SessionId, StaffId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Language } from '../language.ts'
import type { Closing, LedgerLine } from './ledger.ts'

/** What somebody at the railway is there for. Which rights a role has is told apart from this. */
export const roles = ['administrator', 'inventory', 'sales', 'inspector', 'auditor'] as const
export type Role = (typeof roles)[number]

/** The second factor of somebody: an app that shows another code every 30 seconds (RFC 6238). */
export interface Factor {
  /** What the app makes its codes from, sealed; null if there is none. */
  readonly factorSecret: string | null
  /** When a first code showed that the app works; null until then. */
  readonly factorAt: Instant | null
  /** The time step of the last code that was accepted, since each is good once; 0 before the first. */
  readonly factorStep: number
  /** SHA-256 of the recovery codes that are left, in base64url. */
  readonly recoveryHashes: readonly string[]
}

/** Somebody who works for the railway. */
export interface StaffMember extends Factor {
  readonly id: StaffId
  /** Holds and bookings that they make are this user's. */
  readonly userId: UserId
  readonly name: string
  /** As it was typed. */
  readonly email: string
  /** As it is compared: no two members of staff have the same. */
  readonly emailFolded: string
  readonly roles: readonly Role[]
  readonly passwordHash: string
  readonly state: 'ACTIVE' | 'DISABLED'
  readonly createdAt: Instant
  /** When the password became what it is. */
  readonly passwordAt: Instant
}

/** One device on which somebody has signed in. Guests have no row: their tokens are signed. */
export interface Session {
  readonly id: SessionId
  /** SHA-256 of the token, in base64url. */
  readonly tokenHash: string
  readonly userId: UserId
  /** Null for a passenger. */
  readonly staffId: StaffId | null
  /** Null for staff. */
  readonly accountId: AccountId | null
  readonly createdAt: Instant
  /** Written at most once a minute. */
  readonly lastUsedAt: Instant
  /** How long it lives without being used. */
  readonly idleMs: number
  /** When it ends, however much it is used. */
  readonly expiresAt: Instant
  /** Null until somebody ends it. */
  readonly endedAt: Instant | null
}

/** A passenger who has shown that an address is theirs, and signs in with it. */
export interface Account {
  readonly id: AccountId
  /** Holds and bookings that they make are this user's. */
  readonly userId: UserId
  /** Guests who have signed in or registered: what they hold and have booked is the account's as well. */
  readonly guestIds: readonly UserId[]
  /** As it was typed; null once the account is deleted. */
  readonly email: string | null
  /** As it is compared: no two accounts have the same. */
  readonly emailFolded: string | null
  /** Null once the account is deleted. */
  readonly passwordHash: string | null
  /** Of the messages about the account. */
  readonly language: Language
  /** Saved passengers as JSON, sealed under the account's key; `[]` if there are none. */
  readonly passengers: string
  readonly createdAt: Instant
  /** When the password became what it is. */
  readonly passwordAt: Instant
  /** Null until it is deleted. */
  readonly deletedAt: Instant | null
  /** The account's key among the personal keys of run 0; null while nothing is sealed under one. */
  readonly keyId: PaymentId | null
  /** In the order in which they were added. */
  readonly passkeys: readonly Passkey[]
  /** Challenges that passkeys of the account have answered, until they are out of date anyway. */
  readonly usedChallenges: readonly PasskeyChallenge[]
}

/** What a device, or the passenger's password manager, signs in with instead of the password (WebAuthn). */
export interface Passkey {
  /** The credential ID, in base64url. */
  readonly id: string
  /** What the passenger calls it, sealed under the account's key. */
  readonly name: string
  /** In COSE form, in base64url. */
  readonly publicKey: string
  /** How often it has signed, as it says itself; 0 for one that does not count. */
  readonly signCount: number
  /** Whether other devices of the passenger have it, too. */
  readonly isSynced: boolean
  readonly createdAt: Instant
  /** Null if nobody has signed in with it. */
  readonly lastUsedAt: Instant | null
}

/** A challenge for a passkey; it is stored only once it has been answered. */
export interface PasskeyChallenge {
  readonly id: string
  readonly expiresAt: Instant
}

/** What a code of an account is for: to make the account, to set a new password, to change the address. */
export type CodePurpose = 'register' | 'reset' | 'email'

/** A one-time code that was sent to an address. It is good for the session that asked, and for no other. */
export interface AccountCode {
  readonly id: AccountCodeId
  /** The session that asked. */
  readonly userId: UserId
  /** The account that it is about; null if there is none yet, or none at all. */
  readonly accountId: AccountId | null
  readonly purpose: CodePurpose
  /** As it was typed. */
  readonly email: string
  readonly emailFolded: string
  /** The password of an account that is to be made; null otherwise, and once it is made. */
  readonly passwordHash: string | null
  readonly language: Language
  /** Keyed, since ten digits alone could be found from a plain hash. */
  readonly codeHash: string
  readonly createdAt: Instant
  readonly expiresAt: Instant
  /** Wrong codes entered for it. */
  readonly tryCount: number
  readonly usedAt: Instant | null
}

/** What a machine shows to be let in. */
export interface ApiKey {
  readonly id: ApiKeyId
  /** What it holds and books is this user's. */
  readonly userId: UserId
  /** Told apart by the operator; keys in use have different names. */
  readonly name: string
  /** SHA-256 of the token, in base64url. */
  readonly tokenHash: string
  /** Names of rights; a name that this version does not know gives nothing. */
  readonly rights: readonly string[]
  /** Networks in CIDR notation that it may be used from; empty for all. */
  readonly networks: readonly string[]
  readonly requestsPerSecond: number
  readonly createdAt: Instant
  /** Null if it does not end by itself. */
  readonly expiresAt: Instant | null
  /** Written at most once a minute; null if it was never used. */
  readonly lastUsedAt: Instant | null
  /** Null until somebody revokes it. */
  readonly revokedAt: Instant | null
}

/** The rows of run 0, by what they are about. A new kind of row is a line here and one in `peopleTables`. */
export interface PeopleRows {
  readonly staff: StaffMember
  readonly session: Session
  readonly key: ApiKey
  readonly account: Account
  readonly accountCode: AccountCode
  readonly closing: Closing
  readonly ledgerLine: LedgerLine
}
export type PeopleKind = keyof PeopleRows

/** Some rows of each kind, in order of id. */
export type People = { readonly [K in PeopleKind]: readonly PeopleRows[K][] }

/** A row, and what it is about. */
export type PersonRow = {
  readonly [K in PeopleKind]: { readonly of: K; readonly row: PeopleRows[K] }
}[PeopleKind]

/** The rows to look at; everything that is left out is not read. */
export interface PeopleScope {
  readonly staff?: 'all'
  readonly sessions?: readonly SessionId[]
  readonly sessionsOf?: readonly StaffId[]
  /** Those of accounts. */
  readonly sessionsOfAccounts?: readonly AccountId[]
  /** Sessions by the hashes of their tokens, and the accounts that have them. */
  readonly tokenHashes?: readonly string[]
  readonly accounts?: readonly AccountId[]
  /** Accounts by their folded addresses. */
  readonly accountsAt?: readonly string[]
  /** As many accounts as this, whose address is not sealed under a key of their own; not for decisions. */
  readonly accountsToSeal?: number
  /** As many accounts as `limit`, whose key the master key `by` has wrapped; not for decisions. */
  readonly accountsWrapped?: { readonly by: string; readonly limit: number }
  /** Codes by the folded addresses that they were sent to. */
  readonly codesAt?: readonly string[]
  /** Codes by the users that asked for them. */
  readonly codesBy?: readonly UserId[]
  readonly keys?: 'all'
  /** All closings, or the last two: the one that is done and the one that is under way. */
  readonly closings?: 'all' | 'last'
  /** All people and keys that were written after this commit of run 0. */
  readonly since?: number
}

/** Rows by kind and id, each as it was put last. */
export class KeptPeople {
  readonly #rows: { readonly [K in PeopleKind]: Map<number, PeopleRows[K]> } = {
    staff: new Map(),
    session: new Map(),
    key: new Map(),
    account: new Map(),
    accountCode: new Map(),
    closing: new Map(),
    ledgerLine: new Map(),
  }

  put<K extends PeopleKind>({ of, row }: { readonly of: K; readonly row: PeopleRows[K] }): void {
    this.#rows[of].set(row.id, row)
  }

  /** Removes the rows of a kind that are gone. */
  remove<K extends PeopleKind>(of: K, isGone: (row: PeopleRows[K]) => boolean): void {
    for (const [id, row] of this.#rows[of]) if (isGone(row)) this.#rows[of].delete(id)
  }

  /** Takes over rows that it does not have yet. */
  learn(people: People): void {
    for (const of of Object.keys(this.#rows) as PeopleKind[]) this.#learnKind(of, people[of])
  }

  /** In order of id. */
  all<K extends PeopleKind>(of: K): readonly PeopleRows[K][] {
    return [...this.#rows[of].values()].sort((a, b) => a.id - b.id)
  }

  #learnKind<K extends PeopleKind>(of: K, rows: readonly PeopleRows[K][]): void {
    for (const row of rows) if (!this.#rows[of].has(row.id)) this.#rows[of].set(row.id, row)
  }
}

export const nobody: People = {
  ...{ staff: [], session: [], key: [], account: [], accountCode: [] },
  ...{ closing: [], ledgerLine: [] },
}
