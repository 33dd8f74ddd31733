import assert from 'node:assert/strict'
import { createHmac, randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { secretId } from '../src/app/master-keys.ts'
import { parseKeyring } from '../src/domain/people/keyring.ts'
import { signWebhook } from '../src/payments/webhook-signature.ts'
import { untilSettled } from './harness/ledger.ts'
import { dayAhead, findRide, wishFor } from './harness/railway.ts'
import { until } from './harness/wait.ts'
import { createWorld, type World } from './harness/world.ts'

const signAfterSeconds = 15

/** The secrets in the data folder, the oldest first. */
function secretsOf({ data }: World, name: 'session_secret' | 'webhook_secret'): readonly string[] {
  const keyring = parseKeyring(JSON.parse(readFileSync(join(data, 'secrets.json'), 'utf8'))[name])
  assert.ok(keyring)
  return keyring.map((key) => key.secret)
}

function isSignedBy(token: string, secret: string): boolean {
  const [body = '', signature = ''] = [
    token.slice(0, token.lastIndexOf('.')),
    token.slice(token.lastIndexOf('.') + 1),
  ]
  return signature === createHmac('sha256', Buffer.from(secret, 'base64url')).update(body).digest('base64url')
}

/** Sends an event as a payment service with this secret would; returns whether it was accepted. */
async function isTaken({ client }: World, secret: string, id: string): Promise<boolean> {
  const [body, seconds] = ['{}', Math.floor(Date.now() / 1000)]
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signWebhook(secret, id, seconds, body),
  }
  return (
    (
      await client.call('POST', '/api/payments/webhooks/mock', {
        body,
        headers: { ...headers, 'content-type': 'application/json' },
      })
    ).status === 204
  )
}

async function rotate(world: World, ...args: readonly string[]): Promise<string> {
  const finished = await world.run(['secrets', 'rotate', ...args])
  assert.equal(finished.status, 0, finished.stdout + finished.stderr)
  return finished.stdout
}

test('O30, O31: secrets rotate beside a server at work: it reads the new ones, then signs with them, and nothing that exists stops working', async (t) => {
  const world = await createWorld(t, { env: { LOG_LEVEL: 'info' } })
  const { client } = world
  const token = await client.session()
  const ride = await findRide(client, { stops: 2, seats: 4, date: dayAhead(3) })
  const hold = (seat: number) => client.hold(token, wishFor(ride, 0, 1, [ride.seatNumbers[seat] ?? '']))
  const booking = await client.book(token, (await hold(0)).body)
  const held = await hold(1)
  const [old = ''] = secretsOf(world, 'session_secret')
  assert.match(
    await rotate(world),
    /With --yes:\n {2}- New secrets, .*\n {2}- Anything that the old secrets signed stays valid for 720/,
  )
  assert.deepEqual(secretsOf(world, 'session_secret'), [old], 'nothing was changed yet')

  const said = await rotate(world, '--sign-after', String(signAfterSeconds), '--yes')
  const both = secretsOf(world, 'session_secret')
  assert.equal(both.length, 2)
  for (const secret of both) assert.ok(!said.includes(secret), 'no secret is shown')
  assert.equal(statSync(join(world.data, 'secrets.json')).mode & 0o777, 0o600)
  const again = await world.run(['secrets', 'rotate', '--yes'])
  assert.match(
    again.stderr,
    /A rotation is already under way: new secrets start to sign at .* Wait until then\./,
  )
  assert.equal(again.status, 1)

  const isRead = () => world.server.output().includes('the secrets have rotated') || undefined
  await until('the new secrets', isRead)
  const [oldWebhook = '', newWebhook = ''] = secretsOf(world, 'webhook_secret')
  assert.ok(await isTaken(world, newWebhook, 'evt_1'), 'what a provider signs with the new one')
  const signed = await until('a session by the new secret', async () => {
    assert.equal((await client.booking(token, booking.body.booking_id)).status, 200)
    const next = await client.session()
    assert.equal((await client.call('GET', '/api/bookings', { token: next })).status, 200)
    return isSignedBy(next, both[1] ?? '') ? next : undefined
  })
  assert.ok(isSignedBy(token, old) && !isSignedBy(token, both[1] ?? ''))
  assert.ok(await isTaken(world, oldWebhook, 'evt_2'), 'and with the old one')
  assert.ok(!(await isTaken(world, 'x'.repeat(43), 'evt_3')))

  const twice = await client.book(token, held.body, 'tok_duplicate')
  assert.equal(twice.status, 201, twice.text)
  await untilSettled(world)
  await until(
    'the webhook of the mock service, signed by both',
    async () =>
      (await world.database.number(
        "SELECT count(*) FROM provider_events WHERE event_id NOT IN ('evt_1', 'evt_2')",
      )) > 0 || undefined,
  )
  await world.stopServer()
  await world.startServer()
  for (const known of [token, signed])
    assert.equal((await world.client.call('GET', '/api/bookings', { token: known })).status, 200)
  const link = await world.client.call('GET', `/api/bookings/by_link/${booking.body.link_token}`)
  assert.equal(link.status, 200)
})

test('O106: an older master key is removed once the server has sealed everything anew, and not before', async (t) => {
  const admin = { email: 'ada@example.org', password: 'correct horse battery' }
  const env = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password }
  const world = await createWorld(t, { env })
  await world.stopServer()
  const path = join(world.data, 'secrets.json')
  const stored = JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>
  const [old = '', fresh] = [stored.personal_secret, randomBytes(32).toString('base64url')]
  writeFileSync(path, JSON.stringify({ ...stored, personal_secret: `${old}@0..,${fresh}@1..` }))
  const drop = (secret: string, ...more: readonly string[]) =>
    world.run(['secrets', 'drop', secretId(secret), ...more])
  const refused = await drop(old, '--yes')
  assert.match(refused.stderr, /2 values are still sealed by \w{8}: a server that runs seals them anew/)
  assert.match((await drop(fresh, '--yes')).stderr, /seals names and contacts: rotate first/)
  assert.match((await drop('unknown', '--yes')).stderr, /No secret of names and contacts has the id/)
  await world.startServer()
  const looked = await until('everything sealed anew', async () => {
    const found = await drop(old)
    return found.status === 0 ? found : undefined
  })
  assert.match(looked.stdout, /Nothing is sealed by \w{8}\. With --yes, it is removed for good\./)
  assert.equal((await drop(old, '--yes')).status, 0)
  assert.ok(!readFileSync(path, 'utf8').includes(old))
  await world.stopServer()
  await world.startServer()
  const signed = await world.client.call('POST', '/api/staff/sessions', { body: admin })
  assert.equal(signed.status, 201, signed.text)
})

test('O30: if somebody may have read the secrets, the old ones are worthless within seconds, and bookings stay', async (t) => {
  const world = await createWorld(t)
  const { client } = world
  const token = await client.session()
  const ride = await findRide(client, { stops: 2, seats: 1, date: dayAhead(3) })
  const hold = await client.hold(token, wishFor(ride, 0, 1, ride.seatNumbers.slice(0, 1)))
  const booking = await client.book(token, hold.body)
  const [old = ''] = secretsOf(world, 'webhook_secret')
  const said = await rotate(world, '--keep-hours', '0', '--sign-after', '0', '--yes')
  assert.match(said, /Anything that the old secrets signed is no longer valid/)
  assert.match(said, /some end early: their guests continue with new sessions/)
  await until(
    'the end of the session',
    async () => (await client.call('GET', '/api/bookings', { token })).status === 401 || undefined,
  )
  assert.ok(!(await isTaken(world, old, 'evt_4')))
  assert.equal((await client.call('GET', '/api/bookings', { token: await client.session() })).status, 200)
  assert.equal((await client.call('GET', `/api/bookings/by_link/${booking.body.link_token}`)).status, 200)
  const shown = await world.run(['secrets', 'show', '--json'])
  assert.deepEqual(
    JSON.parse(shown.stdout).secrets.map(({ name, state }: { name: string; state: string }) => [name, state]),
    [
      ['session', 'signs'],
      ['webhook', 'signs'],
      // Y3: what it sealed needs it on.
      ['personal', 'is read on'],
      ['personal', 'signs'],
      // F44: tickets are good until they are used.
      ['ticket', 'is read on'],
      ['ticket', 'signs'],
    ],
  )
})
