import assert from 'node:assert/strict'
import { test } from 'node:test'
import type {
  AccountId,
  ApiKeyId,
  BookingId,
  PaymentId,
  SessionId,
  StaffId,
  TrainRunId,
  UserId,
} from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { actsRunId } from '../domain/records/acts-run.ts'
import type { Closing, LedgerLine } from '../domain/records/ledger.ts'
import {
  type ApiKey,
  nobody,
  type PersonRow,
  type Session,
  type StaffMember,
} from '../domain/records/people.ts'
import { accept } from '../domain/result.ts'
import { assertRows } from './contract-rows.fixture.ts'
import { hold, type OpenStore, runOn } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

const instant = (milliseconds: number) => milliseconds as Instant

const someStaff: StaffMember = {
  ...{ id: 201 as StaffId, userId: 202 as UserId, name: 'Ada Vlasak', email: 'Ada@Example.org' },
  ...{ emailFolded: 'ada@example.org', roles: ['sales', 'auditor'], passwordHash: 'password hash' },
  ...{ state: 'ACTIVE', createdAt: instant(930), passwordAt: instant(931) },
  ...{
    factorSecret: 'sealed secret',
    factorAt: instant(947),
    factorStep: 948,
    recoveryHashes: ['one', 'two'],
  },
}
const someSession: Session = {
  ...{ id: 203 as SessionId, tokenHash: 'token hash', userId: someStaff.userId, staffId: someStaff.id },
  ...{ createdAt: instant(932), lastUsedAt: instant(933), idleMs: 934, expiresAt: instant(935) },
  // Nobody has both; here it shows that the columns are not swapped.
  ...{ endedAt: null, accountId: 206 as AccountId },
}
const staffRow = {
  ...{ id: 201, train_run_id: 0, user_id: 202, name: 'Ada Vlasak', email: 'Ada@Example.org' },
  ...{ email_folded: 'ada@example.org', roles: '["sales","auditor"]', password_hash: 'password hash' },
  ...{ state: 'ACTIVE', created_at: 930, password_at: 931, commit_seq: 1 },
  ...{ factor_secret: 'sealed secret', factor_at: 947, factor_step: 948, recovery_hashes: '["one","two"]' },
}
const sessionRow = {
  ...{ id: 203, train_run_id: 0, token_hash: 'token hash', user_id: 202, staff_id: 201, created_at: 932 },
  ...{ last_used_at: 933, idle_ms: 934, expires_at: 935, ended_at: null, commit_seq: 1 },
  account_id: 206,
}

const someKey: ApiKey = {
  ...{ id: 204 as ApiKeyId, userId: 205 as UserId, name: 'Kiosk', tokenHash: 'key hash' },
  ...{ rights: ['audit.read'], networks: ['10.0.0.0/8', '::1/128'], requestsPerSecond: 936 },
  ...{ createdAt: instant(937), expiresAt: instant(938), lastUsedAt: instant(939), revokedAt: null },
}
const keyRow = {
  ...{ id: 204, train_run_id: 0, user_id: 205, name: 'Kiosk', token_hash: 'key hash' },
  ...{ rights: '["audit.read"]', networks: '["10.0.0.0/8","::1/128"]', requests_per_second: 936 },
  ...{ created_at: 937, expires_at: 938, last_used_at: 939, revoked_at: null, commit_seq: 1 },
}

type Verb = 'person_added' | 'person_changed'

function put(store: OpenStore['store'], kind: Verb, ...people: readonly PersonRow[]): Promise<unknown> {
  return store.decide({ trainRunId: actsRunId }, () => ({
    reply: accept(null),
    changes: people.map((person) => ({ kind, ...person })),
  }))
}

const staff = (row: StaffMember): PersonRow => ({ of: 'staff', row })
const session = (row: Session): PersonRow => ({ of: 'session', row })

const key = (row: ApiKey): PersonRow => ({ of: 'key', row })

async function writesKeys({ store, rows }: OpenStore): Promise<void> {
  await put(store, 'person_added', key(someKey))
  await assertRows(rows, { api_keys: keyRow })
  assert.deepEqual(await store.readPeople({ keys: 'all' }), { ...nobody, key: [someKey], commitSeq: 1 })
  const changed = { ...someKey, lastUsedAt: instant(945), revokedAt: instant(946) }
  await put(store, 'person_changed', key(changed))
  assert.deepEqual((await store.readPeople({ keys: 'all' })).key, [changed])
  assert.deepEqual((await store.readPeople({ since: 1 })).key, [changed])
  assert.deepEqual((await store.readPeople({ staff: 'all' })).key, [])
}

async function writesStaff({ store, rows }: OpenStore): Promise<void> {
  await put(store, 'person_added', staff(someStaff), session(someSession))
  await assertRows(rows, { staff: staffRow, sessions: sessionRow })
  const { tokenHash } = someSession
  const both = { ...nobody, staff: [someStaff], session: [someSession], commitSeq: 1 }
  assert.deepEqual(await store.readPeople({ staff: 'all', tokenHashes: [tokenHash] }), both)
  const later = { ...someStaff, name: 'A', email: 'b@c', emailFolded: 'B', roles: [], passwordHash: 'h' }
  const noFactor = { factorSecret: null, factorAt: null, factorStep: 0, recoveryHashes: [] }
  const changed: StaffMember = { ...later, ...noFactor, state: 'DISABLED', passwordAt: instant(941) }
  const ended = { ...someSession, lastUsedAt: instant(943), endedAt: instant(944) }
  await put(store, 'person_changed', staff(changed), session(ended))
  assert.deepEqual(await store.readPeople({ staff: 'all', sessions: [ended.id] }), {
    ...{ ...nobody, staff: [changed], session: [ended], commitSeq: 2 },
  })
}

const someClosing: Closing = {
  ...{ id: 20_261_101, day: '2026-11-01', state: 'CLOSING', fromAt: instant(951), toAt: instant(952) },
  ...{ firstNumber: 953, nextNumber: 954, mark: null, totals: [], digest: 'digest', closedAt: null },
  ...{ staffId: 201 as StaffId, keyId: 204 as ApiKeyId },
}
const closingRow = {
  ...{ id: 20_261_101, train_run_id: 0, day: '2026-11-01', state: 'CLOSING', from_at: 951, to_at: 952 },
  ...{ first_number: 953, next_number: 954, mark: 'null', totals: '[]', digest: 'digest', closed_at: null },
  ...{ staff_id: 201, key_id: 204, commit_seq: 1 },
}
const someLine: LedgerLine = {
  ...{ id: 955, day: '2026-11-01', at: instant(956), ofRunId: 957 as TrainRunId, ofSeq: 958, part: 959 },
  ...{ event: 'refund_done', debit: '960', credit: '961', amountCents: 962, currency: 'EUR' },
  ...{ method: 'mock', paymentId: 963 as PaymentId, bookingId: 964 as BookingId },
}
const lineRow = {
  ...{ id: 955, train_run_id: 0, day: '2026-11-01', at: 956, of_run_id: 957, of_seq: 958, part: 959 },
  ...{ event: 'refund_done', debit: '960', credit: '961', amount_cents: 962, currency: 'EUR' },
  ...{ method: 'mock', payment_id: 963, booking_id: 964, commit_seq: 1 },
}

async function writesBooks({ store, rows }: OpenStore): Promise<void> {
  await put(store, 'person_added', { of: 'closing', row: someClosing }, { of: 'ledgerLine', row: someLine })
  await assertRows(rows, { closings: closingRow, ledger_lines: lineRow })
  assert.deepEqual((await store.readPeople({ closings: 'last' })).closing, [someClosing])
  assert.deepEqual(await store.books.ledgerLines({ from: 955, limit: 1 }), [someLine])
  assert.deepEqual(await store.books.ledgerLines({ from: 956, limit: 1 }), [])
  const [posted] = await store.books.postedEvents(instant(956), instant(956))
  assert.deepEqual([posted?.ofRunId, posted?.ofSeq], [someLine.ofRunId, someLine.ofSeq])
  const mark = { at: instant(956), trainRunId: 957 as TrainRunId, seq: 958 }
  const changed: Closing = {
    ...{ ...someClosing, state: 'CLOSED', nextNumber: 956, mark, digest: 'other', closedAt: instant(965) },
    totals: [{ currency: 'EUR', lines: 1, amountCents: 962 }],
  }
  const next: Closing = { ...someClosing, id: 20_261_102, day: '2026-11-02' }
  await put(store, 'person_changed', { of: 'closing', row: changed })
  await put(store, 'person_added', { of: 'closing', row: next })
  assert.deepEqual((await store.readPeople({ closings: 'last' })).closing, [changed, next])
  await put(store, 'person_added', { of: 'closing', row: { ...next, id: 20_261_103, day: '2026-11-03' } })
  assert.deepEqual(
    (await store.readPeople({ closings: 'last' })).closing.map(({ id }) => id),
    [20_261_102, 20_261_103],
  )
  assert.equal((await store.readPeople({ closings: 'all' })).closing.length, 3)
  assert.deepEqual((await store.readPeople({ since: 0 })).closing, [], 'nobody keeps them in memory')
}

/** As `rowRules`, for the tables of those who work for the railway. */
export const staffRowRules = [writesStaff, writesKeys, writesBooks]

/** What is decided on run 0, which belongs to no train. */
export function peopleContract(using: Using): void {
  test(
    'R21, D26: staff and sessions are written to the columns of their names, and are read back unchanged',
    using(writesStaff),
  )
  test(
    'R48, D26: keys are written to the columns of their names, and are read back unchanged',
    using(writesKeys),
  )
  test(
    'Y112, D26: closings and lines are written to the columns of their names, and are read back unchanged',
    using(writesBooks),
  )
  test(
    'R21: what a scope names is read, and nothing else; an ended session is not among those of somebody',
    using(async ({ store }) => {
      const others: Session[] = [1, 2].map((index) => ({
        ...{ ...someSession, id: (300 + index) as SessionId, tokenHash: `token ${index}` },
        ...(index === 1 ? { endedAt: instant(950) } : { staffId: null }),
      }))
      await put(store, 'person_added', staff(someStaff), session(someSession), ...others.map(session))
      const read = async (scope: Parameters<typeof store.readPeople>[0]) => {
        const { commitSeq: _, ...people } = await store.readPeople(scope)
        return people
      }
      assert.deepEqual(await read({}), nobody)
      assert.deepEqual(await read({ staff: 'all' }), { ...nobody, staff: [someStaff] })
      assert.deepEqual(await read({ sessionsOf: [someStaff.id] }), { ...nobody, session: [someSession] })
      assert.deepEqual(await read({ tokenHashes: ['token 2', 'unknown'] }), {
        ...nobody,
        session: [others[1]],
      })
      assert.deepEqual(await read({ since: 1 }), nobody)
      assert.deepEqual((await read({ since: 0 })).session.length, 3)
    }),
  )
  test(
    'R22: decisions on run 0 see the people that they name, and each other; a rule that throws leaves no trace',
    using(async ({ store }) => {
      const scope = { trainRunId: actsRunId, people: { staff: 'all' } } as const
      const seen: number[] = []
      const join = (id: number) =>
        store.decide(scope, (inventory) => {
          seen.push(inventory.people('staff').length)
          if (id === 3) throw new Error('a bug')
          const row = { ...someStaff, id: id as StaffId, emailFolded: `${id}` }
          return { reply: accept(null), changes: [{ kind: 'person_added', of: 'staff', row }] }
        })
      await Promise.allSettled([1, 2, 3, 4].map(join))
      assert.deepEqual(seen, [0, 1, 2, 2])
      assert.equal((await store.readPeople({ staff: 'all' })).staff.length, 3)
    }),
  )
  test(
    'R23: two members of staff with one address are refused by the database itself',
    using(async ({ store }) => {
      await put(store, 'person_added', staff(someStaff))
      await assert.rejects(put(store, 'person_added', staff({ ...someStaff, id: 7 as StaffId })))
      assert.deepEqual((await store.readPeople({ staff: 'all' })).staff, [someStaff])
    }),
  )
  test(
    'R22: who watches run 0 is told of its commits, and a run is sold beside it',
    using(async ({ store }) => {
      const told: number[] = []
      const stop = store.watch(actsRunId, ({ commitSeq }) => told.push(commitSeq))
      const [, placed] = await Promise.all([
        put(store, 'person_added', staff(someStaff)),
        hold(store, runOn(store, '2026-06-10'), 'A-B', ['1-1']),
      ])
      await put(store, 'person_changed', staff(someStaff))
      stop()
      assert.ok(placed.ok)
      // Who begins to watch a run that is not in memory is also told where it is.
      assert.deepEqual(
        told.filter((commitSeq) => commitSeq > 0),
        [1, 2],
      )
      assert.deepEqual((await store.picture(actsRunId))?.commitSeq, 2)
    }),
  )
}
