import {
  KeptPeople,
  type People,
  type PeopleKind,
  type PeopleRows,
  type PeopleScope,
  type PersonRow,
} from '../../domain/records/people.ts'
import { allOf } from '../people-queries.ts'

/** The rows of run 0, each with the commit that wrote it last. */
export class MemoryPeople {
  readonly #rows = new KeptPeople()
  readonly #commits = new Map<string, number>()

  /** Throws, as every database does, if two members of staff would have one address. */
  put(person: PersonRow, commitSeq: number): void {
    const { of, row } = person
    const isRival = (id: number, email: string) =>
      of === 'staff' && id !== row.id && email === row.emailFolded
    if (this.#rows.all('staff').some((one) => isRival(one.id, one.emailFolded)))
      throw new Error('staff_email')
    this.#rows.put(person)
    this.#commits.set(`${of} ${row.id}`, commitSeq)
  }

  read(scope: PeopleScope): People {
    const found = new KeptPeople()
    const { sessions = [], sessionsOf = [], tokenHashes = [], since } = scope
    const take = <K extends PeopleKind>(of: K, isNamed: (row: PeopleRows[K]) => boolean) => {
      for (const row of this.#rows.all(of))
        if (isNamed(row) || this.#isAfter(of, row.id, since)) found.put({ of, row })
    }
    take('staff', () => scope.staff === 'all')
    take('key', () => scope.keys === 'all')
    take(
      'session',
      (one) =>
        sessions.includes(one.id) ||
        tokenHashes.includes(one.tokenHash) ||
        (one.staffId !== null && one.endedAt === null && sessionsOf.includes(one.staffId)),
    )
    return allOf(found)
  }

  #isAfter(of: PeopleKind, id: number, since: number | undefined): boolean {
    return since !== undefined && (this.#commits.get(`${of} ${id}`) ?? 0) > since
  }
}
