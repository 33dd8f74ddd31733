import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atTheMachine } from '../app/people/staff-desk.ts'
import type { Right } from '../domain/people/rights.ts'
import { openWorld } from './world.fixture.ts'

const ada = { name: 'Ada Vlasak', email: 'ada@example.org', password: 'correct horse battery' }
const ben = { name: 'Ben Roth', email: 'ben@example.org', password: 'another horse battery' }
const reason = 'new_duties'

/** Ada is the only administrator. */
async function openRailway() {
  const world = await openWorld()
  const setUp = { ...ada, setup_token: await world.deps.staff.openSetup() }
  const token = String((await world.call('POST', '/api/setup', { body: setUp })).body.token)
  const ask = (path: string, body: object, by = token) =>
    world.call('POST', `/api/operator/staff${path}`, { body, token: by })
  const get = (path: string, by = token) => world.call('GET', `/api/operator/staff${path}`, { token: by })
  const signIn = ({ email, password }: { email: string; password: string }) =>
    world.call('POST', '/api/staff/sessions', { body: { email, password } })
  const keyWith = async (rights: readonly Right[]) => {
    const wanted = { name: rights.join(' '), rights, networks: [], requestsPerSecond: 1_000, expiresAt: null }
    const made = await world.deps.keys.add(wanted, atTheMachine)
    assert.ok(made.ok)
    return made.value.token
  }
  const acts = async () => {
    const { body } = await world.call('GET', '/api/operator/audit', { token })
    const entries = body.entries as readonly { action: string; reason: string | null; staff?: object }[]
    return entries.map(({ action, reason: why }) => [action, why])
  }
  return { ...world, token, ask, get, signIn, keyWith, acts }
}

const outcome = ({ status, body }: { status: number; body: Record<string, unknown> }) => [status, body.code]

test('R111: somebody is added, listed, given other roles, disabled and enabled again, each with an entry', async () => {
  const { ask, get, signIn, acts } = await openRailway()
  const added = await ask('', { ...ben, roles: ['sales'], reason })
  assert.equal(added.status, 201, added.text)
  const path = `/${added.body.staff_id}`
  assert.ok(!added.text.includes(ben.password) && !added.text.includes('argon'))
  assert.deepEqual(outcome(await ask('', { ...ben, email: 'BEN@example.org', roles: [], reason })), [
    ...[409, 'email_taken'],
  ])
  const staff = (await get('')).body.staff as readonly Record<string, unknown>[]
  assert.deepEqual(
    staff.map(({ email, roles, state }) => [email, roles, state]),
    [
      [ada.email, ['administrator'], 'ACTIVE'],
      [ben.email, ['sales'], 'ACTIVE'],
    ],
  )
  assert.equal((await signIn(ben)).status, 201)
  const roles = await ask(`${path}/role_changes`, { roles: ['inspector', 'sales'], reason })
  assert.deepEqual([roles.status, roles.body.roles], [200, ['inspector', 'sales']])
  const state = (to: string) => ask(`${path}/state_changes`, { state: to, reason: 'departure' })
  assert.equal((await state('DISABLED')).body.state, 'DISABLED')
  assert.equal((await state('DISABLED')).status, 200)
  assert.equal((await signIn(ben)).status, 401)
  assert.equal((await state('ACTIVE')).body.state, 'ACTIVE')
  assert.equal((await signIn(ben)).status, 201)
  assert.deepEqual((await acts()).slice(0, 6), [
    ['signed_in', null],
    ['staff_enabled', 'departure'],
    ['staff_disabled', 'departure'],
    ['staff_roles_changed', reason],
    ['signed_in', null],
    ['staff_added', reason],
  ])
})

test('R112: sessions of somebody are listed and ended, and a new password ends them as well', async () => {
  const { ask, get, signIn, acts, call } = await openRailway()
  const path = `/${(await ask('', { ...ben, roles: ['sales'], reason })).body.staff_id}`
  const begin = async (password: string) => String((await signIn({ ...ben, password })).body.token)
  const count = async () => ((await get(`${path}/sessions`)).body.sessions as readonly object[]).length
  const isIn = async (by: string) => (await call('GET', '/api/staff/me', { token: by })).status === 200
  const first = await begin(ben.password)
  assert.deepEqual([await isIn(first), await count()], [true, 1])
  assert.equal((await ask(`${path}/session_removals`, { reason: 'lost_device' })).status, 204)
  assert.deepEqual([await isIn(first), await count()], [false, 0])
  assert.deepEqual((await acts())[0], ['sessions_ended', 'lost_device'])
  const second = await begin(ben.password)
  const reset = await ask(`${path}/password_resets`, {
    password: 'a third horse battery',
    reason: 'own_wish',
  })
  assert.equal(reset.status, 204)
  assert.deepEqual([await isIn(second), (await signIn(ben)).status], [false, 401])
  assert.ok(await isIn(await begin('a third horse battery')))
})

test('R113: nobody gives a role with a right that they lack, or acts on somebody who has such a right', async () => {
  const { ask, get, keyWith } = await openRailway()
  const path = `/${(await ask('', { ...ben, roles: ['sales'], reason })).body.staff_id}`
  const [boss] = (await get('')).body.staff as readonly { staff_id: string }[]
  const key = await keyWith(['people.read', 'people.change'])
  const missing = async (...[where, body]: [string, object]) => {
    const { status, body: told } = await ask(where, { ...body, reason }, key)
    return [status, told.reason]
  }
  const refused = [403, 'right_missing']
  assert.deepEqual(await missing('', { ...ada, email: 'c@example.org', roles: ['administrator'] }), refused)
  for (const whom of [path, `/${boss?.staff_id}`]) {
    assert.deepEqual(await missing(`${whom}/role_changes`, { roles: ['administrator'] }), refused)
    assert.deepEqual(await missing(`${whom}/role_changes`, { roles: [] }), refused)
    assert.deepEqual(await missing(`${whom}/state_changes`, { state: 'DISABLED' }), refused)
    assert.deepEqual(await missing(`${whom}/password_resets`, { password: ada.password }), refused)
  }
  const factor = await ask(`/${boss?.staff_id}/factor_removals`, { reason: 'lost_device' }, key)
  assert.deepEqual([factor.status, factor.body.reason], refused)
  const plain = await ask('', { ...ada, email: 'c@example.org', roles: [], reason }, key)
  assert.equal(plain.status, 201, plain.text)
  const disabled = await ask(`/${plain.body.staff_id}/state_changes`, { state: 'DISABLED', reason }, key)
  assert.equal(disabled.status, 200, disabled.text)
})

test('R114: the last administrator in use stays one, and an unknown number is 404', async () => {
  const { ask, get } = await openRailway()
  const [boss] = (await get('')).body.staff as readonly { staff_id: string }[]
  const path = `/${boss?.staff_id}`
  const last = [409, 'last_administrator']
  assert.deepEqual(outcome(await ask(`${path}/role_changes`, { roles: ['sales'], reason })), last)
  assert.deepEqual(outcome(await ask(`${path}/state_changes`, { state: 'DISABLED', reason })), last)
  for (const nobody of ['/99', '/x']) {
    const unknown = [404, 'staff_not_found']
    assert.deepEqual(outcome(await ask(`${nobody}/role_changes`, { roles: [], reason })), unknown)
    assert.deepEqual(outcome(await ask(`${nobody}/state_changes`, { state: 'ACTIVE', reason })), unknown)
    assert.deepEqual(outcome(await ask(`${nobody}/session_removals`, { reason })), unknown)
    const reset = { password: ben.password, reason }
    assert.deepEqual(outcome(await ask(`${nobody}/password_resets`, reset)), unknown)
    assert.deepEqual(outcome(await get(`${nobody}/sessions`)), unknown)
  }
  assert.equal((await ask(`${path}/role_changes`, { roles: ['king'], reason })).status, 400)
  assert.equal((await ask('', { ...ben, password: 'short', roles: [], reason })).status, 400)
})
