import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { AccountId, UserId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { extended, type Keyring, soleKey } from '../../domain/people/keyring.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { Change } from '../../domain/records/changes.ts'
import type { Account, StaffMember } from '../../domain/records/people.ts'
import { accept } from '../../domain/result.ts'
import { openMemoryStore } from '../../store/memory/memory-store.ts'
import type { Store } from '../../store/store.ts'
import { TestTime } from '../../store/test-time.fixture.ts'
import { sealByMaster } from '../master-seal.ts'
import { AccountDesk } from '../people/account-desk.ts'
import { proofOf, sealFactorSecret } from '../people/factor-proof.ts'
import { makePasswords } from '../people/passwords.ts'
import { atTheMachine, StaffDesk } from '../people/staff-desk.ts'
import { codeAt, factorSecretBytes, stepAt } from '../people/totp.ts'
import { emailHash } from '../search-hashes.ts'
import { renewPeople } from './renew-people.ts'
import { sealAccounts } from './seal-accounts.ts'

const password = 'correct horse battery'
const emails = { staff: 'Ada@Example.org', account: 'Ben@Example.org' }
const factor = randomBytes(factorSecretBytes)
const secretOf = (number: number) => Buffer.alloc(32, number).toString('base64url')
const [old, fresh] = [secretOf(1), secretOf(2)]

/** A railway with a member of staff who has a second factor, and an account, sealed by the old master key. */
async function openRailway() {
  const time = new TestTime()
  const store = await openMemoryStore({ clock: time, schedule: time.schedule })
  let keyring: Keyring = soleKey(old)
  const log = { info() {}, warn: (facts: object) => assert.fail(JSON.stringify(facts)) } as never
  const passwords = makePasswords(randomBytes, { memory: 8, passes: 1, parallelism: 1 })
  const deps = {
    ...{ store, randomBytes, passwords, log, monotonicMs: () => time.now(), pause: async () => true },
    ...{ personalKeys: () => keyring, secondFactor: 'off' as const },
    ...{ sessionKeys: () => soleKey('key'), sessionLimits: { idleMs: 1e9, lastsMs: 1e9 } },
  }
  const desks = { staff: new StaffDesk(deps), account: new AccountDesk(deps) }
  const added = await desks.staff.add(
    { name: 'Ada', email: emails.staff, password, roles: ['administrator'] },
    atTheMachine,
  )
  assert(added.ok)
  const member = await staffOf(store)
  const sealed = { ...member, factorSecret: sealFactorSecret(deps, member.id, factor) }
  await put(store, { kind: 'person_changed', of: 'staff', row: sealed })
  const account: Account = {
    ...{ id: 1 as AccountId, userId: 101 as UserId, guestIds: [], language: 'en', passengers: '[]' },
    ...{ email: sealByMaster(deps, emails.account), emailFolded: emailHash(deps, emails.account) },
    ...{ passwordHash: await passwords.hash(password), createdAt: time.now(), passwordAt: time.now() },
    ...{ keyId: null, deletedAt: null, passkeys: [], usedChallenges: [] },
  }
  await put(store, { kind: 'person_added', of: 'account', row: account })
  assert.equal(await sealAccounts(deps), 1)
  const rotate = (to: Keyring) => {
    keyring = to
  }
  return { store, deps, desks, rotate }
}

async function put(store: Store, change: Change): Promise<void> {
  await store.decide({ trainRunId: actsRunId }, () => ({ reply: accept(null), changes: [change] }))
}

async function staffOf(store: Store): Promise<StaffMember> {
  const [member] = (await store.readPeople({ staff: 'all' })).staff
  assert(member)
  return member
}

/** Whether both sign in, are shown their addresses, and the code of the app is known. */
async function everythingWorks({ store, deps, desks }: Awaited<ReturnType<typeof openRailway>>) {
  const from = { password, address: '192.0.2.1' }
  const staff = await desks.staff.signIn({ email: emails.staff, ...from })
  const asked = { guestId: null, replacedId: null }
  const account = await desks.account.signIn({ email: emails.account, ...from }, asked)
  const [shown] = await desks.staff.list()
  const found = await desks.account.find(1 as AccountId)
  const code = codeAt(factor, stepAt(store.now()))
  const proof = proofOf(deps, await staffOf(store), code)
  const isShown = shown?.name === 'Ada' && shown.email === emails.staff && found?.email === emails.account
  return staff.ok && account.ok && isShown && proof !== undefined
}

test('Y16: after a rotation, staff, their second factors and accounts are sealed by the newest master key, which alone then opens them', async () => {
  const railway = await openRailway()
  const { store, deps, rotate } = railway
  assert.equal(await renewPeople(deps), 0)
  rotate(extended(soleKey(old), fresh, (store.now() + 1_000) as Instant))
  // Other servers may not have it yet.
  assert.equal(await renewPeople(deps), 0)
  rotate(extended(soleKey(old), fresh, 0 as Instant))
  assert(await everythingWorks(railway))
  assert.equal(await renewPeople(deps), 2)
  assert(await everythingWorks(railway))
  assert.equal(await renewPeople(deps), 0)
  rotate(soleKey(fresh))
  assert(await everythingWorks(railway))
})

test('Y16: a member of staff who changes while they are sealed anew stays as they were changed', async () => {
  const { store, deps, desks, rotate } = await openRailway()
  rotate(extended(soleKey(old), fresh, 0 as Instant))
  const { id } = await staffOf(store)
  const pause = async () => false
  let isFirst = true
  const racing = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (name !== 'decide') return typeof member === 'function' ? member.bind(target) : member
      return async (...args: Parameters<Store['decide']>) => {
        if (!isFirst || args[0].people?.staff === undefined) return store.decide(...args)
        isFirst = false
        const lost = { ...(await staffOf(store)), factorSecret: null }
        await put(store, { kind: 'person_changed', of: 'staff', row: lost })
        return store.decide(...args)
      }
    },
  })
  await renewPeople({ ...deps, store: racing, pause })
  assert.equal(isFirst, false)
  const after = await staffOf(store)
  assert.equal(after.id, id)
  assert.equal(after.factorSecret, null)
  assert.equal((await desks.staff.list())[0]?.email, emails.staff)
})
