import assert from 'node:assert/strict'
import test from 'node:test'
import { keyWith } from './key.fixture.ts'
import { refusedAs, sell } from './sale.fixture.ts'
import { openWorld } from './world.fixture.ts'

async function openRailway() {
  const world = await openWorld({ limits: false })
  const token = await keyWith(world, ['runs.read', 'runs.change', 'blocks.read'])
  const path = `/api/operator/train_runs/${world.runId('DAY 2', '2027-03-17')}`
  const ask = (what: string, body: object) => world.call('POST', `${path}/${what}`, { token, body })
  return { world, token, path, ask, owner: await world.guest() }
}

type Move = { readonly to_seat_number: string }

test('Y80, Y81, Y83, Y84: the railway looks at other seats for its passengers, and moves them', async () => {
  const { world, token, path, ask, owner } = await openRailway()
  const booking = (await sell(world, owner, ['4-1', '4-2'])).body
  const ticket = async () => {
    const { body } = await world.call('GET', `/api/bookings/${booking.booking_id}/ticket`, { token: owner })
    return body
  }
  const before = await ticket()
  const proposal = (await ask('move_proposals', { seat_numbers: ['4-1', '4-2'] })).body
  const moves = proposal.moves as readonly Move[]
  assert.deepEqual([moves.length, proposal.unplaced, proposal.parties, proposal.parties_apart], [2, [], 1, 0])
  const act = { moves: moves.map(({ to_seat_number, ...move }) => ({ ...move, to_seat_number })) }
  const done = await ask('moves', { ...act, block_left_seats: true, reason: 'defect' })
  assert.equal(done.status, 200, done.text)
  assert.deepEqual([done.body.bookings, done.body.passengers], [1, 2])
  const shown = await world.call('GET', `/api/bookings/${booking.booking_id}`, { token: owner })
  const seats = shown.body.seats as readonly Record<string, unknown>[]
  assert.deepEqual(
    seats.map((seat) => [seat.seat_number, seat.moved_from_seat_number]),
    moves.map(({ to_seat_number: to }, index) => [to, `4-${index + 1}`]),
  )
  assert.notDeepEqual((await ticket()).code, before.code)
  const { blocks } = (await world.call('GET', `${path}/blocks`, { token })).body
  assert.equal((blocks as readonly object[]).length, 2)
  assert.equal(refusedAs(await ask('moves', { ...act, reason: 'defect' })), '409 passenger_not_there')
  const past = (await world.call('GET', `${path}/past`, { token })).body.acts as readonly Record<
    string,
    unknown
  >[]
  const last = past.at(-1)
  assert.deepEqual([last?.action, last?.left_seat_numbers], ['seats_moved', ['4-1', '4-2']])
})

test('Y81: everybody on a seat is moved if no booking is named, and a move that cannot be is refused by name', async () => {
  const { world, ask, owner } = await openRailway()
  await sell(world, owner, ['4-1'])
  const move = (from: string, to: string, more: object = {}) =>
    ask('moves', {
      moves: [{ from_seat_number: from, to_seat_number: to, ...more }],
      reason: 'operational',
    })
  for (const [answer, refusal] of [
    [await move('4-1', '99-1'), '404 seat_not_on_run'],
    [await move('99-1', '4-1'), '404 seat_not_on_run'],
    [await move('4-2', '4-3'), '409 passenger_not_there'],
    [await move('4-1', '4-3', { booking_id: 'ZZZZZZZZ' }), '409 passenger_not_there'],
  ] as const)
    assert.equal(refusedAs(answer), refusal)
  assert.equal((await move('4-1', '4-3')).body.passengers, 1)
  const nobody = await ask('move_proposals', { seat_numbers: ['4-1'] })
  assert.deepEqual(nobody.body.moves, [])
})
