import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atTheMachine } from '../app/people/staff-desk.ts'
import { codeAt, stepAt } from '../app/people/totp.ts'
import { openWorld, type World } from './world.fixture.ts'

const ada = { name: 'Ada Vlasak', email: 'ada@example.org', password: 'correct horse battery' }
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** What an app does with the secret that it is given. */
function bytesOf(base32: string): Buffer {
  const bits = [...base32].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

type Factors = 'off' | 'optional' | 'required'

async function openRailway(secondFactor: Factors = 'optional') {
  const world = await openWorld({ secondFactor })
  const body = { ...ada, setup_token: await world.deps.staff.openSetup() }
  const token = String((await world.call('POST', '/api/setup', { body })).body.token)
  const post = (url: string, body: object, by: string | null = token) =>
    world.call('POST', url, { body, ...(by === null ? {} : { token: by }) })
  const signIn = (code?: string, password = ada.password) =>
    post('/api/staff/sessions', { email: ada.email, password, ...(code === undefined ? {} : { code }) }, null)
  return { ...world, token, post, signIn }
}

/** Ada with a second factor, and what her app shows, now or some steps later. */
async function withFactor(secondFactor: Factors = 'optional') {
  const railway = await openRailway(secondFactor)
  const started = await railway.post('/api/staff/factors', { password: ada.password })
  assert.equal(started.status, 201, started.text)
  const secret = bytesOf(String(started.body.secret))
  const shown = (later = 0) => codeAt(secret, stepAt(railway.store.now()) + later)
  const confirmed = await railway.post('/api/staff/factors/confirmations', { code: shown() })
  assert.equal(confirmed.status, 201, confirmed.text)
  const recovery = confirmed.body.recovery_codes as readonly string[]
  return { ...railway, started, shown, recovery }
}

const outcome = ({ status, body }: Awaited<ReturnType<World['call']>>) => [status, body.code]

test('R103, R104: a factor is set up with the password and a first code; from then on signing in takes a code', async () => {
  const { signIn, shown, recovery, call, token, advance, started, store } = await withFactor()
  assert.equal(started.headers['cache-control'], 'no-store')
  assert.deepEqual(outcome(await signIn()), [401, 'second_factor_needed'])
  assert.deepEqual(outcome(await signIn(shown())), [401, 'second_factor_refused'], 'it confirmed the factor')
  await advance(30_000)
  assert.equal((await signIn(shown())).status, 201)
  assert.deepEqual(outcome(await signIn(shown())), [401, 'second_factor_refused'], 'a code is good once')
  const spaced = `${shown(1).slice(0, 3)} ${shown(1).slice(3)}`
  assert.equal((await signIn(spaced)).status, 201, 'the clock of the device is ahead')
  assert.equal(recovery.length, 10)
  assert.equal((await signIn(recovery[3]?.toLowerCase().replaceAll('-', ' '))).status, 201)
  assert.deepEqual(outcome(await signIn(recovery[3])), [401, 'second_factor_refused'])
  const { body } = await call('GET', '/api/staff/me', { token })
  assert.deepEqual([body.recovery_codes_left, body.needs_second_factor], [9, false])
  assert.match(String(body.second_factor_since), /^2027-/)
  const { staff } = await store.readPeople({ staff: 'all' })
  const kept = JSON.stringify(staff)
  for (const told of [String(started.body.secret), ...recovery]) assert.ok(!kept.includes(told))
})

test('R103: starting takes the password, and a secret that was not confirmed changes nothing about signing in', async () => {
  const { post, signIn, call, token } = await openRailway()
  assert.deepEqual(outcome(await post('/api/staff/factors', { password: 'wrong' })), [401, 'sign_in_refused'])
  const confirmation = '/api/staff/factors/confirmations'
  assert.deepEqual(outcome(await post(confirmation, { code: '123456' })), [409, 'no_second_factor'])
  assert.equal((await post('/api/staff/factors', { password: ada.password })).status, 201)
  assert.deepEqual(outcome(await post(confirmation, { code: '12345' })), [401, 'second_factor_refused'])
  assert.equal((await signIn()).status, 201)
  const { body } = await call('GET', '/api/staff/me', { token })
  assert.equal(body.second_factor_since, null)
})

test('R104: wrong codes count as wrong passwords, and asking without a code gives no tries back', async () => {
  const { signIn } = await withFactor()
  const statuses: number[] = []
  for (let round = 0; round < 3; round++)
    for (const code of [undefined, '000000']) statuses.push((await signIn(code)).status)
  assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429])
})

test('R104: codes have ten tries from everywhere together, and one more in ten minutes; who gets in has all again', async () => {
  const { advance, shown, deps } = await withFactor()
  let networks = 0
  const tryFrom = async (code: string) => {
    const reply = await deps.staff.signIn({ ...ada, code, address: `network ${++networks}` })
    return reply.ok ? 'in' : reply.refusal.code
  }
  const count = async (most: number) => {
    for (let tried = 0; tried < most; tried++) if ((await tryFrom('000000')) === 'rate_limited') return tried
    return most
  }
  assert.equal(await count(20), 10)
  assert.equal(await tryFrom(shown(1)), 'rate_limited', 'the right one as well')
  await advance(10 * 60_000)
  assert.equal(await tryFrom(shown()), 'in')
  assert.equal(await count(20), 10)
})

test('R105: with required, a session without a factor opens nothing but setting one up', async () => {
  const { post, call, token, store, guest } = await openRailway('required')
  for (const url of ['/api/operator/keys', '/api/operator/rights', '/api/staff/sessions', '/api/bookings']) {
    const { status, body } = await call('GET', url, { token })
    assert.deepEqual([status, body.code, body.reason], [403, 'forbidden', 'second_factor_missing'], url)
  }
  const me = await call('GET', '/api/staff/me', { token })
  assert.deepEqual([me.status, me.body.needs_second_factor], [200, true])
  const started = await post('/api/staff/factors', { password: ada.password })
  const code = codeAt(bytesOf(String(started.body.secret)), stepAt(store.now()))
  assert.equal((await post('/api/staff/factors/confirmations', { code })).status, 201)
  assert.equal((await call('GET', '/api/operator/keys', { token })).status, 200)
  assert.equal((await call('GET', '/api/bookings', { token: await guest() })).status, 200)
})

test('R105: with off, nobody is asked for a code, and nobody sets one up', async () => {
  const { post, signIn, call, token } = await openRailway('off')
  const started = await post('/api/staff/factors', { password: ada.password })
  assert.deepEqual(outcome(started), [409, 'second_factor_off'])
  assert.equal((await signIn('000000')).status, 201)
  assert.equal((await call('GET', '/api/operator/keys', { token })).status, 200)
})

test('R106: a code removes the own factor, and an administrator that of somebody else, with a reason', async () => {
  const { post, signIn, shown, recovery, deps, store, token, call } = await withFactor()
  const [{ id } = { id: 0 }] = await deps.staff.list()
  const byCode = (code: string) => post('/api/staff/factors/removals', { code })
  const reset = (body: object, by = token) => post(`/api/operator/staff/${id}/factor_removals`, body, by)
  assert.deepEqual(outcome(await byCode('000000')), [401, 'second_factor_refused'])
  assert.deepEqual(outcome(await reset({ reason: 'lost_device' })), [403, 'forbidden'], 'not her own')
  const ben = { ...ada, name: 'Ben', email: 'ben@example.org' }
  assert.ok((await deps.staff.add({ ...ben, roles: ['administrator'] }, atTheMachine)).ok)
  const begun = await post('/api/staff/sessions', { email: ben.email, password: ben.password }, null)
  const [boss, unknown] = [String(begun.body.token), '/api/operator/staff/x/factor_removals']
  assert.equal((await reset({ reason: 'because' }, boss)).status, 400)
  assert.deepEqual(outcome(await post(unknown, { reason: 'lost_device' }, boss)), [404, 'staff_not_found'])
  assert.equal((await reset({ reason: 'lost_device' }, boss)).status, 204)
  assert.equal((await call('GET', '/api/staff/me', { token })).status, 401, 'her sessions have ended')
  assert.equal((await signIn(shown(1))).status, 201, 'a code that nobody asks for does no harm')
  assert.deepEqual(outcome(await signIn(undefined, recovery[0])), [401, 'sign_in_refused'])
  assert.deepEqual(outcome(await reset({ reason: 'lost_device' }, boss)), [409, 'no_second_factor'])
  assert.equal((await store.readPeople({ staff: 'all' })).staff[0]?.factorSecret, null)
})
