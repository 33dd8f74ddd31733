import assert from 'node:assert/strict'
import { test } from 'node:test'
import { passkeySite } from '../app/people/passkey-site.ts'
import { mostPasskeys } from '../domain/people/passkeys.ts'
import { accountToken, mailsTo, password } from './account.fixture.ts'
import { Authenticator } from './passkey.fixture.ts'
import { holdSeats } from './sale.fixture.ts'
import { type Answer, openWorld, siteUrl, type World } from './world.fixture.ts'

const email = 'ada@example.org'
const minute = 60_000

const open = () => openWorld({ limits: false })
const beginAdding = async (world: World, token: string) =>
  (await world.call('POST', '/api/account/passkey_challenges', { token })).body as never
const add = (world: World, token: string, credential: object, name = 'My phone') =>
  world.call('POST', '/api/account/passkeys', { token, body: { name, credential } })
const beginSignIn = async (world: World, token?: string) =>
  (await world.call('POST', '/api/account/passkey_sessions/challenges', by(token))).body as never
const signIn = (world: World, credential: object, token?: string) =>
  world.call('POST', '/api/account/passkey_sessions', { ...by(token), body: { credential } })
const list = async (world: World, token: string) =>
  (await world.call('GET', '/api/account/passkeys', { token })).body.passkeys as readonly {
    readonly passkey_id: string
    readonly name: string
    readonly last_used_at: string | null
  }[]
const by = (token: string | undefined) => (token === undefined ? {} : { token })
const told = ({ status, body }: Answer) => `${status} ${body.code ?? ''}`
const notAccepted = '422 passkey_not_accepted'

/** An account with one passkey. */
async function withPasskey(world: World, options: ConstructorParameters<typeof Authenticator>[1] = {}) {
  const token = await accountToken(world, email)
  const authenticator = new Authenticator(siteUrl, options)
  const added = await add(world, token, authenticator.create(await beginAdding(world, token)))
  assert.equal(added.status, 201, added.text)
  return { token, authenticator, id: String(added.body.passkey_id) }
}

test('R82: a passkey is added, listed and named, and signs in without the password, with what the guest holds', async () => {
  const world = await open()
  const { token, authenticator, id } = await withPasskey(world)
  assert.deepEqual(
    (await mailsTo(world, email)).map(({ kind }) => kind),
    ['passkey_added'],
  )
  const path = `/api/account/passkeys/${id}`
  const renamed = await world.call('POST', path, { token, body: { name: 'Key on the ring' } })
  assert.deepEqual([renamed.status, renamed.body.name], [200, 'Key on the ring'], renamed.text)
  const guest = await world.guest()
  const held = await holdSeats(world, guest, 'held', ['4-2'])
  const begun = await signIn(world, authenticator.get(await beginSignIn(world, guest)), guest)
  assert.equal(begun.status, 201, begun.text)
  const there = String(begun.body.token)
  assert.equal((await world.call('GET', `/api/seat_holds/${held}`, { token: there })).status, 200)
  const [listed, ...others] = await list(world, there)
  assert.deepEqual([listed?.passkey_id, listed?.name, others], [id, 'Key on the ring', []])
  assert.ok(listed?.last_used_at)
  const again = await signIn(world, authenticator.get(await beginSignIn(world)))
  assert.equal(again.status, 201, again.text)
  await world.app.close()
})

test('R83: an answer for another origin, site or challenge, without its owner, or of another kind is refused', async () => {
  const world = await open()
  const { token, authenticator } = await withPasskey(world)
  const forgeries = [
    { origin: 'https://trains.example.com' },
    { origin: 'http://trains.example.org' },
    { rpId: 'example.org' },
    { isVerified: false },
    { challenge: Buffer.from('of our own').toString('base64url') },
  ]
  for (const forging of [...forgeries, { type: 'webauthn.create' }, { userHandle: 'OTk' }]) {
    const about = JSON.stringify(forging)
    const credential = authenticator.get(await beginSignIn(world), forging)
    assert.equal(told(await signIn(world, credential)), notAccepted, about)
  }
  const other = new Authenticator(siteUrl)
  for (const forging of [...forgeries, { type: 'webauthn.get' }]) {
    const credential = other.create(await beginAdding(world, token), forging)
    assert.equal(told(await add(world, token, credential)), notAccepted, JSON.stringify(forging))
  }
  const stranger = { ...other.get(await beginSignIn(world)), id: authenticator.id.toString('base64url') }
  stranger.response.userHandle = authenticator.get(await beginSignIn(world)).response.userHandle
  assert.equal(told(await signIn(world, stranger)), notAccepted, 'the signature of another key')
  assert.equal((await signIn(world, authenticator.get(await beginSignIn(world)))).status, 201)
  await world.app.close()
})

test('R84: a challenge works once, for five minutes, for who asked for it and for nothing else', async () => {
  const world = await open()
  // A passkey that does not count: only the challenge tells a repeated answer from a fresh one.
  const { token, authenticator } = await withPasskey(world, { counts: false })
  const answer = authenticator.get(await beginSignIn(world))
  assert.equal((await signIn(world, answer)).status, 201)
  assert.equal(told(await signIn(world, answer)), notAccepted, 'a second time')
  const late = authenticator.get(await beginSignIn(world))
  await world.advance(5 * minute)
  assert.equal(told(await signIn(world, late)), notAccepted, 'too late')
  const [guest, other] = [await world.guest(), await world.guest()]
  const ofGuest = authenticator.get(await beginSignIn(world, guest))
  for (const somebody of [other, undefined])
    assert.equal(told(await signIn(world, ofGuest, somebody)), notAccepted, 'another session')
  const toAdd = (await beginAdding(world, token)) as { public_key: { challenge: string } }
  assert.equal(told(await signIn(world, authenticator.get(toAdd))), notAccepted, 'for something else')
  const fresh = await accountToken(world, email)
  const made = new Authenticator(siteUrl).create(await beginAdding(world, fresh))
  assert.equal(told(await add(world, token, made)), notAccepted, 'of another session')
  assert.equal((await add(world, fresh, made)).status, 201)
  const [, second] = await list(world, fresh)
  const path = `/api/account/passkeys/${second?.passkey_id}`
  assert.equal((await world.call('DELETE', path, { token: fresh })).status, 204)
  assert.equal(told(await add(world, fresh, made)), notAccepted, 'it was used, and what it made is removed')
  await world.app.close()
})

test('R84: of copies of one answer that arrive at once, one signs in', async () => {
  const world = await open()
  const { authenticator } = await withPasskey(world, { counts: false })
  const answer = authenticator.get(await beginSignIn(world))
  const answers = await Promise.all(Array.from({ length: 50 }, () => signIn(world, answer)))
  assert.equal(answers.filter(({ status }) => status === 201).length, 1)
  await world.app.close()
})

test('R85: a passkey whose count goes back or stands still is a copy, and does not sign in', async () => {
  const world = await open()
  const { authenticator } = await withPasskey(world)
  const withCount = async (count: number) =>
    signIn(world, authenticator.get(await beginSignIn(world), { count }))
  assert.equal((await withCount(7)).status, 201)
  for (const count of [0, 6, 7]) assert.equal(told(await withCount(count)), notAccepted, `${count} after 7`)
  assert.equal((await withCount(8)).status, 201)
  await world.app.close()
})

test('R86: adding and removing a passkey needs a sign-in of the last ten minutes, and the owner is told', async () => {
  const world = await open()
  const { token, authenticator, id } = await withPasskey(world)
  await mailsTo(world)
  const path = `/api/account/passkeys/${id}`
  const options = (await beginAdding(world, token)) as never
  await world.advance(10 * minute)
  const tooOld = '403 recent_sign_in_needed'
  assert.equal(told(await world.call('POST', '/api/account/passkey_challenges', { token })), tooOld)
  assert.equal(told(await world.call('DELETE', path, { token })), tooOld)
  assert.equal((await add(world, token, new Authenticator(siteUrl).create(options))).status, 422)
  assert.equal((await list(world, token)).length, 1)
  // A passkey is as good as the password for that.
  const begun = await signIn(world, authenticator.get(await beginSignIn(world)))
  const recent = String(begun.body.token)
  assert.equal((await world.call('DELETE', path, { token: recent })).status, 204)
  assert.deepEqual(
    (await mailsTo(world, email)).map(({ kind }) => kind),
    ['passkey_removed'],
  )
  assert.equal(told(await world.call('DELETE', path, { token: recent })), '404 passkey_not_found')
  assert.equal(told(await signIn(world, authenticator.get(await beginSignIn(world)))), notAccepted)
  const stranger = await accountToken(world, 'eve@example.org')
  assert.equal(told(await world.call('DELETE', path, { token: stranger })), '404 passkey_not_found')
  await world.app.close()
})

test('R82: an account has at most ten passkeys, none twice, and deleting it leaves none', async () => {
  const world = await open()
  const { token, authenticator } = await withPasskey(world)
  const again = authenticator.create(await beginAdding(world, token))
  assert.equal(told(await add(world, token, again)), notAccepted)
  for (let count = 1; count < mostPasskeys; count++) {
    const made = new Authenticator(siteUrl).create(await beginAdding(world, token))
    assert.equal((await add(world, token, made, `Key ${count}`)).status, 201)
  }
  const more = new Authenticator(siteUrl).create(await beginAdding(world, token))
  assert.equal(told(await add(world, token, more)), '409 too_many_passkeys')
  const deleted = await world.call('POST', '/api/account/deletions', { token, body: { password } })
  assert.equal(deleted.status, 204)
  assert.equal(told(await signIn(world, authenticator.get(await beginSignIn(world)))), notAccepted)
  const { account } = await world.store.readPeople({ since: 0 })
  assert.deepEqual([account[0]?.passkeys, account[0]?.usedChallenges], [[], []])
  await world.app.close()
})

test('R87: the site of passkeys is that of PUBLIC_URL, whatever a request names as its host', async () => {
  const world = await open()
  const headers = { host: 'evil.example.com', 'x-forwarded-host': 'evil.example.com' }
  const asked = await world.call('POST', '/api/account/passkey_sessions/challenges', { headers })
  assert.equal((asked.body.public_key as { rpId: string }).rpId, 'trains.example.org')
  for (const [url, origin, rpId] of [
    ['https://trains.example.org/', 'https://trains.example.org', 'trains.example.org'],
    ['https://trains.example.org:8443/a/b', 'https://trains.example.org:8443', 'trains.example.org'],
    ['http://localhost:8080', 'http://localhost:8080', 'localhost'],
    ['http://127.0.0.1:8080', 'http://localhost:8080', 'localhost'],
    ['http://[::1]:8080', 'http://localhost:8080', 'localhost'],
  ] as const)
    assert.deepEqual(passkeySite(url), { origin, rpId }, url)
  for (const url of [
    'http://trains.example.org',
    'https://192.0.2.1',
    'https://[2001:db8::1]',
    'http://0.0.0.0',
  ])
    assert.equal(passkeySite(url), undefined, url)
  await world.app.close()
})

test('R88: a page that signs in once more has one session, since the new cookie replaces the old one', async () => {
  const world = await open()
  await accountToken(world, email)
  const ownPage = { 'sec-fetch-site': 'same-origin' }
  const enter = async (cookie?: string) => {
    const headers = { ...ownPage, ...(cookie === undefined ? {} : { cookie }) }
    const answer = await world.call('POST', '/api/account/sessions', { headers, body: { email, password } })
    assert.equal(answer.status, 201, answer.text)
    return String(answer.headers['set-cookie']).split(';')[0] ?? ''
  }
  const first = await enter()
  const show = (cookie: string) => world.call('GET', '/api/account', { headers: { ...ownPage, cookie } })
  assert.equal((await show(first)).status, 200)
  const second = await enter(first)
  assert.deepEqual([(await show(first)).status, (await show(second)).status], [401, 200])
  await world.app.close()
})
