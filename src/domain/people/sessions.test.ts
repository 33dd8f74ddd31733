import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SessionId, StaffId, UserId } from '../ids.ts'
import { after, type Instant } from '../instant.ts'
import { actedByNobody } from '../records/audit.ts'
import { KeptPeople, type StaffMember } from '../records/people.ts'
import type { PeopleDecision } from './decision.ts'
import { noFactor } from './factor-codes.ts'
import { actedBy, isSessionLive, noteUse, signIn, signOut, signOutEverywhere } from './sessions.ts'
import { addStaff, changeRoles, setPassword, setStaffState } from './staff.ts'

const minute = 60_000
const start = 1_000_000 as Instant
const staffId = 1 as StaffId
const actor = { by: { ...actedByNobody, reason: 'on_the_machine' }, given: null } as const

const ada: StaffMember = {
  ...{ id: staffId, userId: 2 as UserId, name: 'Ada', email: 'ada@example.org', roles: ['administrator'] },
  ...{ emailFolded: 'ada@example.org', passwordHash: 'hash 0', state: 'ACTIVE' },
  ...{ createdAt: start, passwordAt: start, ...noFactor },
}
/** Signing in with the password alone. */
const byPassword = { newHash: null, asksFactor: true, proof: null } as const
/** So that Ada is not the last administrator. */
const ben: StaffMember = { ...ada, id: 9 as StaffId, userId: 10 as UserId, emailFolded: 'ben@example.org' }

/** What becomes of sessions, said as plainly as possible. */
interface Model {
  readonly sessions: readonly {
    readonly beganAt: number
    readonly usedAt: number
    readonly isEnded: boolean
  }[]
  readonly isDisabled: boolean
}

const isLiveIn = ({ isDisabled }: Model, one: Model['sessions'][number], now: number) =>
  !isDisabled && !one.isEnded && now < one.usedAt + 30 * minute && now < one.beganAt + 12 * 60 * minute
const ended = (model: Model): Model['sessions'] => model.sessions.map((one) => ({ ...one, isEnded: true }))
const begun = (now: number) => ({ beganAt: now, usedAt: now, isEnded: false })

class Play {
  readonly people = new KeptPeople()
  now: Instant = start
  model: Model = { sessions: [], isDisabled: false }

  static copyOf(other: Play): Play {
    const copy = new Play()
    for (const row of other.people.all('staff')) copy.people.put({ of: 'staff', row })
    for (const row of other.people.all('session')) copy.people.put({ of: 'session', row })
    copy.now = other.now
    copy.model = other.model
    return copy
  }

  get view() {
    return { people: this.people.all.bind(this.people) }
  }

  get member(): StaffMember {
    const [member] = this.people.all('staff')
    assert.ok(member)
    return member
  }

  get newSession() {
    const id = (this.people.all('session').length + 1) as SessionId
    return { id, tokenHash: `token ${id}` }
  }

  take<T, R extends { readonly code: string }>({ reply, changes }: PeopleDecision<T, R>) {
    for (const change of changes)
      if (change.kind === 'person_added' || change.kind === 'person_changed') this.people.put(change)
    assert.equal(changes.length === 0 || changes.some(({ kind }) => kind === 'noted'), true)
    return reply
  }

  assertAsModel(path: readonly string[]): void {
    const isActive = this.member.state === 'ACTIVE'
    const live = this.people.all('session').map((one) => isActive && isSessionLive(one, this.now))
    const expected = this.model.sessions.map((one) => isLiveIn(this.model, one, this.now))
    assert.deepEqual(live, expected, path.join(', '))
  }
}

const lastLive = ({ model, now }: Play) => model.sessions.findLastIndex((one) => isLiveIn(model, one, now))

const acts: Readonly<Record<string, (play: Play) => void>> = {
  'sign in'(play) {
    const { passwordHash: verifiedHash } = play.member
    const command = { ...byPassword, staffId, verifiedHash, session: play.newSession }
    const reply = play.take(signIn(play.view, command, play.now))
    assert.equal(reply.ok, !play.model.isDisabled)
    if (reply.ok) play.model = { ...play.model, sessions: [...play.model.sessions, begun(play.now)] }
  },
  use(play) {
    const index = lastLive(play)
    if (index < 0) return
    const { changes } = noteUse(play.view, new Map([[(index + 1) as SessionId, play.now]]))
    for (const change of changes) if (change.kind === 'person_changed') play.people.put(change)
    const sessions = play.model.sessions.map((one, at) => (at === index ? { ...one, usedAt: play.now } : one))
    play.model = { ...play.model, sessions }
  },
  'twenty minutes': (play) => {
    play.now = after(play.now, 20 * minute)
  },
  'half a day': (play) => {
    // Used all the time, and then for as long as it takes to be too old.
    for (let step = 0; step < 29; step++) {
      acts.use?.(play)
      play.now = after(play.now, 25 * minute)
    }
  },
  'sign out'(play) {
    const index = lastLive(play)
    if (index < 0) return
    play.take(signOut(play.view, { staffId, sessionId: (index + 1) as SessionId }, play.now))
    const sessions = play.model.sessions.map((one, at) => (at === index ? { ...one, isEnded: true } : one))
    play.model = { ...play.model, sessions }
  },
  'sign out everywhere'(play) {
    play.take(signOutEverywhere(play.view, { staffId, by: actedBy(staffId) }, play.now))
    play.model = { ...play.model, sessions: ended(play.model) }
  },
  'change the password'(play) {
    const { passwordHash: verifiedHash } = play.member
    const passwordHash = `${verifiedHash}+`
    const command = { staffId, verifiedHash, passwordHash, session: play.newSession, ...actor }
    const reply = play.take(setPassword(play.view, command, play.now))
    assert.equal(reply.ok, !play.model.isDisabled)
    if (reply.ok) play.model = { ...play.model, sessions: [...ended(play.model), begun(play.now)] }
  },
  disable(play) {
    play.take(setStaffState(play.view, { staffId, state: 'DISABLED', ...actor }, play.now))
    const sessions = play.model.isDisabled ? play.model.sessions : ended(play.model)
    play.model = { sessions, isDisabled: true }
  },
  enable(play) {
    play.take(setStaffState(play.view, { staffId, state: 'ACTIVE', ...actor }, play.now))
    play.model = { ...play.model, isDisabled: false }
  },
}

function first(): Play {
  const play = new Play()
  for (const row of [ada, ben]) play.people.put({ of: 'staff', row })
  return play
}

test('R28: whatever happens in any order of five steps, the sessions that live are those that the model has', () => {
  let sequences = 0
  const go = (play: Play, path: readonly string[]): void => {
    sequences++
    play.assertAsModel(path)
    if (path.length === 5) return
    for (const [name, act] of Object.entries(acts)) {
      const next = Play.copyOf(play)
      act(next)
      go(next, [...path, name])
    }
  }
  go(first(), [])
  assert.equal(sequences, (9 ** 6 - 1) / 8)
})

test('R29: who is disabled, or gets another password, while one is compared does not get in', () => {
  const command = {
    ...byPassword,
    staffId,
    verifiedHash: 'hash 0',
    session: { id: 1 as SessionId, tokenHash: 't' },
  }
  for (const between of [acts.disable, acts['change the password']]) {
    const play = first()
    between?.(play)
    assert.deepEqual(signIn(play.view, command, play.now).reply, {
      ...{ ok: false, refusal: { code: 'sign_in_refused' } },
    })
  }
  assert.ok(signIn(first().view, command, start).reply.ok)
})

test('R26: a password that was hashed at another cost is replaced by its new hash, and its sessions go on', () => {
  const play = first()
  acts['sign in']?.(play)
  const hashes = { verifiedHash: 'hash 0', newHash: 'hash 1' }
  const command = { ...byPassword, staffId, ...hashes, session: play.newSession }
  assert.ok(play.take(signIn(play.view, command, play.now)).ok)
  assert.equal(play.member.passwordHash, 'hash 1')
  assert.equal(play.people.all('session').filter((one) => isSessionLive(one, play.now)).length, 2)
})

test('R30: the last administrator in use can neither be disabled nor lose the role', () => {
  const play = first()
  const id = ben.id
  const refused = { ok: false, refusal: { code: 'last_administrator' } }
  acts.disable?.(play)
  assert.deepEqual(
    setStaffState(play.view, { staffId: id, state: 'DISABLED', ...actor }, start).reply,
    refused,
  )
  assert.deepEqual(changeRoles(play.view, { staffId: id, roles: ['sales'], ...actor }).reply, refused)
  acts.enable?.(play)
  assert.ok(play.take(changeRoles(play.view, { staffId: id, roles: ['sales'], ...actor })).ok)
  assert.deepEqual(setStaffState(play.view, { staffId, state: 'DISABLED', ...actor }, start).reply, refused)
})

test('R23, R24: an address is taken in any capitals, and the first administrator is made once', () => {
  const play = new Play()
  const member = { ...ada, email: 'ADA@example.org', ...actor }
  assert.ok(play.take(addStaff(play.view, { ...member, isFirst: true }, start)).ok)
  assert.deepEqual(addStaff(play.view, { ...member, id: 3 as StaffId, isFirst: true }, start).reply, {
    ...{ ok: false, refusal: { code: 'setup_refused' } },
  })
  const again = { ...member, email: 'Ada@Example.ORG', id: 3 as StaffId, isFirst: false }
  assert.deepEqual(addStaff(play.view, again, start).reply, {
    ...{ ok: false, refusal: { code: 'email_taken' } },
  })
})
