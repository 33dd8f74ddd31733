import {
  KeptPeople,
  type People,
  type PeopleKind,
  type PeopleRows,
  type PeopleScope,
  type PersonRow,
} from '../../domain/records/people.ts'
import { allOf, followedKinds } from '../people-queries.ts'
import type { Cleared } from '../store.ts'

/** The rows of run 0, each with the commit that wrote it last. */
export class MemoryPeople {
  readonly #rows = new KeptPeople()
  readonly #commits = new Map<string, number>()

  /** Throws, as every database does, if two members of staff or two accounts would have one address. */
  put(person: PersonRow, commitSeq: number): void {
    if (this.#hasRival(person)) throw new Error(`${person.of}_email`)
    this.#rows.put(person)
    this.#commits.set(`${person.of} ${person.row.id}`, commitSeq)
  }

  #hasRival({ of, row }: PersonRow): boolean {
    if ((of !== 'staff' && of !== 'account') || row.emailFolded === null) return false
    return this.#rows.all(of).some((one) => one.id !== row.id && one.emailFolded === row.emailFolded)
  }

  read(scope: PeopleScope): People {
    const found = new KeptPeople()
    const { sessions = [], sessionsOf = [], sessionsOfAccounts = [], tokenHashes = [], since } = scope
    const { accounts = [], accountsAt = [], codesAt = [], codesBy = [] } = scope
    const ofTokens = this.#rows
      .all('session')
      .flatMap((one) =>
        one.accountId !== null && tokenHashes.includes(one.tokenHash) ? [one.accountId] : [],
      )
    const take = <K extends PeopleKind>(of: K, isNamed: (row: PeopleRows[K]) => boolean) => {
      for (const row of this.#rows.all(of))
        if (isNamed(row) || this.#isAfter(of, row.id, since)) found.put({ of, row })
    }
    take('staff', () => scope.staff === 'all')
    take('key', () => scope.keys === 'all')
    const closings = this.#rows.all('closing')
    take(
      'closing',
      (one) =>
        scope.closings === 'all' ||
        (scope.closings === 'last' && closings.indexOf(one) >= closings.length - 2),
    )
    take(
      'session',
      (one) =>
        sessions.includes(one.id) ||
        tokenHashes.includes(one.tokenHash) ||
        (one.staffId !== null && one.endedAt === null && sessionsOf.includes(one.staffId)) ||
        (one.accountId !== null && one.endedAt === null && sessionsOfAccounts.includes(one.accountId)),
    )
    take(
      'account',
      (one) =>
        [...accounts, ...ofTokens].includes(one.id) ||
        (one.emailFolded !== null && accountsAt.includes(one.emailFolded)),
    )
    take('accountCode', (one) => codesAt.includes(one.emailFolded) || codesBy.includes(one.userId))
    return allOf(found)
  }

  /** All rows of a kind, in order of id. */
  all<K extends PeopleKind>(of: K): readonly PeopleRows[K][] {
    return this.#rows.all(of)
  }

  clear({ codes, sessions }: Cleared): void {
    this.#rows.remove('accountCode', ({ createdAt }) => createdAt < codes)
    this.#rows.remove('session', ({ endedAt, expiresAt }) => (endedAt ?? expiresAt) < sessions)
  }

  #isAfter(of: PeopleKind, id: number, since: number | undefined): boolean {
    return (
      since !== undefined && followedKinds.includes(of) && (this.#commits.get(`${of} ${id}`) ?? 0) > since
    )
  }
}
