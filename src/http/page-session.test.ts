import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Answer, openWorld, type World } from './world.fixture.ts'

const plain = { host: 'seats.example:8080', origin: 'http://seats.example:8080' }
const secure = { host: 'seats.example', 'x-forwarded-proto': 'https', 'sec-fetch-site': 'same-origin' }

type Headers = Readonly<Record<string, string>>

const open = (world: World, headers: Headers = plain) => world.call('POST', '/api/page_sessions', { headers })

/** `name=value`, as a browser sends it back. */
function pairOf({ headers }: Answer): string {
  const [pair = ''] = String(headers['set-cookie']).split(';')
  return pair
}

/** Sends a request that only a known caller may send. */
async function asked(world: World, headers: Headers, token?: string): Promise<Answer> {
  return world.call('GET', '/api/bookings', { headers, ...(token === undefined ? {} : { token }) })
}
async function released(world: World, headers: Headers, token?: string): Promise<Answer> {
  return world.call('DELETE', '/api/seat_holds/h', { headers, ...(token === undefined ? {} : { token }) })
}

test('W26: the session of the pages is a cookie that no script can read and that ends with the session', async () => {
  const world = await openWorld()
  const answer = await open(world)
  assert.equal(answer.status, 201)
  assert.deepEqual(Object.keys(answer.body), ['user_id', 'expires_at'])
  assert.match(
    String(answer.headers['set-cookie']),
    /^holdfast_session_8080=g1\.\S+; Max-Age=3600; Path=\/; HttpOnly; SameSite=Lax$/,
  )
  assert.equal(answer.headers['cache-control'], 'no-store')
  const headers = { ...plain, cookie: `other=1; ${pairOf(answer)}` }
  assert.equal((await asked(world, headers)).status, 200)
  await world.advance(3_600_000)
  assert.equal((await asked(world, headers)).body.reason, 'session_expired')
  const next = await open(world, headers)
  assert.equal(next.status, 201)
  assert.notEqual(next.body.user_id, answer.body.user_id)
  await world.app.close()
})

test('W26: over https, as a trusted proxy reports it, the cookie is Secure and bound to the host', async () => {
  const world = await openWorld({ trustProxy: '127.0.0.1' })
  const answer = await open(world, secure)
  assert.match(
    String(answer.headers['set-cookie']),
    /^__Host-holdfast_session=g1\.\S+; Max-Age=3600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  )
  assert.equal((await asked(world, { ...secure, cookie: pairOf(answer) })).status, 200)
  await world.app.close()
})

test('W26: a client that is not a trusted proxy cannot claim that a connection is secure', async () => {
  const world = await openWorld()
  assert.match(pairOf(await open(world, secure)), /^holdfast_session_80=/)
  await world.app.close()
})

test('W26: only the cookie whose name fits the connection is read', async () => {
  const world = await openWorld({ trustProxy: '127.0.0.1' })
  const token = await world.guest()
  const statusWith = async (headers: Headers, name: string) =>
    (await asked(world, { ...headers, cookie: `${name}=${token}` })).status
  assert.equal(await statusWith(secure, '__Host-holdfast_session'), 200)
  for (const name of ['holdfast_session_80', 'holdfast_session_443', '__host-holdfast_session'])
    assert.equal(await statusWith(secure, name), 401, name)
  assert.equal(await statusWith(plain, 'holdfast_session_8080'), 200)
  for (const name of ['__Host-holdfast_session', 'holdfast_session_8081', 'holdfast_session_808'])
    assert.equal(await statusWith(plain, name), 401, name)
  await world.app.close()
})

test('W27: a request with a bearer token never reads a cookie', async () => {
  const world = await openWorld()
  const page = await open(world)
  const headers = { ...plain, cookie: pairOf(page) }
  const token = await world.guest()
  // First the token is invalid and the cookie valid, then the reverse.
  assert.equal((await asked(world, headers, 'g1.1.1.forged')).status, 401)
  assert.equal((await asked(world, { ...headers, authorization: 'Bearer' })).status, 401)
  assert.equal((await asked(world, { ...plain, cookie: 'holdfast_session_8080=forged' }, token)).status, 200)
  // Unlike a cookie, a token is never sent by a browser on its own, so it counts from any site.
  const elsewhere = { ...headers, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  assert.equal((await released(world, elsewhere, token)).body.code, 'hold_not_found')
  await world.app.close()
})

/** What a browser says about the origin of a request, and if that is a page of the requested host. */
const origins: readonly (readonly [says: Headers, isOwn: boolean])[] = [
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'same-origin', origin: 'http://seats.example:8080' }, true],
  [{ origin: 'http://seats.example:8080' }, true],
  [{ origin: 'http://SEATS.example:8080' }, true],
  [{}, false],
  [{ 'sec-fetch-site': 'cross-site', origin: 'http://evil.example' }, false],
  // A neighbor under the same domain sends SameSite cookies.
  [{ 'sec-fetch-site': 'same-site', origin: 'http://other.example' }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  // Sec-Fetch-Site outweighs Origin.
  [{ 'sec-fetch-site': 'cross-site', origin: 'http://seats.example:8080' }, false],
  [{ origin: 'http://seats.example' }, false],
  [{ origin: 'http://seats.example:8081' }, false],
  [{ origin: 'http://evil.example' }, false],
  [{ origin: 'http://seats.example:8080.evil.example' }, false],
  [{ origin: 'null' }, false],
  [{ origin: 'http://seats.example:8080, http://evil.example' }, false],
]

test('W28: a change by cookie must come from a page of this server', async () => {
  const world = await openWorld()
  const cookie = pairOf(await open(world))
  for (const [says, isOwn] of origins) {
    const headers = { host: plain.host, cookie, ...says }
    const answer = await released(world, headers)
    assert.equal(answer.body.code, isOwn ? 'hold_not_found' : 'forbidden', JSON.stringify(says))
    if (!isOwn) assert.deepEqual([answer.status, answer.body.reason], [403, 'not_from_own_pages'])
    // Reading is allowed: another site cannot read the answer, and links to this one must work.
    assert.equal((await asked(world, headers)).status, 200)
  }
  await world.app.close()
})

test('W28: another site cannot give a visitor a different session either', async () => {
  const world = await openWorld()
  for (const [says, isOwn] of origins) {
    const answer = await open(world, { host: plain.host, ...says })
    assert.equal(answer.status, isOwn ? 201 : 403, JSON.stringify(says))
    assert.equal(answer.headers['set-cookie'] !== undefined, isOwn)
  }
  await world.app.close()
})

test('W29: a visitor with a session cookie keeps it when a page opens a session', async () => {
  const world = await openWorld()
  const first = await open(world)
  const again = await open(world, { ...plain, cookie: pairOf(first) })
  assert.deepEqual([again.status, again.headers['set-cookie']], [200, undefined])
  assert.deepEqual(again.body, first.body)
  const forged = await open(world, { ...plain, cookie: 'holdfast_session_8080=g1.1.1.forged' })
  assert.equal(forged.status, 201)
  assert.notEqual(forged.body.user_id, first.body.user_id)
  await world.app.close()
})

test('W18: neither logs nor metrics nor problems repeat the session cookie', async () => {
  const world = await openWorld()
  const page = await open(world)
  const pair = pairOf(page)
  const [, token = ''] = pair.split('=')
  const headers = { ...plain, cookie: pair }
  const seen = [
    page.text,
    (await asked(world, headers)).text,
    (await released(world, headers)).text,
    (await released(world, { host: plain.host, cookie: pair })).text,
    (await asked(world, { ...headers, cookie: `${pair}x` })).text,
    (await world.call('GET', '/metrics')).text,
    ...world.logged,
  ]
  assert.ok(world.logged.length > 0 && token.length > 40)
  for (const text of seen) assert.ok(!text.includes(token), text)
  await world.app.close()
})

test('L1: an address may open 500 sessions in one moment, by page or by program', async () => {
  const world = await openWorld()
  for (let asked = 0; asked < 250; asked++) {
    await world.guest()
    assert.equal((await open(world)).status, 201)
  }
  assert.equal((await open(world)).body.code, 'rate_limited')
  await world.app.close()
})
