import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, type TestContext, test } from 'node:test'
import { site, useAccount } from './harness/account-steps.ts'
import { bookingRequest, good } from './harness/client.ts'
import { useDeskSale } from './harness/desk-sale-steps.ts'
import { type Asked, eachNode } from './harness/each-node.ts'
import { createMailServer } from './harness/mails.ts'
import { dayAhead, findRide, seatsOf, wholeWay } from './harness/railway.ts'
import { forTheRailway, readRailway, useBlocks, useClosures, useDesk } from './harness/railway-steps.ts'
import { tells, watchSeats } from './harness/seat-stream.ts'
import { useSecondFactor, useStaff } from './harness/staff-steps.ts'
import { sameCalendars, samePdfs, sameTickets } from './harness/ticket-steps.ts'
import { until } from './harness/wait.ts'
import { signed } from './harness/webhook.ts'
import type { BookingBody, FoundRun, HistoryBody, HoldBody, QuoteBody, SeatMapBody } from './harness/wire.ts'
import { createWorld } from './harness/world.ts'

const admin = { email: 'ada@example.org', password: 'correct horse battery' }
const webhookSecret = 'known-to-the-provider-and-to-the-servers'
/** Long enough for what a test does between a hold and its sale, and short enough to wait for. */
const holdSeconds = 10
/** Beyond the time that is waited for; it bounds what hangs. */
const soonMs = 120_000

const mail = await createMailServer({ after })
const world = await createWorld(
  { after },
  {
    mockApart: true,
    env: {
      ...{ ...mail.environment, HOLD_TTL_SECONDS: String(holdSeconds), WEBHOOK_SECRET: webhookSecret },
      ...{ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password, PUBLIC_URL: site },
    },
  },
)
const nodes = await eachNode({ after }, world)
const { ask, askAll } = nodes
const ride = await findRide(world.client, { stops: 4, seats: 40, date: dayAhead(3) })
const way = {
  path: { train_run_id: ride.train_run_id },
  query: { from_station_code: ride.stations[0] ?? '', to_station_code: ride.stations.at(-1) ?? '' },
}
const unused = ride.seatNumbers.values()
const signIn = async () => good(await ask<{ token: string }>('staffSignIn', { body: admin }), 201).token
const freshSeats = (count: number) => [...unused.take(count)]

test('Q2: stations, search, prices, a run and its map are the same at every node', async () => {
  const onDate = { query: { ...way.query, journey_date: ride.journeyDate } }
  const all: readonly (readonly [string, Asked])[] = [
    ['listStations', {}],
    ['searchRuns', onDate],
    ['fareCalendar', { query: { ...way.query, from_date: ride.journeyDate, days: '3' } }],
    ['showRun', { path: way.path }],
    ['showSeats', way],
    ['showOpenApi', {}],
  ]
  for (const [name, asked] of all) {
    const answers = await askAll<{ as_of?: string }>(name, asked)
    const bodies = answers.map(({ status, body, text }) => {
      assert.equal(status, 200, text)
      return { ...body, as_of: '' }
    })
    assert.ok(Object.keys(bodies[0] ?? {}).length > 1)
    for (const body of bodies) assert.deepEqual(body, bodies[0], name)
  }
  const found = (await ask<{ train_runs: readonly FoundRun[] }>('searchRuns', onDate)).body.train_runs
  assert.ok(found.some(({ train_run_id: id }) => id === ride.train_run_id))
})

test("W10, Q2: every node tells a client that has another node's map that nothing has changed", async () => {
  for (const [name, asked] of [
    ['showSeats', way],
    ['showRun', { path: way.path }],
  ] as const) {
    const { etag } = (await ask(name, asked)).headers
    assert.equal(typeof etag, 'string')
    for (const { status, text } of await askAll(name, {
      ...asked,
      headers: { 'if-none-match': String(etag) },
    }))
      assert.deepEqual([status, text], [304, ''], name)
  }
})

test('Q21, W6, W7: a hold of one node is shown, repeated and released at the others', async () => {
  const token = await guest()
  const key = randomUUID()
  const wish = { ...wholeWay(ride, freshSeats(2)) }
  const placed = good(await ask<HoldBody>('placeHold', { token, key, body: wish }), 201)
  for (const again of await askAll<HoldBody>('placeHold', { token, key, body: wish }))
    assert.equal(good(again, 201).hold_token, placed.hold_token)
  const rival = await ask('placeHold', { token: await guest(), key: randomUUID(), body: wish })
  assert.equal(rival.problem.code, 'seat_taken', rival.text)
  const path = { hold_token: placed.hold_token }
  for (const shown of await askAll<HoldBody>('showHold', { token, path }))
    assert.deepEqual(good(shown, 200).seats, placed.seats)
  assert.equal((await ask('showHold', { token: await guest(), path })).status, 404, 'of one guest alone')
  const longer = randomUUID()
  const extended = good(await ask<HoldBody>('extendHold', { token, path, key: longer }), 201)
  for (const again of await askAll<HoldBody>('extendHold', { token, path, key: longer }))
    assert.equal(good(again, 201).expires_at, extended.expires_at)
  assert.equal((await ask('releaseHold', { token, path })).status, 204)
  for (const shown of await askAll<HoldBody>('showHold', { token, path }))
    assert.equal(good(shown, 200).status, 'RELEASED')
  good(await ask('placeHold', { token: await guest(), key: randomUUID(), body: wish }), 201)
})

test('H6, Q12: an unused hold expires at every node, and others can have its seats', async () => {
  const token = await guest()
  const seats = freshSeats(1)
  const { hold_token } = await hold(token, seats)
  const asked = { token, path: { hold_token } }
  await until(
    'the end of the hold',
    async () => (await ask<HoldBody>('showHold', asked)).body.status === 'EXPIRED' || undefined,
    holdSeconds * 1000 + soonMs,
  )
  for (const shown of await askAll<HoldBody>('showHold', asked))
    assert.equal(good(shown, 200).status, 'EXPIRED')
  const body = bookingRequest({ hold_token, seats: [seatNamed(seats[0])] })
  const late = await ask('confirmBooking', { token, key: randomUUID(), body })
  assert.equal(late.problem.code, 'hold_expired', late.text)
  await hold(await guest(), seats)
})

test('Q21, W7, W20: a hold of one node is paid at the next, once, and every other one has the booking', async () => {
  const token = await guest()
  const held = await hold(token, freshSeats(2))
  const key = randomUUID()
  const body = bookingRequest(held)
  const sold = good(await ask<BookingBody>('confirmBooking', { token, key, body }), 201)
  for (const again of await askAll<BookingBody>('confirmBooking', { token, key, body }))
    assert.deepEqual(good(again, 201), sold)
  const other = await ask('confirmBooking', { token, key, body: bookingRequest(held, 'tok_other') })
  assert.equal(other.problem.code, 'idempotency_key_reused', other.text)
  const path = { booking_id: sold.booking_id }
  for (const shown of await askAll<BookingBody>('showBooking', { token, path }))
    assert.deepEqual(good(shown, 200).seats, sold.seats)
  for (const linked of await askAll<BookingBody>('showBookingByLink', {
    path: { link_token: sold.link_token },
  }))
    assert.equal(good(linked, 200).booking_id, sold.booking_id)
  const ticketOf = { token, bookingId: sold.booking_id, linkToken: sold.link_token }
  await sameTickets(nodes, ticketOf)
  await sameCalendars(nodes, ticketOf)
  await samePdfs(nodes, ticketOf)
  for (const listed of await askAll<{ bookings: readonly BookingBody[] }>('listBookings', { token }))
    assert.deepEqual(
      good(listed, 200).bookings.map(({ booking_id: id }) => id),
      [sold.booking_id],
    )
  for (const told of await askAll<HistoryBody>('bookingHistory', { token, path }))
    assert.ok(good(told, 200).entries.some(({ action }) => action === 'booking_confirmed'))
  assert.equal(
    (await ask('showBooking', { token: await guest(), path })).status,
    404,
    'it is of one guest alone',
  )
})

test('P5, Q21: a payment declined at one node books nothing at any', async () => {
  const token = await guest()
  const held = await hold(token, freshSeats(1))
  const body = bookingRequest(held, 'tok_declined')
  const declined = await ask('confirmBooking', { token, key: randomUUID(), body })
  assert.deepEqual([declined.status, declined.problem.code], [402, 'payment_declined'], declined.text)
  for (const listed of await askAll<{ bookings: readonly BookingBody[] }>('listBookings', { token }))
    assert.deepEqual(good(listed, 200).bookings, [])
})

test("C6, C7, Q21: a node cancels by another node's quote, one seat or all, and the seats are on sale everywhere", async () => {
  const token = await guest()
  const held = await hold(token, freshSeats(2))
  const [first = '', second = ''] = held.seats.map(({ seat_number: number }) => number)
  const sold = good(
    await ask<BookingBody>('confirmBooking', { token, key: randomUUID(), body: bookingRequest(held) }),
    201,
  )
  const path = { booking_id: sold.booking_id }
  const quote = async (body: object) =>
    good(await ask<QuoteBody>('quoteCancellation', { token, path, body }), 201)
  const cancel = async (quote_id: string) => {
    const asked = { token, path, key: randomUUID(), body: { quote_id } }
    const done = good(await ask<BookingBody>('cancelBooking', asked), 201)
    for (const again of await askAll<BookingBody>('cancelBooking', asked))
      assert.deepEqual(good(again, 201), done)
    return done
  }
  const one = await quote({ seat_numbers: [first] })
  const partly = await cancel(one.quote_id)
  assert.equal(partly.status, 'CONFIRMED')
  assert.deepEqual(statusBySeat(partly), { [first]: 'CANCELLED', [second]: 'CONFIRMED' })
  const rest = await quote({})
  const whole = await cancel(rest.quote_id)
  assert.equal(whole.status, 'CANCELLED')
  assert.equal(whole.refunded_cents, one.refund_cents + rest.refund_cents)
  for (const shown of await askAll<BookingBody>('showBooking', { token, path }))
    assert.deepEqual(statusBySeat(good(shown, 200)), { [first]: 'CANCELLED', [second]: 'CANCELLED' })
  const more = await ask('quoteCancellation', { token, path, body: {} })
  assert.equal(more.problem.code, 'already_cancelled', more.text)
  await untilEveryMap([first, second], 'AVAILABLE')
})

test('Q3: a watcher of a run at any node sees what every node does with its seats', async (t: TestContext) => {
  const [seat = ''] = freshSeats(1)
  const streams = await Promise.all(world.urls.map((url) => watchSeats(t, url, wholeWay(ride))))
  const told = (status: string) =>
    until(
      `${status} at every node`,
      () => streams.every(({ text }) => tells(text, seat, status)) || undefined,
      soonMs,
    )
  const token = await guest()
  const held = await hold(token, [seat])
  await told('HELD')
  good(await ask('confirmBooking', { token, key: randomUUID(), body: bookingRequest(held) }), 201)
  await told('BOOKED')
  await untilEveryMap([seat], 'BOOKED')
})

test('W26, Q2: a cookie from one node is a session at every other one', async () => {
  // One address for all of them, as behind a proxy.
  const headers = { host: 'trains.example', 'sec-fetch-site': 'same-origin' }
  const opened = await ask<{ user_id: string }>('openPageSession', { headers })
  const { user_id: user } = good(opened, 201)
  const [cookie = ''] = String(opened.headers['set-cookie']).split(';')
  for (const known of await askAll<{ user_id: string }>('openPageSession', {
    headers: { ...headers, cookie },
  }))
    assert.equal(good(known, 200).user_id, user)
  for (const listed of await askAll('listBookings', { headers: { ...headers, cookie } }))
    assert.equal(listed.status, 200, listed.text)
})

test('P15, Q2: a provider may tell any node; a forged event is refused by each', async () => {
  const path = { provider: 'mock' }
  const body = JSON.stringify({ type: 'payment.captured', data: { key: 'hf-1-1' } })
  const headers = { 'content-type': 'application/json', ...signed(body, webhookSecret) }
  for (const { status, text } of await askAll('receivePaymentEvent', { path, body, headers }))
    assert.equal(status, 204, text)
  const forged = { ...headers, ...signed(body, 'another secret') }
  for (const { status } of await askAll('receivePaymentEvent', { path, body, headers: forged }))
    assert.equal(status, 401)
})

test('R7, R8, Q2: a code that one node sent opens the booking at the next, and every other one has it', async () => {
  const [owner, email] = [await guest(), 'ada@example.org']
  const body = { ...bookingRequest(await hold(owner, freshSeats(1))), contact: { email } }
  const sold = good(await ask<BookingBody>('confirmBooking', { token: owner, key: randomUUID(), body }), 201)
  const path = { booking_id: sold.booking_id }
  const wayOf = [
    (token: string) => ask('findBooking', { token, body: { ...path, email } }),
    (token: string) => ask('sendCodeByLink', { token, path: { link_token: sold.link_token }, body: {} }),
  ]
  for (const [index, send] of wayOf.entries()) {
    const token = await guest()
    good(await send(token), 202)
    const code = await mail.codeOf(index)
    const early = await ask('grantBooking', { token: await guest(), path, body: { code } })
    assert.equal(early.problem.code, 'code_not_accepted', early.text)
    for (const granted of await askAll<BookingBody>('grantBooking', { token, path, body: { code } }))
      assert.equal(good(granted, 201).booking_id, sold.booking_id)
    for (const shown of await askAll<BookingBody>('showBooking', { token, path }))
      assert.deepEqual(good(shown, 200).seats, sold.seats)
    for (const listed of await askAll<{ bookings: readonly BookingBody[] }>('listBookings', { token }))
      assert.equal(good(listed, 200).bookings.length, 1)
  }
  const quote = await ask<QuoteBody>('quoteCancellation', { token: owner, path, body: {} })
  good(quote, 201)
  // No node of a railway with a mail server has a page of mails.
  for (const { status } of await askAll('showOutbox')) assert.equal(status, 404)
})

test('W17, O14, Q2: every node says how it is, counts what it did and shows the reference', async () => {
  for (const name of ['showHealth', 'showReadiness'])
    for (const { status, text } of await askAll(name)) assert.equal(status, 200, text)
  const counted = (await askAll('showMetrics')).map(({ text }) =>
    Number(/^holdfast_sales_total (\d+)$/m.exec(text)?.[1] ?? Number.NaN),
  )
  const sold = await world.database.number('SELECT count(*) FROM bookings')
  assert.ok(sold >= 3)
  assert.equal(
    counted.reduce((sum, one) => sum + one, 0),
    sold,
    'each sale was counted by one node',
  )
  for (const url of world.urls) {
    const page = await fetch(`${url}/docs/`)
    assert.deepEqual([page.status, /scalar\.js/.test(await page.text())], [200, true])
  }
})

test('Y37, Y46, Y86, O103, Q2: what is blocked, moved, closed or canceled at one node is so at every other; imports are the same', async () => {
  const token = await signIn()
  await useBlocks({ ...nodes, ride, guest, token, seat: freshSeats(1)[0] ?? '' })
  await readRailway({ ...nodes, ride, token })
  await useDesk({ ...nodes, token, guest, hold: (one) => hold(one, freshSeats(1)) })
  await useDeskSale({ ...nodes, ride, staff: async () => token, freshSeats: () => freshSeats(1) })
  const other = await findRide(world.client, { stops: 4, seats: 10, date: dayAhead(5) })
  await useClosures({ ...nodes, ride: other, guest, token })
})

test('R25, R31, Q2: who signs in at one node is known at every other, and who signs out is unknown at all of them within seconds', async () => {
  const token = await signIn()
  for (const { status } of await askAll('listStaffSessions', { token })) assert.equal(status, 200)
  for (const answer of await askAll<{ email: string }>('showStaff', { token }))
    assert.equal(good(answer, 200).email, admin.email)
  assert.equal((await ask('staffSignOut', { token })).status, 204)
  await isUnknown(token)
  const next = await signIn()
  await useStaff({ ...nodes, token: next })
  const changed = good(
    await ask<{ token: string }>('changePassword', {
      ...{ token: next, body: { password: admin.password, new_password: 'another horse battery' } },
    }),
    201,
  )
  await isUnknown(next)
  await useSecondFactor({ ...nodes, ...admin, password: 'another horse battery', token: changed.token })
  assert.equal((await ask('staffSignOutEverywhere', { token: changed.token })).status, 204)
  await isUnknown(changed.token)
  const member = { name: 'Eve', email: 'eve@example.org', password: 'whatever it may be' }
  for (const answer of await askAll('setUp', { body: { setup_token: 'x', ...member } }))
    assert.equal(answer.status, 403, answer.text)
})

test('R64, R65, Q2: who makes an account at one node has it at every other, with what the guest had booked', async () => {
  const token = await guest()
  const sold = good(
    await ask<BookingBody>('confirmBooking', {
      ...{ token, key: randomUUID(), body: bookingRequest(await hold(token, freshSeats(1))) },
    }),
    201,
  )
  await useAccount({ ...nodes, token, isUnknown, codeOf: (index) => mail.codeOf(2 + index) }, sold.booking_id)
})

/** Waits until no node knows the session of staff or of an account. */
function isUnknown(token: string): Promise<unknown> {
  return until(
    'a session that is unknown at every node',
    async () => {
      const answers = await askAll('listBookings', { token })
      return answers.every(({ status }) => status === 401) ? true : undefined
    },
    8_000,
  )
}

test('R49, Q2: no node lets a guest or nobody in where only the railway may', async () => {
  const path = { key_id: '1', staff_id: '1', ...way.path }
  for (const token of [undefined, await guest()])
    for (const [name, asked] of Object.entries(forTheRailway))
      for (const answer of await askAll(name, { path, ...(token ? { token } : {}), ...asked }))
        assert.equal(answer.status, 401, `${name} ${answer.text}`)
})

test('and every operation of the API was called, or this file leaves one out', () => {
  // A stream has no end, so it is watched, not requested.
  assert.deepEqual(
    nodes.names.filter((name) => !nodes.asked.has(name)),
    ['watchSeats'],
  )
})

async function guest(): Promise<string> {
  return good(await ask<{ token: string }>('openSession', { body: {} }), 201).token
}

async function hold(token: string, seatNumbers: readonly string[]): Promise<HoldBody> {
  const body = wholeWay(ride, seatNumbers)
  return good(await ask<HoldBody>('placeHold', { token, key: randomUUID(), body }), 201)
}

const firstMap = (await ask<SeatMapBody>('showSeats', way)).body

function seatNamed(number: string | undefined) {
  const found = seatsOf(firstMap).find(({ seat }) => seat.seat_number === number)
  return found?.seat ?? assert.fail(`there is no seat ${number}`)
}

function statusBySeat({ seats }: BookingBody): Readonly<Record<string, string>> {
  return Object.fromEntries(seats.map(({ seat_number: number, status }) => [number, status]))
}

function untilEveryMap(seatNumbers: readonly string[], status: string): Promise<true> {
  return until(
    `${seatNumbers.join(', ')} ${status} on the map of every node`,
    async () => {
      const maps = await askAll<SeatMapBody>('showSeats', way)
      const seen = maps.flatMap(({ body }) =>
        seatsOf(body).filter(({ seat }) => seatNumbers.includes(seat.seat_number)),
      )
      return seen.every(({ seat }) => seat.status === status) || undefined
    },
    soonMs,
  )
}
