import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { bookingRequest, good } from './client.ts'
import type { Asked, EachNode } from './each-node.ts'
import { type Ride, wholeWay } from './railway.ts'
import { until } from './wait.ts'
import type { BookingBody, HistoryBody, HoldBody } from './wire.ts'

interface Steps extends Pick<EachNode, 'ask' | 'askAll'> {
  readonly ride: Ride
  /** Free so far. */
  readonly seat: string
  /** Of staff with the rights to block. */
  readonly token: string
  guest(): Promise<string>
}

const blocks = { body: { coach_number: '4', reason: 'defect' } }

const closing = { body: { reason: 'operational' } }

const ben = { name: 'Ben Roth', email: 'ben@example.org', password: 'a password of some length' }

/** Operations that need a right of the railway, each with a request that would be well-formed. */
export const forTheRailway: Readonly<Record<string, Asked>> = {
  ...{ listRights: {}, listKeys: {}, revokeKey: {}, addKey: { body: { name: 'x', rights: ['audit.read'] } } },
  ...{
    listBlocks: {},
    blockSeats: blocks,
    freeBlocks: blocks,
    proposeMoves: { body: { coach_number: '4' } },
    movePassengers: {
      body: { moves: [{ from_seat_number: '4-1', to_seat_number: '4-2' }], reason: 'operational' },
    },
    showManifest: {},
    checkTicket: { body: { code: 'x' } },
    ...{ searchBookings: { body: { booking_id: 'x' } }, showBookingToRailway: {}, showHistoryToRailway: {} },
    showTicketPdfToRailway: {},
    quoteForPassenger: { body: { terms: 'IN_FULL', reason: 'operational' } },
    addNote: { body: { text: 'late', reason: 'operational' } },
    correctName: { body: { seat_number: '4-1', passenger_name: 'Ada', reason: 'correction' } },
    giveCompensation: { key: 'k', body: { amount_cents: 1, reason: 'operational' } },
    cancelForPassenger: { key: 'k', body: { quote_id: 'x', reason: 'operational' } },
    placeHoldAtDesk: {
      key: 'k',
      body: { train_run_id: '1', from_station_code: 'A', to_station_code: 'B', seat_numbers: ['1-1'] },
    },
    ...{ releaseHoldAtDesk: {}, showReceipt: {}, listDeskAccounts: {} },
    sellAtDesk: {
      key: 'k',
      body: {
        hold_token: 'x',
        passengers: [{ seat_number: '1-1', passenger_name: 'Ada', passenger_age: 36, passenger_gender: 'F' }],
        payment: { method: 'cash', till: 'window-3' },
      },
    },
    settleAtDesk: { key: 'k', body: { amount_cents: 1, means: 'CASH', till: 'window-3' } },
    listImports: {},
    showImport: {},
  },
  listAudit: {},
  listChanges: {},
  resetFactor: { body: { reason: 'lost_device' } },
  ...{ listStaff: {}, listSessionsOfStaff: {}, endSessionsOfStaff: { body: { reason: 'lost_device' } } },
  addStaff: { body: { ...ben, roles: ['sales'], reason: 'new_duties' } },
  changeStaffRoles: { body: { roles: ['sales'], reason: 'new_duties' } },
  changeStaffState: { body: { state: 'DISABLED', reason: 'departure' } },
  resetStaffPassword: { body: { password: ben.password, reason: 'own_wish' } },
  ...{ listDayRuns: { query: { date: '2027-03-17' } }, showPicture: {}, listClaims: {} },
  showPast: {},
  explainRefusal: {
    query: { from_station_code: 'A', to_station_code: 'C', travel_class: 'SECOND' },
  },
  ...{
    listClosures: {},
    closeSale: closing,
    openSale: closing,
    cancelRun: { body: { ...closing.body, dry_run: true } },
  },
  ...{
    reportSales: { query: { from: '2027-03-17', to: '2027-03-17' } },
    listClosings: {},
    closeDay: { body: { day: '2027-03-17' } },
    listLedgerLines: { path: { day: '2027-03-17' } },
  },
}

/** Blocks a seat at one node and frees it at another; every node knows, and none sells it meanwhile. */
export async function useBlocks({ ask, askAll, ride, seat, token, guest }: Steps): Promise<void> {
  const path = { train_run_id: ride.train_run_id }
  const asked = { token, path, body: { seat_numbers: [seat], reason: 'defect' } }
  const isEverywhere = (count: number) =>
    until(`${count} blocked seats at every node`, async () => {
      const answers = await askAll<{ blocks: readonly object[] }>('listBlocks', { token, path })
      return answers.every((answer) => good(answer, 200).blocks.length === count) ? true : undefined
    })
  good(await ask('blockSeats', asked), 200)
  const body = wholeWay(ride, [seat])
  for (const refused of await askAll('placeHold', { token: await guest(), key: randomUUID(), body }))
    assert.equal(refused.problem.code, 'seat_taken', refused.text)
  await isEverywhere(1)
  for (const again of await askAll<{ changed: readonly object[] }>('blockSeats', asked))
    assert.deepEqual(good(again, 200).changed, [])
  good(await ask('freeBlocks', asked), 200)
  await isEverywhere(0)
  good(await ask('placeHold', { token: await guest(), key: randomUUID(), body }), 201)
}

interface DeskSteps extends Pick<EachNode, 'ask' | 'askAll'> {
  /** Of staff with the rights of sales and of an inspector. */
  readonly token: string
  guest(): Promise<string>
  /** A hold of one seat. */
  hold(token: string): Promise<HoldBody>
}

/** A booking is moved, and another one found, shown and canceled in full, and every node knows. */
export async function useDesk(steps: DeskSteps): Promise<void> {
  const { ask, askAll, token, guest, hold } = steps
  await useMoves(steps)
  const passenger = await guest()
  const sale = { token: passenger, key: randomUUID(), body: bookingRequest(await hold(passenger)) }
  const sold = good(await ask<BookingBody>('confirmBooking', sale), 201)
  const { booking_id: bookingId, train_run_id: trainRunId } = sold
  const asked = { token, path: { booking_id: bookingId, train_run_id: trainRunId } }
  const lines = async () =>
    (await askAll<{ lines: readonly { booking_id: string }[] }>('showManifest', asked)).map((answer) =>
      good(answer, 200).lines.some((line) => line.booking_id === bookingId),
    )
  assert.ok((await lines()).every((isThere) => isThere))
  const body = { train_run_id: trainRunId }
  for (const found of await askAll<FoundBody>('searchBookings', { token, body }))
    assert.ok(good(found, 200).bookings.some((one) => one.booking_id === bookingId))
  const name = { seat_number: sold.seats[0]?.seat_number, passenger_name: 'Ada Byron', reason: 'correction' }
  for (const answer of await askAll('correctName', { ...asked, body: name })) good(answer, 200)
  for (const found of await askAll<FoundBody>('searchBookings', { token, body: { passenger_name: 'byron' } }))
    assert.ok(good(found, 200).bookings.some((one) => one.booking_id === bookingId))
  good(await ask('addNote', { ...asked, body: { text: 'late', reason: 'operational' } }), 201)
  for (const shown of await askAll<{ notes: object[] }>('showBookingToRailway', asked))
    assert.equal(good(shown, 200).notes.length, 1)
  const gift = { ...asked, key: randomUUID(), body: { amount_cents: 100, reason: 'operational' } }
  for (const given of await askAll<{ given_cents: number }>('giveCompensation', gift))
    assert.equal(good(given, 201).given_cents, 100)
  const terms = { terms: 'IN_FULL', reason: 'operational' }
  const quote = good(await ask<{ quote_id: string }>('quoteForPassenger', { ...asked, body: terms }), 201)
  const cancel = { ...asked, key: randomUUID(), body: { ...quote, reason: 'operational' } }
  good(await ask('cancelForPassenger', cancel), 201)
  for (const again of await askAll<{ status: string }>('cancelForPassenger', cancel))
    assert.equal(good(again, 201).status, 'CANCELLED')
  for (const shown of await askAll<{ fees_cents: number }>('showBookingToRailway', asked))
    assert.equal(good(shown, 200).fees_cents, 0)
  for (const told of await askAll<HistoryBody>('showHistoryToRailway', asked))
    assert.ok(good(told, 200).entries.some(({ action }) => action === 'booking_cancelled'))
  assert.ok(!(await lines()).includes(true))
}

/** A passenger is moved by one node as another has proposed it, and every node knows the new seat. */
async function useMoves({ ask, askAll, token, guest, hold }: DeskSteps): Promise<void> {
  const passenger = await guest()
  const sale = { token: passenger, key: randomUUID(), body: bookingRequest(await hold(passenger)) }
  const sold = good(await ask<BookingBody>('confirmBooking', sale), 201)
  const seatNumber = sold.seats[0]?.seat_number
  const path = { train_run_id: sold.train_run_id }
  const asked = { token, path, body: { seat_numbers: [seatNumber] } }
  const proposals = await askAll<{ moves: readonly { to_seat_number: string }[] }>('proposeMoves', asked)
  const [moves, ...others] = proposals.map((answer) => good(answer, 200).moves)
  assert.equal(moves?.length, 1)
  for (const other of others) assert.deepEqual(other, moves)
  const given = moves?.map(({ to_seat_number }) => ({
    ...{ booking_id: sold.booking_id, from_seat_number: seatNumber, to_seat_number },
  }))
  const body = { moves: given, reason: 'operational' }
  good(await ask('movePassengers', { token, path, body }), 200)
  for (const again of await askAll('movePassengers', { token, path, body }))
    assert.equal(again.problem.code, 'passenger_not_there', again.text)
  const shown = { token: passenger, path: { booking_id: sold.booking_id } }
  for (const answer of await askAll<BookingBody>('showBooking', shown))
    assert.equal(good(answer, 200).seats[0]?.seat_number, moves?.[0]?.to_seat_number)
}

interface FoundBody {
  readonly bookings: readonly { readonly booking_id: string }[]
}

/**
 * Closes a run at one node and opens it at another, and cancels it; every node knows, and none sells it. Then
 * closes a day.
 */
export async function useClosures({ ask, askAll, ride, token, guest }: Omit<Steps, 'seat'>): Promise<void> {
  const path = { train_run_id: ride.train_run_id }
  const asked = { token, path, ...closing }
  const body = wholeWay(ride, ride.seatNumbers.slice(0, 1))
  const isRefused = async () => {
    for (const refused of await askAll('placeHold', { token: await guest(), key: randomUUID(), body }))
      assert.equal(refused.problem.code, 'sale_closed', refused.text)
  }
  good(await ask('closeSale', asked), 200)
  await isRefused()
  good(await ask('openSale', asked), 200)
  good(await ask('placeHold', { token: await guest(), key: randomUUID(), body }), 201)
  good(await ask('cancelRun', asked), 200)
  await isRefused()
  await until('a canceled run without bookings', async () => {
    const answers = await askAll<{ closures: readonly { bookings_left: number }[] }>('listClosures', {
      token,
      path,
    })
    const left = answers.flatMap((answer) => good(answer, 200).closures.map((one) => one.bookings_left))
    return left.length === answers.length && left.every((count) => count === 0) ? true : undefined
  })
  await useBooks({ ask, askAll, token })
}

/** Reads what the last imports have done: it is the same at every node. */
async function readImports({ askAll }: Pick<EachNode, 'askAll'>, token: string): Promise<void> {
  for (const [name, asked] of [
    ['listImports', { token }],
    ['showImport', { token, path: { import_id: '1' } }],
  ] as const) {
    const bodies = (await askAll(name, asked)).map((answer) => good(answer, 200))
    assert.ok(Object.keys(bodies[0] ?? {}).length > 0)
    for (const body of bodies) assert.deepEqual(body, bodies[0], name)
  }
}

/** Closes a day at one node: every other has its lines, and the same report. */
async function useBooks({ ask, askAll, token }: Pick<Steps, 'ask' | 'askAll' | 'token'>) {
  const day = Temporal.Now.plainDateISO().subtract({ days: 2 }).toString()
  good(await ask('closeDay', { token, body: { day } }), 200)
  for (const again of await askAll('closeDay', { token, body: { day } }))
    assert.equal(again.problem.code, 'day_already_closed', again.text)
  for (const answer of await askAll<{ closed: readonly { day: string }[] }>('listClosings', { token }))
    assert.deepEqual(
      good(answer, 200).closed.map((one) => one.day),
      [day],
    )
  for (const answer of await askAll<{ lines: readonly object[] }>('listLedgerLines', {
    token,
    path: { day },
  }))
    assert.deepEqual(good(answer, 200).lines, [], 'nothing was sold two days ago')
  const query = { from: day, to: Temporal.PlainDate.from(day).add({ days: 4 }).toString(), by: 'method' }
  const reports = await askAll<{ lines: readonly { bookings: number }[] }>('reportSales', { token, query })
  assert.ok((reports[0]?.body.lines[0]?.bookings ?? 0) > 0)
  for (const report of reports) assert.deepEqual(good(report, 200).lines, reports[0]?.body.lines)
}

/** Reads imports, and the day and the picture of a run: every node has the same claims on it. */
export async function readRailway({ ride, askAll, token }: Pick<Steps, 'ride' | 'askAll' | 'token'>) {
  await readImports({ askAll }, token)
  const asked = { token, query: { date: ride.journeyDate } }
  const answers = await askAll<{ train_runs: readonly { train_run_id: string }[] }>('listDayRuns', asked)
  const runs = answers.map((answer) =>
    good(answer, 200).train_runs.find(({ train_run_id: id }) => id === ride.train_run_id),
  )
  assert.ok(runs[0])
  for (const run of runs) assert.deepEqual(run, runs[0])
  const path = { train_run_id: ride.train_run_id }
  const pasts = await askAll<{ acts: readonly object[] }>('showPast', { token, path })
  for (const one of pasts) assert.deepEqual(good(one, 200).acts, pasts[0]?.body.acts)
  const [from = '', to = ''] = [ride.stations[0], ride.stations.at(-1)]
  const wish = { from_station_code: from, to_station_code: to, travel_class: ride.travelClass }
  const whys = await askAll<{ in_the_way: readonly object[] }>('explainRefusal', { token, path, query: wish })
  for (const one of whys) assert.deepEqual(good(one, 200).in_the_way, whys[0]?.body.in_the_way)
  for (const name of ['showPicture', 'listClaims']) {
    const found = await askAll<{ seats: readonly object[] }>(name, { token, path })
    const seats = found.map((answer) => good(answer, 200).seats)
    assert.ok(seats[0] && seats[0].length > 0)
    for (const one of seats) assert.deepEqual(one, seats[0], name)
  }
}
