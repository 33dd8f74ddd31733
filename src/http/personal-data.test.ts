import assert from 'node:assert/strict'
import test from 'node:test'
import { accountToken, password } from './account.fixture.ts'
import { sell } from './sale.fixture.ts'
import { openWorld, type World } from './world.fixture.ts'

const url = '/api/account/personal_data'

async function namesOf(world: World, token: string): Promise<readonly unknown[]> {
  const { status, body, text } = await world.call('GET', url, { token })
  assert.equal(status, 200, text)
  const bookings = body.bookings as readonly { readonly passengers: readonly { passenger_name: unknown }[] }[]
  return bookings.flatMap(({ passengers }) => passengers.map(({ passenger_name: name }) => name))
}

test('Y20: an account is shown everything personal that is stored of it, and nothing of anybody else', async () => {
  const world = await openWorld({ limits: false })
  const token = await accountToken(world, 'ada@example.org')
  const saved = [{ passenger_name: 'Ben Saved', birth_year: 1980, passenger_gender: 'M' }]
  await world.call('POST', '/api/account/passengers', { token, body: { passengers: saved } })
  const { body: booking } = await sell(world, token, ['4-1'])
  await sell(world, await world.guest(), ['4-2'])
  const shown = await world.call('GET', url, { token })
  assert.equal(shown.headers['cache-control'], 'no-store')
  const { account, saved_passengers: people, bookings } = JSON.parse(shown.text)
  assert.equal(account.email, 'ada@example.org')
  assert.equal(people[0].passenger_name, 'Ben Saved')
  assert.deepEqual([bookings.length, bookings[0].booking_id], [1, booking.booking_id])
  assert.equal(bookings[0].erased, false)
  assert.equal((await world.call('GET', url, { token: await world.guest() })).status, 401)
  await world.app.close()
})

test('Y21: with the password the names of bookings that are over are erased, and those to come keep theirs', async () => {
  const world = await openWorld({ limits: false })
  const token = await accountToken(world, 'ada@example.org')
  const sold = await sell(world, token, ['4-1'])
  const id = String(sold.body.booking_id)
  const erase = (entered: string) =>
    world.call('POST', `${url}/erasures`, { token, body: { password: entered } })
  assert.equal((await erase('wrong')).body.code, 'sign_in_refused')
  const early = await erase(password)
  assert.deepEqual([early.status, early.body], [200, { erased: [], kept: [id] }])
  assert.ok((await namesOf(world, token)).every((name) => typeof name === 'string'))
  await world.advance(Date.parse(String(sold.body.arrival_time)) - world.store.now())
  const stranger = await accountToken(world, 'eve@example.org')
  const foreign = await world.call('POST', `${url}/erasures`, { token: stranger, body: { password } })
  assert.deepEqual(foreign.body, { erased: [], kept: [] }, 'a stranger erases nothing of hers')
  const again = await accountToken(world, 'ada@example.org')
  const done = await world.call('POST', `${url}/erasures`, { token: again, body: { password } })
  assert.deepEqual(done.body, { erased: [id], kept: [] })
  assert.deepEqual(await namesOf(world, again), [null])
  const repeated = await world.call('POST', `${url}/erasures`, { token: again, body: { password } })
  assert.deepEqual(repeated.body, { erased: [], kept: [] }, 'a repeat finds nothing left')
  await world.app.close()
})
