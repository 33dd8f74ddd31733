import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastByteRace, rawRequest } from './harness/raw.ts'
import { createWorld } from './harness/world.ts'

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

test('R24, R36: a server prints the link that makes the first administrator, and the commands manage staff through it', async (t) => {
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
  const verified = await world.run(['audit', 'verify', '--json'])
  assert.equal(verified.status, 0, verified.stdout)
  assert.doesNotMatch(world.server.output(), new RegExp(password))
})
