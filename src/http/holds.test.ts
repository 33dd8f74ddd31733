import assert from 'node:assert/strict'
import test from 'node:test'
import { refusedAs } from './sale.fixture.ts'
import { type Answer, openWorld, type World } from './world.fixture.ts'

interface Wish {
  readonly run?: string
  readonly from?: string
  readonly to?: string
  readonly seats?: readonly string[]
  readonly choose?: {
    readonly travel_class: string
    readonly seat_count: number
    readonly preferences?: object
  }
}

function hold(world: World, token: string, key: string, wish: Wish = {}): Promise<Answer> {
  const { run = world.runId('DAY 2'), from = 'A', to = 'C', seats = ['4-1'], choose } = wish
  const body = { train_run_id: run, from_station_code: from, to_station_code: to }
  return world.call('POST', '/api/seat_holds', {
    token,
    key,
    body: { ...body, ...(choose ?? { seat_numbers: seats }) },
  })
}

test('W7: a hold has every member that the contract names', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const answer = await hold(world, token, 'k1', { seats: ['4-2', '4-1'] })
  assert.equal(answer.status, 201)
  assert.equal(answer.headers['idempotent-replayed'], undefined)
  const seat = (number: string, id: string) => ({
    seat_id: id,
    seat_number: `4-${number}`,
    seat_label: number,
    coach_number: '4',
    travel_class: 'SECOND',
    kind: 'seat',
    price_cents: 2900,
  })
  assert.deepEqual(answer.body, {
    hold_token: answer.body.hold_token,
    status: 'ACTIVE',
    train_run_id: world.runId('DAY 2'),
    from_station_code: 'A',
    to_station_code: 'C',
    seats: [seat('1', '1'), seat('2', '2')],
    total_cents: 5800,
    currency: 'CHF',
    created_at: '2027-03-15T08:00:00.000Z',
    expires_at: '2027-03-15T08:02:00.000Z',
    expires_in_ms: 120_000,
    extension_ms: 120_000,
    commit_seq: 1,
  })
  await world.app.close()
})

test('W7: the same key and request give one hold and one answer, whatever has happened to it since', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const first = await hold(world, token, 'k1')
  await world.advance(50_000)
  const again = await hold(world, token, 'k1')
  assert.equal(again.status, 201)
  assert.equal(again.headers['idempotent-replayed'], 'true')
  assert.deepEqual(again.body, { ...first.body, expires_in_ms: 70_000 })
  await world.advance(80_000)
  const late = await hold(world, token, 'k1')
  assert.deepEqual(late.body, { ...first.body, expires_in_ms: 0 })
  assert.equal(refusedAs(await hold(world, token, 'k1', { seats: ['4-2'] })), '422 idempotency_key_reused')
  assert.equal(
    (await hold(world, await world.guest(), 'k1', { seats: ['4-2'] })).status,
    201,
    'another caller',
  )
  await world.app.close()
})

test('W7: unknown members or a different order of members do not make a different request', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const run = world.runId('DAY 2')
  const send = (body: object) => world.call('POST', '/api/seat_holds', { token, key: 'k1', body })
  await send({
    train_run_id: run,
    from_station_code: 'A',
    to_station_code: 'C',
    seat_numbers: ['4-1'],
    hat: 1,
  })
  const again = await send({
    seat_numbers: ['4-1'],
    to_station_code: 'C',
    from_station_code: 'A',
    train_run_id: run,
  })
  assert.equal(again.headers['idempotent-replayed'], 'true')
  await world.app.close()
})

test('W7: ten equal requests at once make one hold', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const answers = await Promise.all(Array.from({ length: 10 }, () => hold(world, token, 'k1')))
  assert.deepEqual([...new Set(answers.map((answer) => answer.body.hold_token))].length, 1)
  assert.equal(answers.filter((answer) => answer.headers['idempotent-replayed'] === undefined).length, 1)
  await world.app.close()
})

test('W9: a hold that breaks several rules is refused for the first one only', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const other = await world.guest()
  await hold(world, other, 'o1', { seats: ['4-1'] })
  for (const key of ['m1', 'm2', 'm3']) await hold(world, token, key, { seats: [`4-1${key[1]}`] })
  const ten = Array.from({ length: 10 }, () => '4-1')
  const departed = world.runId('EARLY 1')
  const cases: readonly [Wish, string][] = [
    [{ run: '999', from: 'X', to: 'X', seats: ten }, '404 run_not_found'],
    [{ run: 'nonsense' }, '404 run_not_found'],
    [{ run: '-1' }, '404 run_not_found'],
    [{ from: 'X', to: 'Y', seats: ten }, '422 unknown_station'],
    [{ to: 'Y', seats: ten }, '422 unknown_station'],
    [{ from: 'Z', seats: ten }, '422 station_not_on_run'],
    [{ to: 'Z', seats: ten }, '422 station_not_on_run'],
    [{ from: 'C', to: 'A', seats: ten }, '422 segment_backwards'],
    [{ from: 'C', to: 'C', seats: ten }, '422 segment_backwards'],
    [{ run: departed, seats: ten }, '422 too_many_seats'],
    [{ run: departed, choose: { travel_class: 'SECOND', seat_count: 10 } }, '422 too_many_seats'],
    [{ run: departed, seats: ['9-9', '9-9'] }, '422 duplicate_seats'],
    [{ run: departed, seats: ['9-9'] }, '409 run_not_on_sale'],
    [{ seats: ['9-9', '4-1'] }, '404 seat_not_on_run'],
    [{ seats: ['4-1'] }, '429 too_many_holds'],
  ]
  for (const [wish, expected] of cases)
    assert.equal(refusedAs(await hold(world, token, 'k', wish)), expected, JSON.stringify(wish))
  const third = await world.guest()
  const taken = await hold(world, third, 'k', { seats: ['4-1', '4-2'] })
  assert.equal(refusedAs(taken), '409 seat_taken')
  assert.deepEqual(taken.body.seat_numbers, ['4-1'])
  assert.equal(taken.body.alternatives?.length, 2)
  const many = await hold(world, third, 'k', { choose: { travel_class: 'FIRST', seat_count: 7 } })
  assert.equal(refusedAs(many), '409 not_enough_seats')
  assert.deepEqual([many.body.seats_available, many.body.seats_wanted], [6, 7])
  const unknown = await hold(world, third, 'k', { choose: { travel_class: 'ROYAL', seat_count: 1 } })
  assert.equal(refusedAs(unknown), '409 not_enough_seats')
  await world.app.close()
})

test('W9: the system chooses seats together', async () => {
  const world = await openWorld()
  const answer = await hold(world, await world.guest(), 'k', {
    choose: { travel_class: 'SECOND', seat_count: 3 },
  })
  assert.equal(answer.status, 201)
  assert.equal(answer.body.seats?.length, 3)
  await world.app.close()
})

test('W6: the hold of another user is answered like one that does not exist', async () => {
  const world = await openWorld()
  const owner = await world.guest()
  const stranger = await world.guest()
  const { hold_token: token } = (await hold(world, owner, 'k1')).body
  const names = [
    token,
    `${token}x`,
    'h_0',
    String(token).replace(/.$/, (end) => (end === 'A' ? 'Q' : 'A')),
    '%00',
    'x'.repeat(200),
  ]
  const absent = await world.call('GET', '/api/seat_holds/h_00000000009_8_AAAAAAAAAAAAAAAAAAAAAA', {
    token: owner,
  })
  const shape = ({ body }: Answer) => ({ ...body, instance: '' })
  for (const method of ['GET', 'DELETE'] as const)
    for (const name of names) {
      const answer = await world.call(method, `/api/seat_holds/${name}`, { token: stranger })
      assert.deepEqual(shape(answer), shape(absent), `${method} ${name}`)
    }
  assert.equal((await world.call('GET', `/api/seat_holds/${token}`, { token: owner })).body.status, 'ACTIVE')
  await world.app.close()
})

test('W7: a hold is released once, and releasing it again is fine', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const { hold_token: name } = (await hold(world, token, 'k1')).body
  const path = `/api/seat_holds/${name}`
  for (const _ of [1, 2]) {
    const answer = await world.call('DELETE', path, { token })
    assert.equal(answer.status, 204)
    assert.equal(answer.text, '')
  }
  assert.equal((await world.call('GET', path, { token })).body.status, 'RELEASED')
  assert.equal((await hold(world, await world.guest(), 'k2')).status, 201, 'the seat is free at once')
  await world.app.close()
})

test('W7: a hold expires automatically, even if nothing records it', async () => {
  for (const runsExpiry of [true, false]) {
    const world = await openWorld({ runsExpiry })
    const token = await world.guest()
    const { hold_token: name } = (await hold(world, token, 'k1')).body
    const path = `/api/seat_holds/${name}`
    await world.advance(119_999)
    const last = await world.call('GET', path, { token })
    assert.deepEqual([last.body.status, last.body.expires_in_ms], ['ACTIVE', 1])
    await world.advance(1)
    const over = await world.call('GET', path, { token })
    assert.deepEqual([over.body.status, over.body.expires_in_ms], ['EXPIRED', 0])
    assert.equal((await world.call('DELETE', path, { token })).status, 204)
    assert.equal((await hold(world, await world.guest(), 'k2')).status, 201)
    await world.app.close()
  }
})

test('W46: unknown members of preferences change nothing, however deeply they are nested', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const deep = JSON.parse(`${'{"a":'.repeat(4)}1${'}'.repeat(4)}`)
  const ask = (preferences: object) =>
    hold(world, token, 'k1', { choose: { travel_class: 'SECOND', seat_count: 2, preferences } })
  const first = await ask({ position: 'window', surprise: deep })
  assert.equal(first.status, 201, first.text)
  for (const preferences of [{ position: 'window' }, { lounge: [deep], position: 'window', Table: true }]) {
    const again = await ask(preferences)
    assert.equal(again.headers['idempotent-replayed'], 'true', again.text)
    assert.deepEqual(again.body, first.body)
  }
  assert.equal(refusedAs(await ask({ position: 'aisle' })), '422 idempotency_key_reused')
  await world.app.close()
})

function extend(world: World, token: string, placed: Answer, key: string): Promise<Answer> {
  return world.call('POST', `/api/seat_holds/${placed.body.hold_token}/extensions`, { token, key })
}

test('H16, W7: a hold is extended once, and its key gets the same answer again', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const placed = await hold(world, token, 'k1')
  await world.advance(100_000)
  const first = await extend(world, token, placed, 'x1')
  assert.equal(first.status, 201)
  const expected = { expires_at: '2027-03-15T08:04:00.000Z', expires_in_ms: 140_000, extension_ms: null }
  assert.deepEqual(first.body, { ...placed.body, ...expected, commit_seq: 2 })
  await world.advance(30_000)
  const again = await extend(world, token, placed, 'x1')
  assert.equal(again.headers['idempotent-replayed'], 'true')
  assert.deepEqual(again.body, { ...first.body, expires_in_ms: 110_000 })
  assert.equal(refusedAs(await extend(world, token, placed, 'x2')), '409 hold_already_extended')
  assert.equal(refusedAs(await extend(world, await world.guest(), placed, 'x1')), '404 hold_not_found')
  const shown = await world.call('GET', `/api/seat_holds/${placed.body.hold_token}`, { token })
  assert.deepEqual(shown.body, { ...first.body, expires_in_ms: 110_000 })
  const replayed = await hold(world, token, 'k1')
  assert.deepEqual(replayed.body, { ...placed.body, expires_in_ms: 0 }, 'the hold as it was placed')
  await world.app.close()
})

test('H17: where extensions are off, no hold offers one', async () => {
  const world = await openWorld()
  Object.assign(world.deps.settings, { holdExtensionMs: 0 })
  const token = await world.guest()
  const placed = await hold(world, token, 'k1')
  assert.equal(placed.body.extension_ms, null)
  assert.equal(refusedAs(await extend(world, token, placed, 'x1')), '409 hold_extension_off')
  await world.app.close()
})
