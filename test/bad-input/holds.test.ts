import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { assertProblem, type Expected, openCounter } from '../harness/counter.ts'
import { wholeWay, wishFor } from '../harness/railway.ts'

const { client, ride, otherRide, token, freshSeats } = await openCounter({ after }, {})
const whole = () => wholeWay(ride, ride.seatNumbers.slice(-1))

test('W3: a body that is not JSON, or not the expected JSON, is 400 malformed_request', async () => {
  const bodies: unknown[] = [
    '{"train_run_id": ',
    '',
    'null',
    '[]',
    '"text"',
    '{"a":1}{"b":2}',
    Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
    '['.repeat(50_000),
    {},
    { ...whole(), train_run_id: 17.5 },
    { ...whole(), train_run_id: null },
    { ...whole(), from_station_code: { $gt: '' } },
    { ...whole(), seat_numbers: 'all' },
    { ...whole(), seat_numbers: [7] },
    { ...whole(), seat_numbers: { length: 1 } },
    { ...whole(), seat_numbers: undefined, travel_class: ride.travelClass, seat_count: '2' },
    { ...whole(), seat_numbers: undefined, travel_class: ride.travelClass, seat_count: 1.5 },
    { ...whole(), seat_numbers: undefined, travel_class: ride.travelClass, seat_count: 0 },
    { ...whole(), seat_numbers: undefined },
    { ...whole(), seat_numbers: [] },
  ]
  for (const body of bodies)
    assertProblem(await client.call('POST', '/api/seat_holds', { token, key: randomUUID(), body }), [
      400,
      'malformed_request',
    ])
})

test('W3: malformed members are named by their pointers', async () => {
  const answer = await client.hold(token, { ...whole(), train_run_id: 5, seat_numbers: [true] })
  assertProblem(answer, [400, 'malformed_request'])
  const pointers = answer.problem.errors?.map((error) => error.pointer) ?? []
  assert.ok(
    pointers.some((pointer) => pointer.includes('train_run_id') || pointer.includes('seat_numbers')),
    answer.text,
  )
})

test('W6, W9: an impossible hold is refused with its code', async () => {
  const seats = ride.seatNumbers
  const odd = otherRide.stations.find((code) => !ride.stations.includes(code))
  const cases: [string, object, Expected][] = [
    ['unknown run', { ...whole(), train_run_id: '999999999' }, [404, 'run_not_found']],
    [
      'a run id that cannot be one',
      { ...whole(), train_run_id: "1'; DROP TABLE bookings; --" },
      [404, 'run_not_found'],
    ],
    ['a very long run id', { ...whole(), train_run_id: '9'.repeat(300) }, [404, 'run_not_found']],
    ['a run id of a prototype', { ...whole(), train_run_id: '__proto__' }, [404, 'run_not_found']],
    ['a seat that is not on the run', wholeWay(ride, ['99-999']), [404, 'seat_not_on_run']],
    ['reversed segment', wishFor(ride, 2, 0, seats.slice(-1)), [422, 'segment_backwards']],
    ['from = to', wishFor(ride, 1, 1, seats.slice(-1)), [422, 'segment_backwards']],
    ['unknown station', { ...whole(), to_station_code: 'NOWHERE-AT-ALL' }, [422, 'unknown_station']],
    ['ten seats', wholeWay(ride, seats.slice(-10)), [422, 'too_many_seats']],
    [
      'ten seats by number',
      { ...whole(), seat_numbers: undefined, travel_class: ride.travelClass, seat_count: 10 },
      [422, 'too_many_seats'],
    ],
    ['the same seat twice', wholeWay(ride, [seats[0] ?? '', seats[0] ?? '']), [422, 'duplicate_seats']],
  ]
  if (odd)
    cases.push(['station not served', { ...whole(), to_station_code: odd }, [422, 'station_not_on_run']])
  for (const [name, wish, expected] of cases)
    await assert.doesNotReject(async () => assertProblem(await client.hold(token, wish), expected), name)
})

test('W9: a seat of another run is not on this one', async () => {
  const own = new Set(ride.seatNumbers)
  const foreign = otherRide.seatNumbers.find((seat) => !own.has(seat)) ?? '77-77'
  assertProblem(await client.hold(token, wholeWay(ride, [foreign])), [404, 'seat_not_on_run'])
})

test('W3: unknown members of a request are ignored', async () => {
  const answer = await client.hold(token, {
    ...wholeWay(ride, freshSeats(1)),
    surprise: { deep: [1] },
    __proto__: 'x',
  })
  assert.equal(answer.status, 201, answer.text)
})

test('I8: a key is required, must be well formed, and with another body is 422 idempotency_key_reused', async () => {
  const wish = wholeWay(ride, freshSeats(1))
  assertProblem(await client.call('POST', '/api/seat_holds', { token, body: wish }), [
    400,
    'idempotency_key_missing',
  ])
  for (const key of ['', 'x'.repeat(256)])
    assert.equal((await client.call('POST', '/api/seat_holds', { token, key, body: wish })).status, 400)
  const key = randomUUID()
  const first = await client.hold(token, wish, key)
  const second = await client.hold(token, wish, key)
  assert.deepEqual({ ...second.body, expires_in_ms: 0 }, { ...first.body, expires_in_ms: 0 })
  assert.equal(second.headers['idempotent-replayed'], 'true')
  assert.equal(first.headers['idempotent-replayed'], undefined)
  assertProblem(await client.hold(token, wholeWay(ride, freshSeats(1)), key), [422, 'idempotency_key_reused'])
  const stranger = await client.session()
  assertProblem(await client.hold(stranger, wish, key), [409, 'seat_taken'])

  const payKey = randomUUID()
  const paid = await client.book(token, first.body, 'tok_ok', payKey)
  const paidAgain = await client.book(token, first.body, 'tok_ok', payKey)
  assert.equal(paidAgain.text, paid.text)
  assertProblem(await client.book(token, first.body, 'tok_other', payKey), [422, 'idempotency_key_reused'])
})

test('I8: a refusal that changed nothing is not remembered: the same key may succeed later', async () => {
  const [seat = ''] = freshSeats(1)
  const other = await client.session()
  const rival = (await client.hold(other, wholeWay(ride, [seat]))).body
  const key = randomUUID()
  const refused = await client.hold(token, wholeWay(ride, [seat]), key)
  assertProblem(refused, [409, 'seat_taken'])
  assert.deepEqual(refused.problem.seat_numbers, [seat])
  await client.release(other, rival.hold_token)
  assert.equal((await client.hold(token, wholeWay(ride, [seat]), key)).status, 201)
})
