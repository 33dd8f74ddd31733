import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { UserId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { extended, type Keyring, soleKey } from '../../domain/people/keyring.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import { accept } from '../../domain/result.ts'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts'
import { temporaryFile } from '../../store/sqlite/temporary-file.fixture.ts'
import { TestTime } from '../../store/test-time.fixture.ts'
import { keyIdOfAddress, openAddress } from '../sealed-address.ts'
import { AccountDesk } from './account-desk.ts'
import { makePasswords } from './passwords.ts'
import { atTheMachine, StaffDesk } from './staff-desk.ts'

const cheap = { memory: 8, passes: 1, parallelism: 1 }
const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64url')
const address = '192.0.2.1'
const ada = { name: 'Ada Canarysdottir', email: 'Ada.Canary@Example.org', password: 'correct horse battery' }
const asked = { userId: 7 as UserId, email: 'Bea.Canary@Example.org', language: 'en' as const }

async function openRailway(t: Parameters<typeof temporaryFile>[0]) {
  const { file } = temporaryFile(t)
  const time = new TestTime()
  const { store } = await openSqliteStore({ file, thread: 'caller', clock: time, schedule: time.schedule })
  const ring = { keys: soleKey(secret(1)) as Keyring }
  const deps = {
    ...{ store, randomBytes, monotonicMs: () => time.now(), personalKeys: () => ring.keys },
    ...{ sessionKeys: () => soleKey(secret(3)), passwords: makePasswords(randomBytes, cheap) },
    ...{ sessionLimits: { idleMs: 1e9, lastsMs: 1e9 }, secondFactor: 'off' as const },
  }
  return { file, time, store, ring, deps, staff: new StaffDesk(deps), accounts: new AccountDesk(deps) }
}

test('Y12: names and addresses of staff and accounts, and addresses of their codes and messages, are readable nowhere in the file, and for those who have the right to them as ever', async (t) => {
  const { file, store, deps, staff, accounts } = await openRailway(t)
  assert((await staff.add({ ...ada, roles: ['administrator'] }, atTheMachine)).ok)
  assert((await accounts.register({ ...asked, password: 'another good password' })).ok)
  const [message] = await store.outbox.lease(1)
  assert(message)
  const { recipient, content } = message.message
  assert.equal(await openAddress(deps, recipient ?? ''), asked.email)
  const code = content?.code ?? ''
  const bytes = Buffer.concat([readFileSync(file), readFileSync(`${file}-wal`)])
  const made = await accounts.verify({ userId: asked.userId, guestId: null }, code)
  assert(made.ok)
  const account = await accounts.find(made.value.session.accountId ?? (0 as never))
  assert.equal(account?.email, asked.email)
  const [member] = await staff.list()
  assert.deepEqual([member?.name, member?.email], [ada.name, ada.email])
  await store.close()
  for (const found of [bytes, readFileSync(file)]) {
    assert.match(found.toString('latin1'), /p1\.[0-9a-f]{8}\./)
    assert.match(found.toString('latin1'), /k1\.\d{16}\.s1\./)
    for (const canary of ['canary', 'Canary', 'bea.', 'Bea.'])
      assert.equal(found.includes(canary), false, canary)
  }
})

test('Y12: after a rotation everybody signs in as before, and nobody takes an address that somebody has', async (t) => {
  const { store, ring, staff, accounts } = await openRailway(t)
  assert((await staff.add({ ...ada, roles: ['administrator'] }, atTheMachine)).ok)
  ring.keys = extended(ring.keys, secret(2), 0 as Instant)
  const { email, password } = ada
  const signIn = () => staff.signIn({ email: email.toUpperCase(), password, address })
  assert((await signIn()).ok)
  const again = await staff.add({ ...ada, roles: ['auditor'] }, atTheMachine)
  assert.deepEqual(again, { ok: false, refusal: { code: 'email_taken' } })
  assert((await accounts.register({ ...asked, password: 'another good password' })).ok)
  const before = await store.readPeople({ staff: 'all' })
  // Without the first master key they are not known, and nothing else breaks.
  ring.keys = soleKey(secret(2))
  assert.deepEqual((await staff.list())[0]?.email, before.staff[0]?.email)
  assert.equal((await signIn()).ok, false)
  await store.close()
})

test('Y22: an address is sealed under the key of its account, as are its codes and messages; once the account is deleted, nothing opens any copy of them', async (t) => {
  const { store, deps, accounts } = await openRailway(t)
  const password = 'another good password'
  const register = () => accounts.register({ ...asked, password })
  const latest = async () => (await store.outbox.lease(1))[0]?.message
  assert((await register()).ok)
  const first = await latest()
  const made = await accounts.verify({ userId: asked.userId, guestId: null }, first?.content?.code ?? '')
  assert(made.ok && made.value.session.accountId !== null)
  const caller = { id: made.value.session.accountId, sessionId: made.value.session.id }
  await accounts.askForReset({ ...asked, userId: 8 as UserId })
  const second = await latest()
  const { account, accountCode } = await store.readPeople({ accounts: [caller.id], codesBy: [8 as UserId] })
  const kept = [first?.recipient, second?.recipient, account[0]?.email, accountCode[0]?.email]
  const readable = () => Promise.all(kept.map((one) => openAddress(deps, one ?? '')))
  assert.deepEqual(
    await readable(),
    kept.map(() => asked.email),
  )
  assert.deepEqual(new Set(kept.map((one) => keyIdOfAddress(one ?? ''))), new Set([account[0]?.keyId]))
  assert((await accounts.delete(caller, { password, address })).ok)
  assert.deepEqual(
    await readable(),
    kept.map(() => null),
  )
  await store.close()
})

test('Y23: whoever has lost the key of the account signs in, changes the password and deletes it; its address is shown to nobody', async (t) => {
  const { store, accounts } = await openRailway(t)
  const password = 'another good password'
  assert((await accounts.register({ ...asked, password })).ok)
  const [sent] = await store.outbox.lease(1)
  const made = await accounts.verify(
    { userId: asked.userId, guestId: null },
    sent?.message.content?.code ?? '',
  )
  assert(made.ok && made.value.session.accountId !== null)
  const { accountId, id: sessionId } = made.value.session
  const keyId = (await accounts.find(accountId))?.keyId
  assert(keyId)
  const gone = { kind: 'personal_key_removed', paymentId: keyId } as const
  await store.decide({ trainRunId: actsRunId }, () => ({ reply: accept(null), changes: [gone] }))
  assert.equal((await accounts.find(accountId))?.email, null)
  const attempt = { email: asked.email, password, address }
  assert((await accounts.signIn(attempt, { guestId: null, replacedId: null })).ok)
  const caller = { id: accountId, sessionId }
  const changed = await accounts.changePassword(caller, {
    ...{ password, newPassword: 'a third good password', address },
  })
  assert(changed.ok)
  assert((await accounts.delete(caller, { password: 'a third good password', address })).ok)
  await store.close()
})
