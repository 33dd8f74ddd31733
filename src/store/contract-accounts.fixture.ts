import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AccountCodeId, AccountId, MessageId, PaymentId, SessionId, UserId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { actsRunId } from '../domain/records/acts-run.ts'
import type { Change } from '../domain/records/changes.ts'
import {
  type Account,
  type AccountCode,
  nobody,
  type PeopleScope,
  type Session,
} from '../domain/records/people.ts'
import { accept } from '../domain/result.ts'
import { assertRows } from './contract-rows.fixture.ts'
import type { OpenStore } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

const instant = (milliseconds: number) => milliseconds as Instant

const someAccount: Account = {
  ...{ id: 211 as AccountId, userId: 212 as UserId, guestIds: [213 as UserId, 214 as UserId] },
  ...{ email: 'Ada@Example.org', emailFolded: 'ada@example.org', passwordHash: 'password hash' },
  ...{ language: 'ar', passengers: 'sealed passengers', createdAt: instant(950) },
  ...{ passwordAt: instant(951), deletedAt: null, keyId: 218 as PaymentId },
  passkeys: [
    {
      ...{ id: 'credential', name: 'sealed name', publicKey: 'public key', signCount: 219, isSynced: true },
      ...{ createdAt: instant(970), lastUsedAt: instant(971) },
    },
  ],
  usedChallenges: [{ id: 'challenge', expiresAt: instant(972) }],
}
const accountRow = {
  ...{ id: 211, train_run_id: 0, user_id: 212, guest_ids: '[213,214]', email: 'Ada@Example.org' },
  ...{ email_folded: 'ada@example.org', password_hash: 'password hash', language: 'ar' },
  ...{ passengers: 'sealed passengers', created_at: 950, password_at: 951, deleted_at: null },
  ...{ commit_seq: 1, key_id: 218, used_challenges: '[{"id":"challenge","expiresAt":972}]' },
  passkeys:
    '[{"id":"credential","name":"sealed name","publicKey":"public key","signCount":219,"isSynced":true,' +
    '"createdAt":970,"lastUsedAt":971}]',
}
const someCode: AccountCode = {
  ...{ id: 215 as AccountCodeId, userId: 216 as UserId, accountId: someAccount.id, purpose: 'reset' },
  ...{ email: 'Ada@Example.org', emailFolded: 'ada@example.org', passwordHash: 'new hash' },
  ...{ language: 'de', codeHash: 'code hash', createdAt: instant(952), expiresAt: instant(953) },
  ...{ tryCount: 954, usedAt: null },
}
const codeRow = {
  ...{ id: 215, train_run_id: 0, user_id: 216, account_id: 211, purpose: 'reset', language: 'de' },
  ...{ email: 'Ada@Example.org', email_folded: 'ada@example.org', password_hash: 'new hash' },
  ...{ code_hash: 'code hash', created_at: 952, expires_at: 953, try_count: 954, used_at: null },
  commit_seq: 1,
}
const someSession: Session = {
  ...{ id: 217 as SessionId, tokenHash: 'token hash', userId: someAccount.userId, staffId: null },
  ...{ accountId: someAccount.id, createdAt: instant(955), lastUsedAt: instant(956), idleMs: 957 },
  ...{ expiresAt: instant(958), endedAt: null },
}

function write(store: OpenStore['store'], ...changes: readonly Change[]): Promise<unknown> {
  return store.decide({ trainRunId: actsRunId }, () => ({ reply: accept(null), changes }))
}

const added: readonly Change[] = [
  { kind: 'person_added', of: 'account', row: someAccount },
  { kind: 'person_added', of: 'accountCode', row: someCode },
  { kind: 'person_added', of: 'session', row: someSession },
]

async function writesAccounts({ store, rows }: OpenStore): Promise<void> {
  await write(store, ...added)
  await assertRows(rows, { accounts: accountRow, account_codes: codeRow })
  const scope = { accounts: [someAccount.id], codesBy: [someCode.userId] }
  assert.deepEqual(await store.readPeople(scope), {
    ...{ ...nobody, account: [someAccount], accountCode: [someCode], commitSeq: 1 },
  })
  const account: Account = {
    ...{ ...someAccount, guestIds: [], email: null, emailFolded: null, passwordHash: null },
    ...{ language: 'en', passengers: '[]', passwordAt: instant(960), deletedAt: instant(961) },
    ...{ keyId: null, passkeys: [], usedChallenges: [] },
  }
  const accountCode = { ...someCode, passwordHash: null, tryCount: 962, usedAt: instant(963) }
  await write(
    store,
    { kind: 'person_changed', of: 'account', row: account },
    { kind: 'person_changed', of: 'accountCode', row: accountCode },
  )
  const changed = { ...nobody, account: [account], accountCode: [accountCode], commitSeq: 2 }
  assert.deepEqual(await store.readPeople(scope), changed)
  assert.deepEqual(await store.readPeople({ since: 1 }), changed)
}

/** As `rowRules`, for the tables of accounts. */
export const accountRowRules = [writesAccounts]

/** Accounts of passengers, which are decided on run 0 as staff are. */
export function accountContract(using: Using): void {
  test(
    'R60, D26: accounts and their codes are written to the columns of their names, and are read back unchanged',
    using(writesAccounts),
  )
  test(
    'R60: accounts are found by number, address and the token of a session, codes by address and who asked',
    using(async ({ store }) => {
      const other: Account = {
        ...{ ...someAccount, id: 221 as AccountId, email: 'b@c.de', emailFolded: 'b@c.de' },
      }
      await write(store, ...added, { kind: 'person_added', of: 'account', row: other })
      const read = async (scope: Parameters<typeof store.readPeople>[0]) => {
        const { commitSeq: _, ...people } = await store.readPeople(scope)
        return people
      }
      const found = { ...nobody, account: [someAccount] }
      const { tokenHash } = someSession
      assert.deepEqual(await read({ accountsAt: ['ada@example.org', 'unknown'] }), found)
      assert.deepEqual(await read({ tokenHashes: [tokenHash] }), { ...found, session: [someSession] })
      assert.deepEqual(await read({ codesAt: ['ada@example.org'] }), { ...nobody, accountCode: [someCode] })
      assert.deepEqual((await read({ sessionsOfAccounts: [someAccount.id] })).session, [someSession])
      assert.deepEqual(await read({ sessionsOfAccounts: [other.id], codesBy: [other.userId] }), nobody)
    }),
  )
  test(
    'R81: the key of an account is found on run 0 by its number, until it is removed',
    using(async ({ store }) => {
      const paymentId = someAccount.keyId as PaymentId
      const key = { trainRunId: actsRunId, paymentId, wrapped: 'wrapped', search: '' }
      const find = () => store.findPersonalKey(actsRunId, key.paymentId)
      await write(store, ...added, { kind: 'personal_key_added', key })
      assert.equal(await find(), key.wrapped)
      assert.equal(await store.findPersonalKey(actsRunId, 7 as PaymentId), undefined)
      await write(store, { kind: 'personal_key_removed', paymentId: key.paymentId })
      assert.equal(await find(), undefined)
    }),
  )
  test(
    'Y22: accounts whose address is not under their own key are found, and those whose key a master key wrapped',
    using(async ({ store }) => {
      const id = (keyId: number) => `k1.${String(keyId).padStart(16, '0')}.s1.sealed`
      const rows = [
        { ...someAccount, id: 7 as AccountId, email: 'p1.sealed', emailFolded: '7', keyId: null },
        { ...someAccount, id: 8 as AccountId, email: id(30), emailFolded: '8', keyId: 30 as PaymentId },
        { ...someAccount, id: 9 as AccountId, email: null, emailFolded: null, keyId: null },
        { ...someAccount, id: 10 as AccountId, email: 'a@b', emailFolded: 'a@b', keyId: 31 as PaymentId },
      ]
      const key = (paymentId: number, by: string) =>
        ({
          kind: 'personal_key_added',
          key: {
            ...{ trainRunId: actsRunId, paymentId: paymentId as PaymentId },
            ...{ wrapped: `w1.${by}.rest`, search: '' },
          },
        }) as const
      const added = rows.map((row) => ({ kind: 'person_added', of: 'account', row }) as const)
      await write(store, ...added, key(30, '01234567'), key(31, '89abcdef'))
      const find = async (scope: PeopleScope) => (await store.readPeople(scope)).account.map((one) => one.id)
      assert.deepEqual(await find({ accountsToSeal: 5 }), [7, 10])
      assert.deepEqual(await find({ accountsToSeal: 1 }), [7])
      assert.deepEqual(await find({ accountsWrapped: { by: '01234567', limit: 5 } }), [8])
      assert.deepEqual(await find({ accountsWrapped: { by: 'ffffffff', limit: 5 } }), [])
    }),
  )
  test(
    'Y24: the key of a code goes with the code, unless an account has it',
    using(async ({ store }) => {
      const keys = [41, 42, 43] as PaymentId[]
      const address = (keyId: number) => `k1.${String(keyId).padStart(16, '0')}.s1.${'x'.repeat(40)}`
      const account = { ...someAccount, email: address(41), keyId: 41 as PaymentId }
      const [old, young] = [0, 10_000].map((createdAt, index) => ({
        ...{ ...someCode, id: (50 + index) as AccountCodeId, email: address(42 + index) },
        createdAt: createdAt as Instant,
      }))
      assert.ok(old && young)
      const wrapped = { trainRunId: actsRunId, wrapped: 'w', search: '' }
      await write(
        store,
        ...keys.map((paymentId) => ({ kind: 'personal_key_added', key: { ...wrapped, paymentId } }) as const),
        { kind: 'person_added', of: 'account', row: account },
        { kind: 'person_added', of: 'accountCode', row: old },
        { kind: 'person_added', of: 'accountCode', row: young },
      )
      const clear = (codes: number) =>
        store.outbox.clear({ messages: 0 as Instant, sessions: 0 as Instant, codes: codes as Instant })
      const left = () => Promise.all(keys.map((id) => store.findPersonalKey(actsRunId, id)))
      await clear(0)
      assert.deepEqual(await left(), ['w', 'w', 'w'])
      await clear(5_000)
      assert.deepEqual(await left(), ['w', undefined, 'w'])
    }),
  )
  test(
    'R61: two accounts with one address are refused by the database itself; deleted ones have none',
    using(async ({ store }) => {
      await write(store, ...added)
      const rival = { ...someAccount, id: 7 as AccountId }
      await assert.rejects(write(store, { kind: 'person_added', of: 'account', row: rival }))
      for (const id of [8, 9] as AccountId[]) {
        const row = { ...someAccount, id, email: null, emailFolded: null }
        await write(store, { kind: 'person_added', of: 'account', row })
      }
      assert.equal((await store.readPeople({ since: 0 })).account.length, 3)
    }),
  )
  test(
    'R69: sessions that have ended, also by their limit, and codes of accounts are removed after their time',
    using(async ({ store }) => {
      const ended = { ...someSession, id: 7 as SessionId, tokenHash: 'ended', endedAt: instant(956) }
      await write(store, ...added, { kind: 'person_added', of: 'session', row: ended })
      const left = async () => {
        const { session, accountCode } = await store.readPeople({ since: 0 })
        return [session.map(({ id }) => id), accountCode.length]
      }
      const clear = (codes: number, sessions: number) =>
        store.outbox.clear({
          ...{ messages: instant(0), codes: instant(codes), sessions: instant(sessions) },
        })
      await clear(952, 956)
      assert.deepEqual(await left(), [[7, 217], 1])
      await clear(953, 957)
      assert.deepEqual(await left(), [[217], 0])
      await clear(953, 958)
      assert.deepEqual(await left(), [[217], 0])
      await clear(953, 959)
      assert.deepEqual(await left(), [[], 0])
    }),
  )
  test(
    'J14: a message about an account has no booking, and is sent as any other',
    using(async ({ store }) => {
      await write(store, {
        kind: 'message_added',
        message: {
          ...{ id: 301 as MessageId, trainRunId: actsRunId, bookingId: null, kind: 'password_changed' },
          ...{ language: 'de', recipient: 'ada@example.org', content: {}, state: 'QUEUED', tryCount: 0 },
          ...{ createdAt: instant(0), dueAt: instant(0), giveUpAt: instant(970), endedAt: null },
        },
      })
      const [due] = await store.outbox.lease(1)
      assert.ok(due)
      assert.deepEqual([due.message.bookingId, due.message.kind], [null, 'password_changed'])
      assert.ok(await store.outbox.settle(due, { state: 'SENT', at: instant(0) }))
      assert.equal((await store.outbox.waiting()).count, 0)
    }),
  )
}
