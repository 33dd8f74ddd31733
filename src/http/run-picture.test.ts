import assert from 'node:assert/strict'
import test from 'node:test'
import { ReplayedRun } from '../domain/inventory/replay-run.ts'
import { keyWith } from './key.fixture.ts'
import { cancel, holdSeats, sell } from './sale.fixture.ts'
import { openWorld } from './world.fixture.ts'

async function openRailway() {
  const world = await openWorld({ limits: false })
  const token = await keyWith(world, ['blocks.change', 'runs.read'])
  const path = `/api/operator/train_runs/${world.runId('DAY 2', '2027-03-17')}`
  const get = async (end: string) => {
    const answer = await world.call('GET', `${path}/${end}`, { token })
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  const block = (seat: string) =>
    world.call('POST', `${path}/blocks`, { token, body: { seat_numbers: [seat], reason: 'defect' } })
  return { world, token, get, block }
}

interface PastActBody {
  readonly action: string
  readonly at: string
  readonly hold_id: string | null
  readonly booking_id: string | null
  readonly seat_numbers: readonly string[]
  readonly left_seat_numbers: readonly string[]
  readonly blocked_seat_numbers: readonly string[]
  readonly from_leg: number | null
  readonly to_leg: number | null
}

type Seats = readonly { readonly seat_number: string; readonly claims: readonly object[] }[]

/** Seats by number, each with its claims as `status from-to`. */
function written(seats: unknown): Readonly<Record<string, string>> {
  const textOf = (claim: object) => {
    const { status, from_leg: from, to_leg: to } = claim as Record<string, unknown>
    return `${status} ${from}-${to}`
  }
  return Object.fromEntries(
    (seats as Seats).map((seat) => [seat.seat_number, seat.claims.map(textOf).join(', ')]),
  )
}

test('X65: the picture of a run has every claim on every seat, and names nobody', async () => {
  const { world, get, block } = await openRailway()
  const owner = await world.guest()
  const booking = (await sell(world, owner, ['4-1'])).body
  await holdSeats(world, owner, 'held', ['4-2'])
  await block('4-1')
  const picture = await get('picture')
  assert.deepEqual(written(picture.seats), { '4-1': 'BOOKED 0-2, BLOCKED 2-4', '4-2': 'HELD 0-2' })
  const [first] = picture.seats as Seats
  assert.deepEqual(
    first?.claims.map((claim) => Object.entries(claim).find(([name]) => name === 'booking_id')),
    [
      ['booking_id', booking.booking_id],
      ['booking_id', null],
    ],
  )
  const stops = picture.stops as { station_code: string }[]
  assert.deepEqual(
    stops.map((stop) => stop.station_code),
    ['A', 'B', 'C', 'D', 'E'],
  )
  const coaches = picture.coaches as { seats: object[] }[]
  assert.ok(coaches.flatMap((coach) => coach.seats).length > 2)
  assert.doesNotMatch(JSON.stringify(picture), /Ada|example\.org/)
})

test('X69: played from the audit chain, the acts lead to the picture as it is', async () => {
  const { world, get, block } = await openRailway()
  const owner = await world.guest()
  const booking = (await sell(world, owner, ['4-1'])).body
  await holdSeats(world, owner, 'held', ['4-2'])
  await block('4-1')
  await sell(world, owner, ['4-3'])
  assert.equal((await cancel(world, owner, booking.booking_id, 'c')).answer.status, 201)
  const replayed = new ReplayedRun()
  for (const act of (await get('past')).acts as PastActBody[])
    replayed.apply({
      ...{ action: act.action, at: Date.parse(act.at), expiresAt: null },
      ...{ holdId: act.hold_id, bookingId: act.booking_id, seats: act.seat_numbers },
      ...{ leftSeats: act.left_seat_numbers, blockedSeats: act.blocked_seat_numbers },
      segment: act.from_leg === null ? null : { fromLeg: act.from_leg, toLeg: Number(act.to_leg) },
    })
  const seats = Array.from(replayed.claims, ([seat, claims]) => ({
    seat_number: String(seat),
    claims: claims.map((one) => ({ status: one.state, from_leg: one.fromLeg, to_leg: one.toLeg })),
  }))
  assert.deepEqual(written(seats), written((await get('picture')).seats))
  assert.deepEqual((await get('past?after=999')).acts, [])
})

test('X65: what changed since a commit is told seat by seat, and leads to the picture as it is now', async () => {
  const { world, get, block } = await openRailway()
  const owner = await world.guest()
  await holdSeats(world, owner, 'before', ['4-3'])
  const { commit_seq: seen } = await get('picture')
  assert.deepEqual((await get(`claims?after=${seen}`)).seats, [])
  const booking = (await sell(world, owner, ['4-1'])).body
  await block('4-2')
  assert.equal((await cancel(world, owner, booking.booking_id, 'c')).answer.status, 201)
  const changed = await get(`claims?after=${seen}`)
  assert.equal(changed.is_whole, false)
  assert.deepEqual(written(changed.seats), { '4-1': '', '4-2': 'BLOCKED 0-4' })
  for (const end of ['claims', 'claims?after=', 'claims?after=99999', 'claims?after=x']) {
    const whole = await get(end)
    assert.equal(whole.is_whole, true, end)
    assert.deepEqual(written(whole.seats), { '4-2': 'BLOCKED 0-4', '4-3': 'HELD 0-2' })
  }
  assert.equal((await get(`claims?after=${changed.commit_seq}`)).is_whole, false)
})
