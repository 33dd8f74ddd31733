import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { parseKeyring } from '../../src/domain/people/keyring.ts'
import { startServer } from '../../src/store/postgres/server.fixture.ts'
import { createClient } from '../harness/client.ts'
import { until } from '../harness/wait.ts'
import { createWorld } from '../harness/world.ts'
import { siteOn } from './nodes.ts'

const server = await startServer()
after(() => server.close())
const site = await siteOn(server)
const world = await createWorld({ after }, { site: async () => site, env: { LOG_LEVEL: 'info' } })
const clients = world.urls.map((url) => createClient(url, 2))
after(() => Promise.all(clients.map((client) => client.close())))

test('Q41: nodes learn of new secrets without a restart and before one signs with them: every session is known at every node all the while', async (t) => {
  const sessions = await Promise.all(clients.map((client) => client.session()))
  const rotated = await world.run(['secrets', 'rotate', '--sign-after', '8', '--yes'])
  assert.equal(rotated.status, 0, rotated.stdout + rotated.stderr)
  const [row] = await site.database.rows("SELECT value FROM settings WHERE name = 'session_secret'")
  const keyring = parseKeyring(String(row?.value))
  assert.equal(keyring?.length, 2)
  const signsAt = keyring?.[1]?.signsFrom ?? 0
  let opened = 0
  // Continues until some seconds after the new secret signs, by the database's clock.
  await until('the time after the change', async () => {
    for (const client of clients) {
      sessions.push(await client.session())
      opened++
    }
    for (const client of clients)
      for (const token of [...sessions.slice(0, 3), ...sessions.slice(-3)])
        assert.equal((await client.call('GET', '/api/bookings', { token })).status, 200)
    const [time] = await site.database.rows('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now')
    return Number(time?.now) > signsAt + 3_000 || undefined
  })
  for (const node of world.servers) assert.match(node.output(), /the secrets have rotated/)
  const last = sessions.at(-1) ?? ''
  assert.notEqual(last.split('.').at(-1), sessions[0]?.split('.').at(-1))
  t.diagnostic(`${opened} sessions opened meanwhile, each known at ${clients.length} nodes`)
  const shown = JSON.parse((await world.run(['secrets', 'show', '--json'])).stdout).secrets
  assert.deepEqual(
    shown.map(({ name, state }: { name: string; state: string }) => `${name} ${state}`),
    ['session', 'webhook', 'personal', 'ticket'].flatMap((name) => [`${name} is read on`, `${name} signs`]),
  )
})
