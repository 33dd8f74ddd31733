import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerPrivacyCall } from '../app/upkeep/personal-requests.ts'
import { keyWith } from './key.fixture.ts'
import { cancel, holdSeats, pay, refusedAs, sell } from './sale.fixture.ts'
import { openWorld, type Wire, type World } from './world.fixture.ts'

/** Books a seat and a bicycle hook, with a passenger for the seat alone. */
async function bookBoth(world: World, token: string) {
  const hold = await holdSeats(world, token, 'h', ['4-1', '5-91'])
  const booked = await pay(world, token, 'b', hold, ['4-1'])
  assert.equal(booked.status, 201, booked.text)
  return booked.body
}

const who = ({ seat_number: number, kind, passenger_name: name }: Wire) => `${number} ${kind} ${name}`

test('H20: Over the API, a hook is held and booked by its number, without a passenger, and is not counted as one.', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const booked = await bookBoth(world, token)
  assert.deepEqual((booked.seats as readonly Wire[]).map(who), ['4-1 seat Ada 0', '5-91 bicycle_hook null'])
  const [, hook] = booked.seats as readonly Wire[]
  assert.deepEqual([hook?.passenger_age, hook?.passenger_gender, hook?.price_cents], [null, null, 300])
  assert.deepEqual([booked.num_passengers, booked.total_cents], [1, 3200])
  const alone = await pay(world, token, 'b2', await holdSeats(world, token, 'h2', ['5-92']), [])
  assert.deepEqual([alone.status, alone.body.num_passengers, alone.body.total_cents], [201, 0, 300])
  await world.app.close()
})

test('H19: A client that names a passenger for a hook, as it had to before, is served, and the name is stored nowhere.', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const { body } = await sell(world, token, ['4-1', '5-91'])
  assert.deepEqual((body.seats as readonly Wire[]).map(who), ['4-1 seat Ada 0', '5-91 bicycle_hook null'])
  assert.equal(body.num_passengers, 1)
  const hold = await holdSeats(world, token, 'h2', ['4-2', '5-92'])
  assert.equal(refusedAs(await pay(world, token, 'b2', hold, [])), '422 passengers_do_not_match_seats')
  assert.equal(refusedAs(await pay(world, token, 'b3', hold, ['5-92'])), '422 passengers_do_not_match_seats')
  const desk = await keyWith(world, ['bookings.find', 'personal_data.read'])
  const find = async (name: string) => {
    const found = await world.call('POST', '/api/operator/booking_searches', {
      token: desk,
      body: { passenger_name: name },
    })
    assert.equal(found.status, 200, found.text)
    return (found.body.bookings as readonly Wire[]).map((one) => one.passenger_names)
  }
  assert.deepEqual(await find('ada 0'), [['Ada 0']])
  assert.deepEqual(await find('ada 1'), [], 'what was given for the bicycle is not searched either')
  await world.app.close()
})

test('H20: A hook is given back alone, with its own refund, and nothing else of the booking changes.', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const booked = await bookBoth(world, token)
  const { quote, answer } = await cancel(world, token, booked.booking_id, 'c', ['5-91'])
  assert.equal(Number(quote.body.refund_cents) + Number(quote.body.fee_cents), 300)
  assert.equal(answer.status, 201, answer.text)
  assert.deepEqual(
    [answer.body.status, ...(answer.body.seats as readonly Wire[]).map(({ status }) => status)],
    ['CONFIRMED', 'CONFIRMED', 'CANCELLED'],
  )
  assert.equal(answer.body.num_passengers, 1)
  await world.app.close()
})

test('H21: The railway sees a hook in the manifest without a name, has no name of it to correct, and erases the names beside it.', async () => {
  const world = await openWorld()
  const booked = await bookBoth(world, await world.guest())
  const id = String(booked.booking_id)
  const token = await keyWith(world, ['manifest.read', 'personal_data.read', 'bookings.change'])
  const run = `/api/operator/train_runs/${booked.train_run_id}/manifest`
  const lines = async () => ((await world.call('GET', run, { token })).body.lines as readonly Wire[]).map(who)
  assert.deepEqual(await lines(), ['4-1 seat Ada 0', '5-91 bicycle_hook null'])
  const correct = (seat: string) =>
    world.call('POST', `/api/operator/bookings/${id}/name_corrections`, {
      token,
      body: { seat_number: seat, passenger_name: 'Grace Hopper', reason: 'correction' },
    })
  assert.equal(refusedAs(await correct('5-91')), '422 seat_has_no_passenger')
  assert.equal((await correct('4-1')).status, 200)
  assert.deepEqual(await lines(), ['4-1 seat Grace Hopper', '5-91 bicycle_hook null'])
  const exported = await answerPrivacyCall(world.deps, { verb: 'export', of: id })
  assert(exported.ok)
  assert.deepEqual(exported.value[0]?.passengers, [{ name: 'Grace Hopper', age: 30, gender: 'F' }])
  await answerPrivacyCall(world.deps, { verb: 'erase', of: id })
  assert.deepEqual(await lines(), ['4-1 seat null', '5-91 bicycle_hook null'])
  await world.app.close()
})
