import type { ApiKeyId, SessionId, StaffId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'

/** What somebody at the railway is there for. Which rights a role has is told apart from this. */
export const roles = ['administrator', 'inventory', 'sales', 'inspector', 'auditor'] as const
export type Role = (typeof roles)[number]

/** Somebody who works for the railway. */
export interface StaffMember {
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
  /** Sessions by the hashes of their tokens. */
  readonly tokenHashes?: readonly string[]
  readonly keys?: 'all'
  /** Everything that was written after this commit of run 0. */
  readonly since?: number
}

/** Rows by kind and id, each as it was put last. */
export class KeptPeople {
  readonly #rows: { readonly [K in PeopleKind]: Map<number, PeopleRows[K]> } = {
    staff: new Map(),
    session: new Map(),
    key: new Map(),
  }

  put<K extends PeopleKind>({ of, row }: { readonly of: K; readonly row: PeopleRows[K] }): void {
    this.#rows[of].set(row.id, row)
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

export const nobody: People = { staff: [], session: [], key: [] }
