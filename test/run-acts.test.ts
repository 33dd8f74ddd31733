import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCounter } from './harness/counter.ts'
import { assertLedgerEqualsBookings } from './harness/ledger.ts'
import { dayAhead, findRide, wholeWay } from './harness/railway.ts'
import { inParallel, until } from './harness/wait.ts'
import type { BookingBody } from './harness/wire.ts'
import { createWorld } from './harness/world.ts'

test('Y40: at the machine, commands block seats of a run and free them again, and a repeat changes nothing', async (t) => {
  const { world, ride, freshSeats } = await openCounter(t, {})
  const run = async (...args: readonly string[]) => {
    const { status, stdout, stderr } = await world.run(['runs', ...args, '--json'])
    assert.equal(status, 0, `${args.join(' ')}: ${stdout}${stderr}`)
    return JSON.parse(stdout)
  }
  const id = ride.train_run_id
  const [seat = ''] = freshSeats(1)
  const [first = ''] = ride.stations
  const block = ['block', id, '--seats', seat, '--from', first, '--reason', 'defect']
  assert.equal((await run(...block)).changed[0].seat_number, seat)
  assert.deepEqual((await run(...block)).changed, [])
  assert.equal((await run('blocks', id)).blocks.length, 1)
  const told = await world.run(['runs', ...block])
  assert.match(told.stdout, /Nothing changes/)
  assert.equal((await run('free', id, '--seats', seat, '--reason', 'correction')).changed.length, 1)
  const { stdout } = await world.run(['runs', 'blocks', id])
  assert.match(stdout, /No seat of this run is blocked/)
  for (const wrong of [
    ['block', id, '--reason', 'defect'],
    ['block', id, '--seats', seat, '--reason', 'spite'],
    ['block', id, '--seats', seat, '--coach', '1', '--reason', 'defect'],
  ])
    assert.equal((await world.run(['runs', ...wrong])).status, 2, wrong.join(' '))
  const absent = await world.run(['runs', 'free', '999999999', '--coach', '1', '--reason', 'defect'])
  assert.equal(absent.status, 1)
  assert.match(absent.stderr, /run_not_found/)
  const verified = await world.run(['audit', 'verify'])
  assert.equal(verified.status, 0, verified.stdout)
})

test('Y87: at the machine, a command shows who would go where, and moves them', async (t) => {
  const { world, ride, freshSeats } = await openCounter(t, {})
  const { client } = world
  const id = ride.train_run_id
  const act = (...args: readonly string[]) => world.run(['runs', 'move', id, '--reason', 'defect', ...args])
  const run = async (...args: readonly string[]) => {
    const { status, stdout, stderr } = await act(...args)
    assert.equal(status, 0, `${args.join(' ')}: ${stdout}${stderr}`)
    return stdout
  }
  const seats = freshSeats(2)
  const token = await client.session()
  const hold = (await client.hold(token, wholeWay(ride, seats))).body
  const { booking_id: booking } = (await client.book(token, hold)).body
  const now = async () => {
    const { body } = await client.call<BookingBody>('GET', `/api/bookings/${booking}`, { token })
    return body.seats.map((seat) => seat.seat_number)
  }
  const named = ['--seats', seats.join(',')]
  const shown = await run(...named)
  assert.ok(shown.includes(booking) && shown.includes('add --apply'), shown)
  assert.deepEqual(await now(), seats)
  assert.match(await run(...named, '--block', '--apply'), /Moved: 2 passengers of 1 booking/)
  const [first = '', second = ''] = await now()
  assert.ok(![first, second].some((seat) => seats.includes(seat)))
  assert.match(await run(...named), /Nobody has booked any of these seats/)
  const taken = await act('--moves', `${first}=${second}`, '--apply')
  assert.match(taken.stderr, /seat_taken/)
  await run('--moves', `${first}=${second},${second}=${first}`, '--apply')
  assert.deepEqual(await now(), [second, first])
  for (const wrong of [['--moves', '1-1'], ['--moves', '1-1=1-2', '--coach', '1'], []])
    assert.equal((await act(...wrong)).status, 2, wrong.join(' '))
  for (const command of [['doctor'], ['audit', 'verify']])
    assert.equal((await world.run(command)).status, 0, command.join(' '))
})

test('A22: at the machine, a command says what stood in the way of seats, now and at a moment', async (t) => {
  const { world, ride, freshSeats } = await openCounter(t, {})
  const [from = '', to = ''] = [ride.stations[0], ride.stations.at(-1)]
  const why = (...more: readonly string[]) =>
    world.run(['runs', 'why', ride.train_run_id, '--from', from, '--to', to, ...more])
  const wish = ['--class', ride.travelClass]
  const whyJson = async (...more: readonly string[]) => {
    const { status, stdout, stderr } = await why(...wish, ...more, '--json')
    assert.equal(status, 0, `${stdout}${stderr}`)
    return JSON.parse(stdout)
  }
  const { at: before, free_seat_numbers: free } = await whyJson()
  const [seat = ''] = freshSeats(1)
  const named = [ride.train_run_id, '--seats', seat, '--reason', 'defect']
  assert.equal((await world.run(['runs', 'block', ...named])).status, 0)
  const now = await whyJson('--count', String(free.length))
  assert.equal(now.answer, 'NOT_ENOUGH_SEATS')
  assert.deepEqual(
    now.in_the_way.flatMap((one: { seat_number: string }) => (one.seat_number === seat ? seat : [])),
    [seat],
  )
  const then = await whyJson('--count', String(free.length), '--at', before)
  assert.deepEqual([then.answer, then.free_seat_numbers], ['POSSIBLE', free])
  const { stdout } = await why(...wish, '--count', String(free.length))
  assert.match(stdout, /too few seats of the class were free/)
  assert.match(stdout, new RegExp(`^${seat} +BLOCKED +${from} +${to}$`, 'm'))
  assert.match((await why('--class', 'NONE')).stdout, /the run has no seat of this class/)
  for (const [wrong, problem] of [
    [[...wish, '--count', 'many'], /seat_count/],
    [[...wish, '--at', 'yesterday'], /such as 2030-01-31T12:00:00Z/],
    [[], /--class/],
  ] as const) {
    const told = await why(...wrong)
    assert.notEqual(told.status, 0)
    assert.match(told.stderr, problem)
  }
  const nowhere = await world.run(['runs', 'why', ride.train_run_id, ...wish])
  assert.equal(nowhere.status, 2)
  assert.match(nowhere.stderr, /--from AHB --to KRN/)
})

/** `npm run crash:nightly` asks for as many as a long train has. */
const bookings = Number(process.env.CANCELLED_BOOKINGS ?? 24)

test(`Y43, Y44, Y48: of a canceled run with ${bookings} bookings, a kill -9 in the middle leaves nothing undone`, async (t) => {
  const world = await createWorld(t, { mockApart: true })
  const { client } = world
  const ride = await findRide(client, { stops: 4, seats: bookings + 1, date: dayAhead(3) })
  const token = await client.session()
  const sold = await inParallel(ride.seatNumbers.slice(0, bookings), 16, async (seat) => {
    const hold = await client.hold(token, wholeWay(ride, [seat]))
    assert.equal(hold.status, 201, hold.text)
    const booked = await client.book(token, hold.body)
    assert.equal(booked.status, 201, booked.text)
    return booked.body
  })
  const id = ride.train_run_id
  const told = await world.run(['runs', 'cancel', id, '--reason', 'operational'])
  const wouldBe = `would concern ${bookings} bookings.*\\n.* would go back to passengers\\.\\n.*add --yes`
  assert.match(told.stdout, new RegExp(wouldBe))
  const canceling = world.run(['runs', 'cancel', id, '--reason', 'operational', '--yes'])
  await until('the first booking that is given back', async () => {
    const rows = await world.database.rows("SELECT count(*) AS n FROM bookings WHERE status = 'CANCELLED'")
    return Number(rows[0]?.n) > 0 || undefined
  })
  await world.stopServer('SIGKILL')
  await canceling
  await world.startServer()
  await until('every booking given back', async () => {
    const { stdout } = await world.run(['runs', 'closures', id, '--json'])
    const { closures } = JSON.parse(stdout)
    return closures.length === 1 && closures[0].bookings_left === 0 ? true : undefined
  })
  for (const { booking_id, total_cents } of sold) {
    const { body } = await world.client.call<BookingBody>('GET', `/api/bookings/${booking_id}`, { token })
    assert.deepEqual([body.status, body.refunded_cents], ['CANCELLED', total_cents])
  }
  await assertLedgerEqualsBookings(world)
  for (const command of [['doctor'], ['audit', 'verify']]) {
    const { status, stdout } = await world.run(command)
    assert.equal(status, 0, stdout)
  }
})
