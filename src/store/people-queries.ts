import { actsRunId } from '../domain/records/acts-run.ts'
import {
  KeptPeople,
  nobody,
  type People,
  type PeopleKind,
  type PeopleScope,
} from '../domain/records/people.ts'
import type { SqlValue } from './columns/column.ts'
import { peopleKinds, peopleTables } from './columns/people.ts'
import type { Row } from './rows.ts'

type Query = readonly [sql: string, values: readonly SqlValue[]]

/** Queries of run 0, and what the rows of each are. */
interface PeopleQueries {
  readonly queries: readonly Query[]
  /** From the answers of the queries, in their order. */
  read(answers: readonly (readonly Row[])[]): People
}

const accountOfToken = ` AND id IN (
  SELECT account_id FROM sessions WHERE train_run_id = ${actsRunId} AND token_hash = ?)`

const isLastClosing = ` AND id IN (
  SELECT id FROM closings WHERE train_run_id = ${actsRunId} ORDER BY id DESC LIMIT 2)`

/** What nodes keep in memory, and follow from commit to commit. */
export const followedKinds: readonly PeopleKind[] = peopleKinds.filter(
  (of) => of !== 'closing' && of !== 'ledgerLine',
)

const wrappedBy = ` AND key_id IN (SELECT payment_id FROM personal_keys
  WHERE train_run_id = ${actsRunId} AND substr(wrapped_key, 4, 8) = ?)`

/** What reads the rows that a scope names; one fixed text for each kind of query. */
export function peopleQueries(scope: PeopleScope): PeopleQueries {
  const asked: { readonly of: PeopleKind; readonly query: Query }[] = []
  const ask = (of: PeopleKind, where: string, values: readonly SqlValue[], limit = '') => {
    const { name } = peopleTables[of]
    const sql = `SELECT * FROM ${name} WHERE train_run_id = ${actsRunId}${where} ORDER BY id${limit}`
    asked.push({ of, query: [sql, values] })
  }
  const askEach = (of: PeopleKind, where: string, values: readonly SqlValue[] = []) => {
    for (const value of values) ask(of, where, [value])
  }
  if (scope.staff) ask('staff', '', [])
  if (scope.keys) ask('key', '', [])
  if (scope.closings) ask('closing', scope.closings === 'last' ? isLastClosing : '', [])
  askEach('session', ' AND id = ?', scope.sessions)
  askEach('session', ' AND staff_id = ? AND ended_at IS NULL', scope.sessionsOf)
  askEach('session', ' AND account_id = ? AND ended_at IS NULL', scope.sessionsOfAccounts)
  askEach('session', ' AND token_hash = ?', scope.tokenHashes)
  askEach('account', accountOfToken, scope.tokenHashes)
  askEach('account', ' AND id = ?', scope.accounts)
  askEach('account', ' AND email_folded = ?', scope.accountsAt)
  const { accountsToSeal, accountsWrapped } = scope
  if (accountsToSeal !== undefined) ask('account', " AND email NOT LIKE 'k1.%'", [accountsToSeal], ' LIMIT ?')
  if (accountsWrapped) ask('account', wrappedBy, [accountsWrapped.by, accountsWrapped.limit], ' LIMIT ?')
  askEach('accountCode', ' AND email_folded = ?', scope.codesAt)
  askEach('accountCode', ' AND user_id = ?', scope.codesBy)
  if (scope.since !== undefined) for (const of of followedKinds) ask(of, ' AND commit_seq > ?', [scope.since])
  return {
    queries: asked.map(({ query }) => query),
    read: (answers) => peopleOf(asked.map(({ of }, index) => ({ of, rows: answers[index] ?? [] }))),
  }
}

function peopleOf(found: readonly { readonly of: PeopleKind; readonly rows: readonly Row[] }[]): People {
  if (found.length === 0) return nobody
  const kept = new KeptPeople()
  for (const { of, rows } of found) for (const row of rows) kept.put({ of, row: peopleTables[of].read(row) })
  return allOf(kept)
}

/** Everything that is kept, by kind. */
export function allOf(kept: KeptPeople): People {
  return Object.fromEntries(peopleKinds.map((of) => [of, kept.all(of)])) as unknown as People
}

function closingsOf(scopes: readonly PeopleScope[]): Pick<PeopleScope, 'closings'> {
  if (scopes.some(({ closings }) => closings === 'all')) return { closings: 'all' }
  return scopes.some(({ closings }) => closings) ? { closings: 'last' } : {}
}

/** A scope that names what any of these does; undefined if none names anything. */
export function joinedScope(scopes: readonly (PeopleScope | undefined)[]): PeopleScope | undefined {
  const named = scopes.filter((one) => one !== undefined)
  if (named.length === 0) return undefined
  const list = <T>(pick: (one: PeopleScope) => readonly T[] | undefined) => [
    ...new Set(named.flatMap((one) => pick(one) ?? [])),
  ]
  return {
    ...(named.some((one) => one.staff) ? { staff: 'all' as const } : {}),
    ...(named.some((one) => one.keys) ? { keys: 'all' as const } : {}),
    ...closingsOf(named),
    sessions: list((one) => one.sessions),
    sessionsOf: list((one) => one.sessionsOf),
    sessionsOfAccounts: list((one) => one.sessionsOfAccounts),
    tokenHashes: list((one) => one.tokenHashes),
    accounts: list((one) => one.accounts),
    accountsAt: list((one) => one.accountsAt),
    codesAt: list((one) => one.codesAt),
    codesBy: list((one) => one.codesBy),
  }
}
