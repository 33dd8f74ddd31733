import assert from 'node:assert/strict'
import test from 'node:test'
import { keyWith } from './key.fixture.ts'
import { cancel, holdSeats, refusedAs, sell } from './sale.fixture.ts'
import { openWorld } from './world.fixture.ts'

async function openRailway() {
  const world = await openWorld({ limits: false })
  const token = await keyWith(world, ['blocks.change', 'blocks.read'])
  const path = `/api/operator/train_runs/${world.runId('DAY 2', '2027-03-17')}`
  return {
    world,
    token,
    path,
    act: (verb: 'blocks' | 'block_removals', body: object) =>
      world.call('POST', `${path}/${verb}`, { token, body: { reason: 'defect', ...body } }),
    list: async (query = '') => (await world.call('GET', `${path}/blocks${query}`, { token })).body.blocks,
    free: async () => {
      const map = await world.call(
        'GET',
        `/api/train_runs/${world.runId('DAY 2', '2027-03-17')}/seats?from_station_code=A&to_station_code=E`,
      )
      const coaches = map.body.coaches as { seats: { seat_number: string; status: string }[] }[]
      const seats = coaches.flatMap((coach) => coach.seats)
      return new Set(seats.filter((one) => one.status === 'AVAILABLE').map((one) => one.seat_number))
    },
  }
}

const on = (seat: string, from: string, to: string) => ({
  ...{ seat_number: seat, from_station_code: from, to_station_code: to },
})

test('Y30, Y35: the railway blocks seats, is told what passengers have there, and frees them again', async () => {
  const { world, act, list, free } = await openRailway()
  const owner = await world.guest()
  const booking = (await sell(world, owner, ['4-1'])).body
  await holdSeats(world, owner, 'held', ['4-2'])
  const done = await act('blocks', { seat_numbers: ['4-1', '4-2', '4-3'] })
  assert.equal(done.status, 200, done.text)
  assert.deepEqual(done.body.changed, [on('4-1', 'C', 'E'), on('4-2', 'C', 'E'), on('4-3', 'A', 'E')])
  assert.deepEqual(done.body.in_the_way, [
    { ...on('4-1', 'A', 'C'), status: 'BOOKED', booking_id: booking.booking_id },
    { ...on('4-2', 'A', 'C'), status: 'HELD', booking_id: null },
  ])
  assert.deepEqual(await list(), done.body.changed)
  assert.deepEqual(await list('?to_station_code=B'), [on('4-3', 'A', 'E')])
  assert.ok(!(await free()).has('4-3'))
  const again = await act('blocks', { seat_numbers: ['4-3'] })
  assert.deepEqual([again.body.changed, again.body.commit_seq], [[], done.body.commit_seq])
  const freed = await act('block_removals', { seat_numbers: ['4-3'], from_station_code: 'B' })
  assert.deepEqual(freed.body.changed, [on('4-3', 'B', 'E')])
  assert.deepEqual(await list('?to_station_code=C'), [on('4-3', 'A', 'B')])
  assert.equal((await act('block_removals', { coach_number: '4' })).status, 200)
  assert.deepEqual(await list(), [])
  assert.equal((await cancel(world, owner, booking.booking_id, 'c')).answer.status, 201)
})

test('Y31: a passenger who wants a blocked seat is refused, and the system chooses another', async () => {
  const { world, act } = await openRailway()
  await act('blocks', { seat_numbers: ['4-1'] })
  const ask = async (key: string, seats: object) =>
    world.call('POST', '/api/seat_holds', {
      token: await world.guest(),
      key,
      body: {
        train_run_id: world.runId('DAY 2', '2027-03-17'),
        from_station_code: 'A',
        to_station_code: 'B',
        ...seats,
      },
    })
  assert.equal(refusedAs(await ask('named', { seat_numbers: ['4-1'] })), '409 seat_taken')
  await act('blocks', { travel_class: 'SECOND' })
  const none = await ask('chosen', { travel_class: 'SECOND', seat_count: 1 })
  assert.equal(refusedAs(none), '409 not_enough_seats')
})

test('Y32: exactly one way of naming seats is asked for, and what the run has not is refused by name', async () => {
  const { world, token, path, act } = await openRailway()
  for (const body of [{}, { seat_numbers: ['4-1'], coach_number: '4' }])
    assert.equal(refusedAs(await act('blocks', body)), '400 malformed_request')
  const nowhere = await act('blocks', { coach_number: '99' })
  assert.deepEqual([refusedAs(nowhere), nowhere.body.coach_number], ['404 seat_not_on_run', '99'])
  for (const [way, code] of [
    [{ from_station_code: 'Z' }, '422 station_not_on_run'],
    [{ from_station_code: 'C', to_station_code: 'B' }, '422 segment_backwards'],
  ] as const)
    for (const verb of ['blocks', 'block_removals'] as const)
      assert.equal(refusedAs(await act(verb, { coach_number: '4', ...way })), code)
  const wrong = await world.call('POST', `${path}/blocks`, { token, body: { coach_number: '4' } })
  assert.equal(refusedAs(wrong), '400 malformed_request', 'an act without a reason')
  const gone = path.replace(/\d+$/, '999999')
  assert.equal(refusedAs(await world.call('GET', `${gone}/blocks`, { token })), '404 run_not_found')
})
