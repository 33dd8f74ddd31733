import assert from 'node:assert/strict'
import test from 'node:test'
import { after } from '../domain/instant.ts'
import { keyWith } from './key.fixture.ts'
import { holdSeats, refusedAs, sell } from './sale.fixture.ts'
import { openWorld } from './world.fixture.ts'

interface InTheWay {
  readonly seat_number: string
  readonly claims: readonly { readonly status: string; readonly booking_id: string | null }[]
}

async function openRailway() {
  const world = await openWorld({ limits: false })
  const token = await keyWith(world, ['blocks.change', 'runs.change', 'runs.read'])
  const path = `/api/operator/train_runs/${world.runId('DAY 2', '2027-03-17')}`
  const post = async (end: string, body: object) => {
    const answer = await world.call('POST', `${path}/${end}`, { token, body })
    assert.equal(answer.status, 200, answer.text)
  }
  const why = (more: Readonly<Record<string, string>> = {}, withToken = token) => {
    const wish = { from_station_code: 'A', to_station_code: 'C', travel_class: 'SECOND', ...more }
    return world.call('GET', `${path}/why_refused?${new URLSearchParams(wish)}`, { token: withToken })
  }
  return { world, post, why, moment: () => new Date(world.deps.store.now()).toISOString() }
}

test('A21: what stood in the way is told as it was at the moment, although it is otherwise now', async () => {
  const { world, post, why, moment } = await openRailway()
  const owner = await world.guest()
  const before = moment()
  await world.advance(60_000)
  const booking = (await sell(world, owner, ['4-1'])).body
  await holdSeats(world, owner, 'held', ['4-2'])
  await post('blocks', { travel_class: 'SECOND', reason: 'defect' })
  const full = moment()
  await world.advance(60_000)
  await post('block_removals', { travel_class: 'SECOND', reason: 'correction' })

  const then = (await why({ at: full })).body
  assert.deepEqual([then.answer, then.free_seat_numbers], ['NOT_ENOUGH_SEATS', []])
  const inTheWay = then.in_the_way as unknown as InTheWay[]
  const states = (seat: string) =>
    inTheWay.find((one) => one.seat_number === seat)?.claims.map(({ status }) => status)
  assert.deepEqual([states('4-1'), states('4-2'), states('4-3')], [['BOOKED'], ['HELD'], ['BLOCKED']])
  assert.equal(inTheWay[0]?.claims[0]?.booking_id, booking.booking_id)

  const first = (await why({ at: before })).body
  assert.deepEqual([first.answer, first.in_the_way], ['POSSIBLE', []])
  const now = (await why()).body
  assert.equal(now.answer, 'POSSIBLE')
  assert.deepEqual(
    (now.in_the_way as unknown as InTheWay[]).map((one) => one.seat_number),
    ['4-1', '4-2'],
  )
  const many = (await why({ seat_count: '1000' })).body
  assert.deepEqual([many.answer, many.seat_count], ['NOT_ENOUGH_SEATS', 1000])
  await post('closures', { reason: 'operational' })
  assert.equal((await why()).body.answer, 'CLOSED')
  assert.equal((await why({ at: full })).body.answer, 'NOT_ENOUGH_SEATS')
  assert.doesNotMatch(JSON.stringify([then, now]), /Ada|example\.org/)
})

test('A21: a wish for what the run has not is refused by name, and so is a moment to come', async () => {
  const { world, why } = await openRailway()
  const none = (await why({ travel_class: 'NONE' })).body
  assert.deepEqual([none.answer, none.free_seat_numbers, none.in_the_way], ['NOT_ENOUGH_SEATS', [], []])
  assert.equal(refusedAs(await why({ to_station_code: 'X' })), '422 unknown_station')
  assert.equal(
    refusedAs(await why({ from_station_code: 'C', to_station_code: 'A' })),
    '422 segment_backwards',
  )
  const later = new Date(after(world.deps.store.now(), 1_000)).toISOString()
  for (const at of [later, 'yesterday']) {
    const answer = await why({ at })
    assert.equal(answer.status, 400, answer.text)
    assert.match(answer.text, /\/at/)
  }
  assert.equal((await why({}, await world.guest())).status, 401)
})
