import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld, type World } from './world.fixture.ts'

const ada = { name: 'Ada Vlasak', email: 'Ada@Example.org', password: 'correct horse battery' }
const signIn = { email: 'ada@example.org', password: ada.password }
const ownPage = { 'sec-fetch-site': 'same-origin' }

async function openRailway(): Promise<World & { readonly token: string }> {
  const world = await openWorld()
  const link = await world.deps.staff.openSetup()
  const made = await world.call('POST', '/api/setup', { body: { ...ada, setup_token: link } })
  assert.equal(made.status, 201, made.text)
  return { ...world, token: String(made.body.token) }
}

test('R24: the link of a start makes the first administrator once, within half an hour, and no other token does', async () => {
  const world = await openWorld()
  const setUp = async (setup_token: string | null) =>
    (await world.call('POST', '/api/setup', { body: { ...ada, setup_token } })).body.code
  assert.equal(await setUp('x'), 'setup_refused')
  const first = await world.deps.staff.openSetup()
  const late = await world.deps.staff.openSetup()
  assert.equal(await setUp(first), 'setup_refused', 'a new start ends the link before')
  await world.advance(30 * 60_000)
  assert.equal(await setUp(late), 'setup_refused')
  const link = await world.deps.staff.openSetup()
  assert.equal(await setUp(link), undefined)
  assert.equal(await setUp(link), 'setup_refused')
  assert.equal(await world.deps.staff.openSetup(), null)
  for (const password of ['short', 'x'.repeat(129)]) {
    const answer = await world.call('POST', '/api/setup', { body: { ...ada, password, setup_token: 'x' } })
    assert.equal(answer.status, 400, answer.text)
  }
})

test('R34: a program that signs in gets a token, which opens what is for staff until it signs out', async () => {
  const world = await openRailway()
  const me = await world.call('GET', '/api/staff/me', { token: world.token })
  assert.deepEqual(
    [me.status, me.body.name, me.body.email, me.body.roles],
    [200, ada.name, ada.email, ['administrator']],
  )
  const begun = await world.call('POST', '/api/staff/sessions', { body: signIn })
  assert.deepEqual([begun.status, begun.headers['set-cookie']], [201, undefined])
  const token = String(begun.body.token)
  assert.match(token, /^s1\.[A-Za-z0-9_-]{43}$/)
  const listed = await world.call('GET', '/api/staff/sessions', { token })
  const sessions = listed.body.sessions as { is_current: boolean }[]
  assert.deepEqual(
    sessions.map((one) => one.is_current),
    [true, false],
  )
  assert.equal((await world.call('DELETE', '/api/staff/sessions/current', { token })).status, 204)
  assert.equal((await world.call('GET', '/api/staff/me', { token })).body.reason, 'session_unknown')
  assert.equal((await world.call('GET', '/api/staff/me', { token: world.token })).status, 200)
  assert.equal((await world.call('DELETE', '/api/staff/sessions', { token: world.token })).status, 204)
  assert.equal((await world.call('GET', '/api/staff/me', { token: world.token })).status, 401)
  const wrong = await world.call('POST', '/api/staff/sessions', { body: { ...signIn, password: 'wrong' } })
  assert.deepEqual([wrong.status, wrong.body.code], [401, 'sign_in_refused'])
})

test('R34: a page gets a cookie of its own instead, and pages of other sites get nothing', async () => {
  const world = await openRailway()
  const begun = await world.call('POST', '/api/staff/sessions', { body: signIn, headers: ownPage })
  assert.deepEqual([begun.status, begun.body.token], [201, undefined])
  const [cookie = '', ...attributes] = String(begun.headers['set-cookie']).split('; ')
  assert.match(cookie, /^holdfast_staff_\d+=s1\./)
  assert.deepEqual(
    attributes.filter((one) => !one.startsWith('Max-Age')),
    ['Path=/', 'HttpOnly', 'SameSite=Strict'],
  )
  const headers = { cookie, ...ownPage }
  assert.equal((await world.call('GET', '/api/staff/me', { headers: { cookie } })).status, 200)
  const elsewhere = { cookie, 'sec-fetch-site': 'cross-site' }
  for (const url of ['/api/staff/sessions', '/api/staff/sessions/current'])
    assert.equal((await world.call('DELETE', url, { headers: elsewhere })).status, 403)
  const foreign = { 'sec-fetch-site': 'cross-site' }
  assert.equal(
    (await world.call('POST', '/api/staff/sessions', { body: signIn, headers: foreign })).status,
    403,
  )
  const passengers = cookie.replace('staff', 'session')
  assert.equal((await world.call('GET', '/api/staff/me', { headers: { cookie: passengers } })).status, 401)
  const gone = await world.call('DELETE', '/api/staff/sessions/current', { headers })
  assert.match(String(gone.headers['set-cookie']), /^holdfast_staff_\d+=; Max-Age=0/)
  assert.equal((await world.call('GET', '/api/staff/me', { headers })).status, 401)
})

test('R35: a guest opens nothing for staff, and finding a guest asks the database for nothing', async () => {
  const world = await openRailway()
  const token = await world.guest()
  const refused = await world.call('GET', '/api/staff/me', { token })
  assert.deepEqual(
    [refused.status, refused.body.code, refused.body.reason],
    [401, 'unauthenticated', 'not_staff'],
  )
  let reads = 0
  const { readPeople } = world.store
  world.store.readPeople = (scope) => {
    reads++
    return readPeople.call(world.store, scope)
  }
  for (let round = 0; round < 10; round++) await world.call('GET', '/api/bookings', { token })
  assert.equal(reads, 0)
})

test('R28: changing the password ends every session and begins one; the old password is needed for it', async () => {
  const world = await openRailway()
  const other = await world.call('POST', '/api/staff/sessions', { body: signIn })
  const change = (password: string, token: string) =>
    world.call('POST', '/api/staff/me/password', {
      token,
      body: { password, new_password: 'another horse battery' },
    })
  assert.equal((await change('wrong', world.token)).body.code, 'sign_in_refused')
  const changed = await change(ada.password, world.token)
  assert.equal(changed.status, 201, changed.text)
  for (const token of [world.token, String(other.body.token)])
    assert.equal((await world.call('GET', '/api/staff/me', { token })).status, 401)
  assert.equal((await world.call('GET', '/api/staff/me', { token: String(changed.body.token) })).status, 200)
  assert.equal((await world.call('POST', '/api/staff/sessions', { body: signIn })).status, 401)
})

test('R33: after failures the answer is 429 and says when to try again, for accounts that are not there as well', async () => {
  const world = await openRailway()
  for (const email of [signIn.email, 'nobody@example.org']) {
    const statuses: number[] = []
    for (let round = 0; round < 6; round++)
      statuses.push(
        (await world.call('POST', '/api/staff/sessions', { body: { email, password: 'wrong' } })).status,
      )
    assert.deepEqual(statuses, [401, 401, 401, 401, 401, 429])
  }
  const waiting = await world.call('POST', '/api/staff/sessions', { body: signIn })
  assert.deepEqual(
    [waiting.status, waiting.body.code, waiting.headers['retry-after']],
    [429, 'rate_limited', '1'],
  )
  await world.advance(1_000)
  assert.equal((await world.call('POST', '/api/staff/sessions', { body: signIn })).status, 201)
})

test('R37: who invents tokens is refused before the database is asked for more of them', async () => {
  const world = await openRailway()
  assert.equal((await world.call('GET', '/api/staff/me', { token: world.token })).status, 200)
  let reads = 0
  const { readPeople } = world.store
  world.store.readPeople = (scope) => {
    reads++
    return readPeople.call(world.store, scope)
  }
  let refused = 0
  for (let round = 0; round < 600; round++) {
    const token = `s1.${String(round).padStart(43, 'A')}`
    if ((await world.call('GET', '/api/staff/me', { token })).status === 429) refused++
  }
  assert.ok(refused > 0 && reads + refused === 600, `${reads} reads, ${refused} refused`)
  assert.equal((await world.call('GET', '/api/staff/me', { token: world.token })).status, 200)
})
