import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { soleKey } from '../../domain/people/keyring.ts'
import { sessionOf } from '../../domain/people/sessions.ts'
import { setStaffState } from '../../domain/people/staff.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import { accept } from '../../domain/result.ts'
import { openMemoryStore } from '../../store/memory/memory-store.ts'
import type { Store } from '../../store/store.ts'
import { TestTime } from '../../store/test-time.fixture.ts'
import { SignInAttempts } from './attempts.ts'
import { KeptSessions } from './kept-sessions.ts'
import { makePasswords, type Passwords } from './passwords.ts'
import { makeSessions } from './sessions.ts'
import { atTheMachine, StaffDesk } from './staff-desk.ts'

const cheap = { memory: 8, passes: 1, parallelism: 1 }
const ada = { name: 'Ada', email: 'Ada@Example.org', password: 'correct horse battery' }
const address = '192.0.2.1'
const personalKeys = () => soleKey(Buffer.alloc(32, 8).toString('base64url'))

/** A store that counts what is asked of it. */
function counting(store: Store) {
  const asked: string[] = []
  const counted = new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return (...args: unknown[]) => {
        if (name === 'readPeople' || name === 'decide') asked.push(name)
        return Reflect.apply(member, target, args) as unknown
      }
    },
  })
  return { counted, asked }
}

async function openDesk({ passwords = makePasswords(randomBytes, cheap) }: { passwords?: Passwords } = {}) {
  const time = new TestTime()
  const store = await openMemoryStore({ clock: time, schedule: time.schedule })
  const { counted, asked } = counting(store)
  const monotonicMs = () => time.now()
  const desk = new StaffDesk({
    store: counted,
    passwords,
    randomBytes,
    monotonicMs,
    personalKeys,
    secondFactor: 'optional',
  })
  const faults: unknown[] = []
  const kept = new KeptSessions({ store: counted, monotonicMs, onFault: (fault) => faults.push(fault) })
  const sessions = makeSessions(() => soleKey('key'), kept)
  const added = await desk.add({ ...ada, roles: ['administrator'] }, atTheMachine)
  assert.ok(added.ok)
  const signIn = async (password = ada.password, from = address) =>
    desk.signIn({ email: ada.email, password, address: from })
  const begin = async () => {
    const begun = await signIn()
    assert.ok(begun.ok)
    return begun.value.token
  }
  const reasonOf = async (token: string) => {
    const found = await sessions.find(token, store.now())
    return found.ok ? 'known' : found.refusal.reason
  }
  return { time, store, desk, sessions, asked, faults, signIn, begin, reasonOf, member: added.value }
}

test('R31: after its first look a session asks the database for nothing, and each commit of people is seen at once', async () => {
  const { desk, sessions, asked, begin, reasonOf, store, member, faults } = await openDesk()
  const token = await begin()
  assert.equal(await reasonOf(token), 'known')
  asked.length = 0
  for (let round = 0; round < 100; round++)
    assert.equal(sessions.find(token, store.now()) instanceof Promise, false)
  assert.deepEqual(asked, [])
  const other = await begin()
  assert.equal(await reasonOf(token), 'known')
  assert.equal(await reasonOf(other), 'known')
  await desk.signOut({
    id: member.id,
    roles: [],
    hasFactor: false,
    sessionId: (await desk.liveSessions(member.id))[0]?.id as never,
  })
  assert.equal(await reasonOf(other), 'session_unknown')
  assert.equal(await reasonOf(token), 'known')
  const changed = await desk.changePassword(
    { id: member.id, roles: [], hasFactor: false, sessionId: 0 as never },
    { password: ada.password, newPassword: 'another horse battery', address },
  )
  assert.ok(changed.ok)
  assert.equal(await reasonOf(token), 'session_unknown')
  assert.equal(await reasonOf(changed.value.token), 'known')
  assert.deepEqual(faults, [])
})

test('R31, R28: roles and state of an account count from the commit on that changes them', async () => {
  const { desk, sessions, store, begin, reasonOf, member } = await openDesk()
  assert.ok((await desk.add({ ...ada, email: 'ben@example.org', roles: ['administrator'] }, atTheMachine)).ok)
  const token = await begin()
  await desk.changeRoles(member.id, ['sales'], atTheMachine)
  const found = await sessions.find(token, store.now())
  assert.deepEqual(found.ok && found.value.staff?.roles, ['sales'])
  await desk.setState(member.id, 'DISABLED', atTheMachine)
  assert.equal(await reasonOf(token), 'session_unknown')
  await desk.setState(member.id, 'ACTIVE', atTheMachine)
  assert.equal(await reasonOf(token), 'session_unknown')
  assert.equal(await reasonOf(`s1.${'A'.repeat(43)}`), 'session_unknown')
})

test('R32: uses are written once a minute for all sessions together, and count before that', async () => {
  const { time, asked, begin, reasonOf, store, faults } = await openDesk()
  const [one, two] = [await begin(), await begin()]
  asked.length = 0
  for (let second = 0; second < 300; second++) {
    await time.pass(1_000)
    assert.deepEqual([await reasonOf(one), await reasonOf(two)], ['known', 'known'])
  }
  const writes = asked.filter((name) => name === 'decide').length
  assert.ok(writes >= 4 && writes <= 6, `${writes} writes in five minutes`)
  const { session } = await store.readPeople({ since: 0 })
  assert.ok(session.every((row) => store.now() - row.lastUsedAt <= 61_000))
  await time.pass(29 * 60_000)
  assert.equal(await reasonOf(one), 'known')
  await time.pass(31 * 60_000)
  assert.equal(await reasonOf(one), 'session_expired')
  assert.deepEqual(faults, [])
})

test('R27: an unknown address, a wrong password and an account out of use are answered alike, after the same work', async () => {
  const base = makePasswords(randomBytes, cheap)
  let compared = 0
  const passwords: Passwords = {
    ...base,
    verify(stored, password) {
      compared++
      return base.verify(stored, password)
    },
  }
  const { desk, asked } = await openDesk({ passwords })
  const eve = await desk.add({ ...ada, email: 'eve@example.org', roles: [] }, atTheMachine)
  assert.ok(eve.ok)
  await desk.setState(eve.value.id, 'DISABLED', atTheMachine)
  const tries = [
    { email: 'nobody@example.org', password: ada.password },
    { email: ada.email, password: 'wrong horse battery' },
    { email: 'eve@example.org', password: ada.password },
  ]
  for (const attempt of tries) {
    asked.length = 0
    compared = 0
    const refused = await desk.signIn({ ...attempt, address })
    assert.deepEqual(refused, { ok: false, refusal: { code: 'sign_in_refused' } })
    assert.deepEqual([asked, compared], [['readPeople'], 1])
  }
})

test('R29: an account that is disabled while its password is compared has no session, and would have one without the check', async () => {
  for (const isChecked of [true, false]) {
    const base = makePasswords(randomBytes, cheap)
    let disable = async () => {}
    const passwords: Passwords = {
      ...base,
      async verify(stored, password) {
        const isRight = await base.verify(stored, password)
        await disable()
        return isRight
      },
    }
    const { desk, store, member, signIn } = await openDesk({ passwords })
    assert.ok(
      (await desk.add({ ...ada, email: 'ben@example.org', roles: ['administrator'] }, atTheMachine)).ok,
    )
    disable = async () => {
      const scope = { trainRunId: actsRunId, people: { staff: 'all', sessionsOf: [member.id] } } as const
      const command = { staffId: member.id, state: 'DISABLED', ...atTheMachine } as const
      await store.decide(scope, (view, now) => setStaffState(view, command, now))
    }
    if (isChecked) assert.equal((await signIn()).ok, false)
    else {
      // The twin: a session is begun for who was found before, whatever has become of the account since.
      await disable()
      await store.decide({ trainRunId: actsRunId }, (_view, now) => {
        const row = sessionOf(member, { id: 77 as never, tokenHash: 'stale' }, now)
        return { reply: accept(null), changes: [{ kind: 'person_added', of: 'session', row }] }
      })
    }
    assert.equal((await desk.liveSessions(member.id)).length, isChecked ? 0 : 1)
  }
})

test('R26: a password is kept with its cost, is never trimmed, and is hashed anew when the cost has grown', async () => {
  const old = makePasswords(randomBytes, cheap)
  const text = await old.hash('  twelve and more ')
  assert.match(text, /^\$argon2id\$v=19\$m=8,t=1,p=1\$/)
  assert.equal(await old.verify(text, '  twelve and more '), true)
  assert.equal(await old.verify(text, 'twelve and more'), false)
  assert.equal(await old.verify(undefined, '  twelve and more '), false)
  assert.equal(await old.verify('something else', 'x'), false)
  const now = makePasswords(randomBytes, { ...cheap, memory: 16 })
  assert.deepEqual([now.isOld(text), old.isOld(text)], [true, false])
  const { desk, store, member } = await openDesk({ passwords: { ...now, hash: old.hash } })
  assert.ok((await desk.signIn({ ...ada, address })).ok)
  const [kept] = (await store.readPeople({ staff: 'all' })).staff
  assert.notEqual(kept?.passwordHash, member.passwordHash)
})

test('R33: each further failure doubles the delay of its address at the account, and strangers do not lock the owner out', () => {
  const attempts = new SignInAttempts()
  const delays: number[] = []
  let nowMs = 0
  for (let round = 0; round < 20; round++) {
    assert.equal(attempts.begin('ada', 'home', nowMs), 0)
    const waitMs = attempts.begin('ada', 'home', nowMs)
    if (waitMs > 0) delays.push(waitMs)
    nowMs += waitMs
  }
  assert.deepEqual(delays.slice(0, 4), [1_000, 2_000, 4_000, 8_000])
  assert.equal(Math.max(...delays), 15 * 60_000)
  attempts.succeeded('ada', 'home')
  let refused = 0
  for (let stranger = 0; stranger < 1_000; stranger++)
    if (attempts.begin('ada', `10.0.${stranger >> 8}.${stranger & 255}`, nowMs) > 0) refused++
  assert.equal(refused, 1_000 - 60)
  assert.equal(attempts.begin('ada', 'home', nowMs), 0)
  assert.ok(attempts.begin('ada', 'elsewhere', nowMs) > 0)
  assert.equal(attempts.begin('ada', 'elsewhere', nowMs + 1_000), 0)
})
