import assert from 'node:assert/strict'
import { test } from 'node:test'
import { good } from './harness/client.ts'
import { lastByteRace, rawRequest } from './harness/raw.ts'
import { shownBy } from './harness/staff-steps.ts'
import { createWorld, type World } from './harness/world.ts'

const password = 'correct horse battery'
const linkForm = /^ {4}(http:\/\/\S+)\/setup#(\S{43})$/m

test('E40, R24: fifty copies of one set-up that meet make one administrator', async (t) => {
  const world = await createWorld(t)
  const [, setup_token] = linkForm.exec(world.server.output())?.slice(1) ?? []
  const body = JSON.stringify({ name: 'Ada Vlasak', email: 'ada@example.org', password, setup_token })
  const request = rawRequest('POST', '/api/setup', { 'content-type': 'application/json' }, body)
  const answers = await lastByteRace(
    world.urls,
    Array.from({ length: 50 }, () => request),
  )
  assert.equal(answers.filter(({ status }) => status === 201).length, 1)
  assert.equal(
    await world.database.number("SELECT count(*) FROM audit_entries WHERE action = 'staff_added'"),
    1,
  )
})

test('R24, R36, O104: a server prints the link that makes the first administrator, and the commands manage staff through it', async (t) => {
  const world = await createWorld(t)
  const [, url = '', setup_token = ''] = linkForm.exec(world.server.output()) ?? []
  assert.equal(url, world.server.url)
  assert.doesNotMatch(world.server.standardOutput(), linkForm)
  const ada = { name: 'Ada Vlasak', email: 'ada@example.org', password }
  const made = await world.client.call<{ token: string }>('POST', '/api/setup', {
    body: { ...ada, setup_token },
  })
  assert.equal(made.status, 201, made.text)
  const added = await world.run(['staff', 'add', 'ben@example.org', 'Ben', 'sales'], `${password}\n`)
  assert.equal(added.status, 0, added.stderr)
  assert.match(added.stdout, /ben@example\.org {2}Ben: sales/)
  const signIn = () =>
    world.client.call<{ token: string }>('POST', '/api/staff/sessions', {
      body: { email: 'ben@example.org', password },
    })
  const { token } = (await signIn()).body
  const me = () => world.client.call('GET', '/api/staff/me', { token })
  assert.equal((await me()).status, 200)
  assert.equal((await world.run(['staff', 'disable', 'ben@example.org'])).status, 0)
  assert.equal((await me()).status, 401)
  assert.equal((await signIn()).status, 401)
  const last = await world.run(['staff', 'disable', 'ada@example.org'])
  assert.equal(last.status, 1)
  assert.match(last.stderr, /last administrator/)
  const short = await world.run(['staff', 'reset', 'ben@example.org'], 'short\n')
  assert.match(short.stderr, /12 to 128 characters/)
  assert.equal((await world.run(['staff', 'role', 'ben@example.org', 'boss'])).status, 2)
  const { staff } = JSON.parse((await world.run(['staff', 'list', '--json'])).stdout)
  assert.deepEqual(
    staff.map((one: { email: string; state: string }) => [one.email, one.state]),
    [
      ['ada@example.org', 'ACTIVE'],
      ['ben@example.org', 'DISABLED'],
    ],
  )
  await resetsFactor(world)
  const verified = await world.run(['audit', 'verify', '--json'])
  assert.equal(verified.status, 0, verified.stdout)
  assert.doesNotMatch(world.server.output(), new RegExp(password))
})

/** Ben, back in use, loses his second factor, and the machine helps. */
async function resetsFactor({ client, run }: World): Promise<void> {
  const email = 'ben@example.org'
  assert.equal((await run(['staff', 'enable', email])).status, 0)
  const signIn = () =>
    client.call<{ token: string }>('POST', '/api/staff/sessions', { body: { email, password } })
  const { token } = good(await signIn(), 201)
  const post = (url: string, body: object) =>
    client.call<{ secret: string }>('POST', `/api/staff/factors${url}`, { token, body })
  const { secret } = good(await post('', { password }), 201)
  good(await post('/confirmations', { code: shownBy(secret) }), 201)
  assert.equal((await signIn()).problem.code, 'second_factor_needed')
  assert.match((await run(['staff', 'list'])).stdout, /Ben: sales \(second factor\)/)
  const reset = await run(['staff', 'reset-factor', email])
  assert.equal(reset.status, 0, reset.stderr)
  assert.equal((await client.call('GET', '/api/staff/me', { token })).status, 401)
  good(await signIn(), 201)
  const again = await run(['staff', 'reset-factor', email])
  assert.deepEqual([again.status, /no second factor/.test(again.stderr)], [1, true])
}
