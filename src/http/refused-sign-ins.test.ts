import assert from 'node:assert/strict'
import { test } from 'node:test'
import { registerAs } from './account.fixture.ts'
import { openWorld } from './world.fixture.ts'

test('R115: a refused sign-in of staff or of an account is a line of the log that names nobody; a flood has ten lines a minute and a count', async () => {
  const world = await openWorld({ limits: false })
  await registerAs(world, await world.guest(), 'ada@example.org')
  const signIn = (path: string, email: string) =>
    world.call('POST', path, { body: { email, password: 'not the right one' } })
  const lines = () => world.logged.filter((line) => line.startsWith('a sign-in was refused'))
  const last = () =>
    JSON.parse(
      lines()
        .at(-1)
        ?.replace(/^[^{]*/, '') ?? '{}',
    )
  assert.equal((await signIn('/api/account/sessions', 'ada@example.org')).status, 401)
  assert.deepEqual(last(), { whose: 'account', code: 'sign_in_refused', untold: 0 })
  assert.equal((await signIn('/api/staff/sessions', 'ben@example.org')).status, 401)
  assert.deepEqual(last(), { whose: 'staff', code: 'sign_in_refused', untold: 0 })
  for (let count = 0; count < 30; count++) await signIn('/api/staff/sessions', `nobody-${count}@example.org`)
  assert.equal(lines().length, 1 + 10)
  await world.advance(60_000)
  await signIn('/api/staff/sessions', 'ben@example.org')
  assert.deepEqual(last(), { whose: 'staff', code: 'sign_in_refused', untold: 21 })
  assert.doesNotMatch(lines().join(), /example|127/)
  await world.app.close()
})
