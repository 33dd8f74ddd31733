import assert from 'node:assert/strict'
import test from 'node:test'
import type { SessionId, StaffId, UserId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { actedByNobody } from '../records/audit.ts'
import type { Change } from '../records/changes.ts'
import { KeptPeople, type StaffMember } from '../records/people.ts'
import { type FactorProof, noFactor, withUsedCode } from './factor-codes.ts'
import { confirmFactor, removeFactor, resetFactor, startFactor } from './second-factor.ts'
import { sessionOf, signIn } from './sessions.ts'

const [start, staffId] = [1_000_000 as Instant, 1 as StaffId]
const ada: StaffMember = {
  ...{ id: staffId, userId: 2 as UserId, name: 'Ada', email: 'ada@example.org', roles: ['administrator'] },
  ...{ emailFolded: 'ada@example.org', passwordHash: 'hash', state: 'ACTIVE' },
  ...{ createdAt: start, passwordAt: start, ...noFactor },
}
const withFactor: StaffMember = {
  ...ada,
  ...{ factorSecret: 'sealed', factorAt: start, factorStep: 10, recoveryHashes: ['r1', 'r2'] },
}
const newSession = (id: number) => ({ id: id as SessionId, tokenHash: `t${id}` })

/** People who are changed by what is decided. */
function railwayOf(...members: readonly StaffMember[]) {
  const people = new KeptPeople()
  for (const row of members) people.put({ of: 'staff', row })
  const noted: string[] = []
  const take = <T>({ reply, changes }: { reply: T; changes: readonly Change[] }): T => {
    for (const change of changes) {
      if (change.kind === 'noted') noted.push(change.note.action)
      if (change.kind === 'person_added' || change.kind === 'person_changed') people.put(change)
    }
    return reply
  }
  const view = { people: people.all.bind(people) } as Parameters<typeof signIn>[0]
  const member = () => people.all('staff').find(({ id }) => id === staffId) as StaffMember
  return { view, take, noted, member, people }
}

type Railway = ReturnType<typeof railwayOf>

function enter({ view, take }: Railway, id: number, proof: FactorProof | null, asksFactor = true) {
  const command = { staffId, verifiedHash: 'hash', newHash: null, asksFactor, proof, session: newSession(id) }
  const reply = take(signIn(view, command, start))
  return reply.ok ? 'in' : reply.refusal.code
}

test('R102: of two sign-ins with one code, whatever their order, one gets in; an earlier step than the last is refused', () => {
  const most = 14
  for (let first = 8; first < most; first++)
    for (let second = 8; second < most; second++) {
      const railway = railwayOf(withFactor)
      const seen = [first, second].map((step, index) => enter(railway, index, { secret: 'sealed', step }))
      const isFirstIn = first > withFactor.factorStep
      const isSecondIn = second > (isFirstIn ? first : withFactor.factorStep)
      const wanted = [isFirstIn, isSecondIn].map((isIn) => (isIn ? 'in' : 'second_factor_refused'))
      assert.deepEqual(seen, wanted, `${first} ${second}`)
    }
})

test('and if the last step were not kept, both would get in, or the test above proves nothing', () => {
  const proof = { secret: 'sealed', step: 11 }
  for (const id of [1, 2]) assert.equal(enter(railwayOf(withFactor), id, proof), 'in')
})

test('R103: a recovery code is good once, and the audit trail says that it was used', () => {
  const railway = railwayOf(withFactor)
  const enterBy = (recoveryHash: string, id: number) => enter(railway, id, { recoveryHash })
  assert.deepEqual(
    [enterBy('r1', 1), enterBy('r1', 2), enterBy('r3', 3), enterBy('r2', 4)],
    ['in', 'second_factor_refused', 'second_factor_refused', 'in'],
  )
  assert.deepEqual(railway.member().recoveryHashes, [])
  assert.deepEqual(railway.noted, ['recovery_code_used', 'signed_in', 'recovery_code_used', 'signed_in'])
})

test('R104: who has a factor needs a code, and one that was set up meanwhile is asked for', () => {
  assert.equal(enter(railwayOf(withFactor), 1, null), 'second_factor_needed')
  assert.equal(enter(railwayOf(withFactor), 1, null, false), 'in', 'with the setting off')
  assert.equal(enter(railwayOf({ ...withFactor, factorAt: null }), 1, null), 'in', 'until it is confirmed')
  const ofAnEarlierOne = { secret: 'another secret', step: 99 }
  assert.equal(enter(railwayOf(withFactor), 1, ofAnEarlierOne), 'second_factor_refused')
})

test('R103: a factor counts once a first code has confirmed it, which ends the other sessions and no other', () => {
  const railway = railwayOf(ada, { ...ada, id: 7 as StaffId })
  const { view, take, people, member, noted } = railway
  for (const id of [1, 2]) people.put({ of: 'session', row: sessionOf(ada, newSession(id), start) })
  const others = sessionOf({ ...ada, id: 7 as StaffId }, newSession(3), start)
  people.put({ of: 'session', row: others })
  const confirm = (step: number) => {
    const proof = { secret: 'sealed', step }
    const command = { staffId, sessionId: 2 as SessionId, proof, recoveryHashes: ['r1'] }
    const reply = take(confirmFactor(view, command, start))
    return reply.ok ? 'confirmed' : reply.refusal.code
  }
  const begin = (secret: string) => take(startFactor(view, { staffId, verifiedHash: 'hash', secret })).ok
  assert.equal(confirm(5), 'no_second_factor')
  assert.deepEqual([begin('first'), begin('sealed')], [true, true])
  assert.equal(enter(railway, 4, null), 'in')
  assert.equal(confirm(5), 'confirmed')
  assert.deepEqual(
    people
      .all('session')
      .filter(({ endedAt }) => endedAt === null)
      .map(({ id }) => id),
    [2, 3],
  )
  assert.deepEqual(member().recoveryHashes, ['r1'])
  assert.equal(enter(railway, 5, { secret: 'sealed', step: 5 }), 'second_factor_refused', 'its code is used')
  assert.deepEqual([confirm(6), begin('another')], ['second_factor_exists', false])
  const started = 'second_factor_started'
  assert.deepEqual(noted, [started, started, 'signed_in', 'second_factor_added'])
})

test('R103: setting up is refused if the password was changed while it was compared', () => {
  const { view } = railwayOf(ada)
  const reply = startFactor(view, { staffId, verifiedHash: 'old hash', secret: 'x' }).reply
  assert.deepEqual(reply, { ok: false, refusal: { code: 'sign_in_refused' } })
})

test('R106: a code removes the own factor; somebody else removes it without one, and ends the sessions', () => {
  const byBen = { ...actedByNobody, staffId: 9 as StaffId, reason: 'lost_device' as const }
  const own = railwayOf(withFactor)
  const remove = (step: number) =>
    own.take(removeFactor(own.view, { staffId, proof: { secret: 'sealed', step } }))
  assert.deepEqual([remove(10).ok, remove(11).ok, remove(12).ok], [false, true, false])
  assert.deepEqual([own.member(), own.noted], [ada, ['second_factor_removed']])
  const lost = railwayOf(withFactor)
  lost.people.put({ of: 'session', row: sessionOf(ada, newSession(1), start) })
  const reset = (by: typeof byBen) => lost.take(resetFactor(lost.view, { staffId, by, given: null }, start))
  const byHerself = reset({ ...byBen, staffId })
  assert.ok(!byHerself.ok && byHerself.refusal.code === 'forbidden')
  assert.ok(reset(byBen).ok)
  assert.deepEqual([lost.member(), lost.noted], [ada, ['second_factor_reset']])
  assert.equal(lost.people.all('session')[0]?.endedAt, start)
  const again = reset(byBen)
  assert.ok(!again.ok && again.refusal.code === 'no_second_factor')
})

test('R102: using a code changes nothing else of its owner', () => {
  const used = withUsedCode(withFactor, { secret: 'sealed', step: 11 })
  assert.deepEqual(used, { ...withFactor, factorStep: 11 })
})
