import type { PaymentId } from '../../domain/ids.ts'
import {
  KeptPeople,
  type People,
  type PeopleKind,
  type PeopleRows,
  type PeopleScope,
  type PersonRow,
} from '../../domain/records/people.ts'
import type { PersonalKey } from '../../domain/records/sealed.ts'
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

  /** `keys` are those of run 0. */
  read(scope: PeopleScope, keys: ReadonlyMap<PaymentId, PersonalKey>): People {
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
    const { accountsToSeal = 0, accountsWrapped: { by, limit } = { by: '', limit: 0 } } = scope
    const accountsFound = this.#rows.all('account')
    const unsealed = accountsFound.filter(({ email }) => email !== null && !email.startsWith('k1.'))
    const wrapped = accountsFound.filter(
      ({ keyId }) => keyId !== null && keys.get(keyId)?.wrapped.slice(3, 11) === by,
    )
    for (const row of [...unsealed.slice(0, accountsToSeal), ...wrapped.slice(0, limit)])
      found.put({ of: 'account', row })
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

  /** Whether an account has this key, or the address of a code is sealed under it. */
  hasKey(id: PaymentId): boolean {
    const start = `k1.${String(id).padStart(16, '0')}.`
    return (
      this.#rows.all('account').some(({ keyId }) => keyId === id) ||
      this.#rows.all('accountCode').some(({ email }) => email.startsWith(start))
    )
  }

  #isAfter(of: PeopleKind, id: number, since: number | undefined): boolean {
    return (
      since !== undefined && followedKinds.includes(of) && (this.#commits.get(`${of} ${id}`) ?? 0) > since
    )
  }
}
