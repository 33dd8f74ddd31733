import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { AccountId, UserId } from '../../domain/ids.ts'
import { soleKey } from '../../domain/people/keyring.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { Account } from '../../domain/records/people.ts'
import { accept } from '../../domain/result.ts'
import { openMemoryStore } from '../../store/memory/memory-store.ts'
import { TestTime } from '../../store/test-time.fixture.ts'
import { sealByMaster } from '../master-seal.ts'
import { AccountDesk } from '../people/account-desk.ts'
import { makePasswords } from '../people/passwords.ts'
import { keyIdOfAddress } from '../sealed-address.ts'
import { emailHash } from '../search-hashes.ts'
import { sealAccounts } from './seal-accounts.ts'

const password = 'correct horse battery'
const log = { info() {}, warn: (facts: object) => assert.fail(JSON.stringify(facts)) } as never

async function openRailway() {
  const time = new TestTime()
  const store = await openMemoryStore({ clock: time, schedule: time.schedule })
  const passwords = makePasswords(randomBytes, { memory: 8, passes: 1, parallelism: 1 })
  const deps = {
    ...{ store, randomBytes, monotonicMs: () => time.now(), passwords },
    ...{ personalKeys: () => soleKey(Buffer.alloc(32, 1).toString('base64url')) },
    ...{ sessionKeys: () => soleKey('key'), sessionLimits: { idleMs: 1e9, lastsMs: 1e9 } },
  }
  const accounts = new AccountDesk(deps)
  const passwordHash = await passwords.hash(password)
  /** An account as an earlier version wrote it. */
  const put = async (id: number, email: string | null, emailFolded: string | null) => {
    const row: Account = {
      ...{
        id: id as AccountId,
        userId: (100 + id) as UserId,
        guestIds: [],
        email,
        emailFolded,
        passwordHash,
      },
      ...{ language: 'en', passengers: '[]', createdAt: time.now(), passwordAt: time.now(), keyId: null },
      ...{ deletedAt: email === null ? time.now() : null, passkeys: [], usedChallenges: [] },
    }
    const added = { kind: 'person_added', of: 'account', row } as const
    await store.decide({ trainRunId: actsRunId }, () => ({ reply: accept(null), changes: [added] }))
  }
  const emails = async () => {
    const { account } = await store.readPeople({ accounts: [1, 2, 3] as AccountId[] })
    return account.map(({ email }) => email)
  }
  const signsIn = async (email: string) =>
    (await accounts.signIn({ email, password, address: '192.0.2.1' }, { guestId: null, replacedId: null })).ok
  return { store, deps, accounts, put, emails, signsIn, sealing: { ...deps, log, pause: async () => true } }
}

test('Y25: addresses of earlier versions, in the clear or under the master key, come under the key of their account, and everybody signs in before and after', async () => {
  const { deps, accounts, put, emails, signsIn, sealing } = await openRailway()
  await put(1, sealByMaster(deps, 'Ada@Example.org'), emailHash(deps, 'Ada@Example.org'))
  await put(2, 'Ben@Example.org', 'ben@example.org')
  await put(3, null, null)
  const everybody = async () => Promise.all(['ada@example.org', 'ben@example.org'].map(signsIn))
  assert.deepEqual(await everybody(), [true, true])
  assert.equal(await sealAccounts(sealing), 2)
  const [ada, ben, deleted] = await emails()
  assert.ok(keyIdOfAddress(ada ?? '') !== null && keyIdOfAddress(ben ?? '') !== null)
  assert.notEqual(keyIdOfAddress(ada ?? ''), keyIdOfAddress(ben ?? ''))
  assert.equal(deleted, null)
  assert.deepEqual(await everybody(), [true, true])
  assert.equal((await accounts.find(1 as AccountId))?.email, 'Ada@Example.org')
  assert.equal(await sealAccounts(sealing), 0)
})

test('Y25: an address that is changed while it is sealed stays as it was changed', async () => {
  const { store, deps, put, emails, sealing } = await openRailway()
  await put(1, sealByMaster(deps, 'old@example.org'), emailHash(deps, 'old@example.org'))
  let isFirst = true
  const racing = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target)
      if (name !== 'findPersonalKey' && name !== 'nextId')
        return typeof member === 'function' ? member.bind(target) : member
      return async (...args: unknown[]) => {
        if (isFirst) {
          isFirst = false
          const { account } = await store.readPeople({ accounts: [1 as AccountId] })
          const row = { ...(account[0] as Account), email: sealByMaster(deps, 'new@example.org') }
          const changed = { kind: 'person_changed', of: 'account', row } as const
          await store.decide({ trainRunId: actsRunId }, () => ({ reply: accept(null), changes: [changed] }))
        }
        return Reflect.apply(member as () => unknown, target, args)
      }
    },
  })
  assert.equal(await sealAccounts({ ...sealing, store: racing }), 0)
  assert.equal(keyIdOfAddress((await emails())[0] ?? ''), null)
  assert.equal(await sealAccounts(sealing), 1)
})
