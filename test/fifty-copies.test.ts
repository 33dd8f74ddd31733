import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { site } from './harness/account-steps.ts'
import { bookingRequest, good } from './harness/client.ts'
import { raceCopies } from './harness/copies.ts'
import { deskRows } from './harness/desk-sale-steps.ts'
import { type Asked, eachNode } from './harness/each-node.ts'
import { assertLedgerEqualsBookings } from './harness/ledger.ts'
import { createMailServer } from './harness/mails.ts'
import { passkeyRows, type Row } from './harness/passkey-rows.ts'
import { dayAhead, findRide, wholeWay } from './harness/railway.ts'
import { staffRows } from './harness/staff-rows.ts'
import { until } from './harness/wait.ts'
import { signed } from './harness/webhook.ts'
import type { BookingBody, HoldBody, QuoteBody } from './harness/wire.ts'
import { createWorld } from './harness/world.ts'

const copies = 50
const admin = { email: 'ada@example.org', password: 'correct horse battery' }
const webhookSecret = 'known-to-the-provider-and-to-the-servers'
const password = 'a password of some length'

const mail = await createMailServer({ after })
const world = await createWorld(
  { after },
  {
    mockApart: true,
    env: {
      ...{ ...mail.environment, WEBHOOK_SECRET: webhookSecret },
      ...{ ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password, PUBLIC_URL: site },
    },
  },
)
const nodes = await eachNode({ after }, world)
const { ask } = nodes
const ride = await findRide(world.client, { stops: 3, seats: 40, date: dayAhead(3) })
const run = { train_run_id: ride.train_run_id }
const unused = ride.seatNumbers.values()
const freshSeats = () => [...unused.take(1)]

/** Days are closed one after the other, from a day long before the first sale. */
const nextDay = () => Temporal.PlainDate.from('2020-01-01').add({ days: closedDays++ }).toString()
let closedDays = 0

let addresses = 0
const freshAddress = () => `someone-${addresses++}@example.org`

const rows: Readonly<Record<string, Row>> = {
  placeHold: {
    request: async () => ({ token: await guest(), key: randomUUID(), body: wholeWay(ride, freshSeats()) }),
    leaves: 'hold_placed',
  },
  releaseHold: {
    request: async () => {
      const { token, hold_token } = await held()
      return { token, path: { hold_token } }
    },
    leaves: 'hold_released',
  },
  extendHold: {
    request: async () => {
      const { token, hold_token } = await held()
      return { token, key: randomUUID(), path: { hold_token } }
    },
    leaves: 'hold_extended',
  },
  confirmBooking: {
    request: async () => {
      const hold = await held()
      return { token: hold.token, key: randomUUID(), body: bookingRequest(hold) }
    },
    leaves: 'booking_confirmed',
  },
  cancelBooking: {
    request: async () => {
      const { token, path } = await sold()
      const quote = good(await ask<QuoteBody>('quoteCancellation', { token, path, body: {} }), 201)
      return { token, path, key: randomUUID(), body: { quote_id: quote.quote_id } }
    },
    leaves: 'booking_cancelled',
  },
  findBooking: {
    request: async () => {
      const { locator, email } = await sold()
      return { token: await guest(), body: { booking_id: locator, email } }
    },
    leaves: 'access_code_sent',
  },
  sendCodeByLink: {
    request: async () => {
      const { link_token } = await sold()
      return { token: await guest(), path: { link_token }, body: {} }
    },
    leaves: 'access_code_sent',
  },
  grantBooking: {
    request: async () => {
      const { link_token, path, email } = await sold()
      const token = await guest()
      good(await ask('sendCodeByLink', { token, path: { link_token }, body: {} }), 202)
      return { token, path, body: { code: await codeTo(email) } }
    },
    leaves: 'access_granted',
  },
  registerAccount: {
    request: async () => ({ token: await guest(), body: freshAccount() }),
    leaves: 'account_code_sent',
  },
  verifyAccount: {
    request: async () => {
      const [token, body] = [await guest(), freshAccount()]
      good(await ask('registerAccount', { token, body }), 202)
      return { token, body: { code: await codeTo(body.email) } }
    },
    leaves: 'account_made',
  },
  changeAccountPassword: {
    request: async () => ({
      token: (await account()).token,
      body: { password, new_password: `${password} 2` },
    }),
    leaves: 'password_changed',
  },
  sendEmailCode: {
    request: async () => ({ token: (await account()).token, body: freshAccount() }),
    leaves: 'account_code_sent',
  },
  changeEmail: {
    request: async () => {
      const [{ token }, body] = [await account(), freshAccount()]
      good(await ask('sendEmailCode', { token, body }), 202)
      return { token, body: { code: await codeTo(body.email) } }
    },
    leaves: 'email_changed',
  },
  erasePersonalData: {
    request: async () => {
      const owner = await account()
      const token = owner.token
      const sale = await soldTo(token)
      const quote = good(await ask<QuoteBody>('quoteCancellation', { token, path: sale.path, body: {} }), 201)
      const body = { quote_id: quote.quote_id }
      good(await ask('cancelBooking', { token, path: sale.path, key: randomUUID(), body }), 201)
      return { token, body: { password } }
    },
    leaves: 'personal_data_erased',
  },
  deleteAccount: {
    request: async () => ({ token: (await account()).token, body: { password } }),
    leaves: 'account_deleted',
  },
  sendResetCode: {
    request: async () => ({ token: await guest(), body: { email: (await account()).email } }),
    leaves: 'account_code_sent',
  },
  resetAccountPassword: {
    request: async () => {
      const { email } = await account()
      const token = await guest()
      good(await ask('sendResetCode', { token, body: { email } }), 202)
      return { token, body: { code: await codeTo(email, 1), new_password: `${password} 3` } }
    },
    leaves: 'password_reset',
  },
  accountSignOut: { request: async () => ({ token: (await account()).token }), leaves: 'signed_out' },
  accountSignOutEverywhere: {
    request: async () => ({ token: (await account()).token }),
    leaves: 'sessions_ended',
  },
  ...passkeyRows({ ask, account }),
  ...staffRows({ ask, staff, freshAddress, password: admin.password }),
  ...deskRows({ ask, ride, staff: () => staff(), freshSeats }),
  staffSignOut: { request: async () => ({ token: await staff() }), leaves: 'signed_out' },
  cancelForPassenger: {
    request: async () => {
      const asked = { token: await staff(), path: (await sold()).path }
      const terms = { terms: 'IN_FULL', reason: 'operational' }
      const quote = good(await ask<QuoteBody>('quoteForPassenger', { ...asked, body: terms }), 201)
      return { ...asked, key: randomUUID(), body: { quote_id: quote.quote_id, reason: 'operational' } }
    },
    leaves: 'booking_cancelled',
  },
  correctName: {
    request: async () => {
      const { path, seat_number } = await sold()
      const body = { seat_number, passenger_name: 'Ada Byron', reason: 'correction' }
      return { token: await staff(), path, body }
    },
    leaves: 'name_corrected',
  },
  giveCompensation: {
    request: async () => {
      const { path } = await sold()
      return {
        ...{ token: await staff(), path, key: randomUUID() },
        body: { amount_cents: 100, reason: 'operational' },
      }
    },
    leaves: 'compensation_given',
  },
  closeSale: { request: () => aboutRun(6, { travel_class: 'FIRST' }), leaves: 'sale_closed' },
  openSale: {
    request: async () => {
      const asked = await aboutRun(6, { travel_class: 'SECOND' })
      good(await ask('closeSale', asked), 200)
      return asked
    },
    leaves: 'sale_opened',
  },
  cancelRun: { request: () => aboutRun(5, {}), leaves: 'run_cancelled' },
  closeDay: {
    request: async () => ({ token: await staff(), body: { day: nextDay() } }),
    leaves: 'day_closed',
  },
  blockSeats: { request: () => aboutSeat(freshSeats()), leaves: 'seats_blocked' },
  freeBlocks: {
    request: async () => {
      const asked = await aboutSeat(freshSeats())
      good(await ask('blockSeats', asked), 200)
      return asked
    },
    leaves: 'seats_unblocked',
  },
  movePassengers: {
    request: async () => {
      const { seat_number: from } = await sold()
      const [to] = freshSeats()
      const body = { moves: [{ from_seat_number: from, to_seat_number: to }], reason: 'operational' }
      return { token: await staff(), path: run, body }
    },
    leaves: 'seats_moved',
  },
  addKey: { request: async () => ({ token: await staff(), body: freshKey() }), leaves: 'key_added' },
  revokeKey: {
    request: async () => {
      const token = await staff()
      const made = await ask<{ key_id: string }>('addKey', { token, body: freshKey() })
      return { token, path: { key_id: good(made, 201).key_id } }
    },
    leaves: 'key_revoked',
  },
}

/** Operations of which each copy is a request of its own, or none changes anything; each with the reason. */
const others: Readonly<Record<string, string>> = {
  openSession: 'a session is a signed token; nothing is stored',
  openPageSession: 'as for openSession',
  accountSignIn: 'each copy is a sign-in, and all are listed for the passenger',
  staffSignIn: 'as for accountSignIn',
  startFactor: 'each copy takes the place of a secret that nobody has confirmed',
  replaceSavedPassengers: 'the list that is saved already changes nothing',
  beginPasskey: 'a challenge is signed; nothing is stored',
  beginPasskeySignIn: 'as for beginPasskey',
  renamePasskey: 'each copy leaves the same name',
  quoteCancellation: 'a quote changes nothing',
  addNote: 'each copy is a note, and all are kept',
  quoteForPassenger: 'as for quoteCancellation',
  proposeMoves: 'a proposal changes nothing',
  checkTicket: 'only looks; its code is in the body, so that no code is in a log',
  searchBookings: 'only looks; what is searched for is in its body, so that no address is in a log',
  resetStaffPassword: 'each copy is a reset of its own, with an entry; all leave the same password',
  setUp: 'needs a railway without staff; its test is in test/staff.test.ts',
  receivePaymentEvent: 'the same event twice has the effect of one; its test is below',
}

for (const [name, row] of Object.entries(rows))
  test(`E40: fifty copies of ${name} that meet have one effect`, async () => {
    const asked = await row.request()
    const before = await entries(row.leaves)
    const told = await meet(name, asked)
    assert.deepEqual(
      told.filter((text) => !/^[24]|^503.*"overloaded"/.test(text)),
      [],
    )
    assert.equal((await entries(row.leaves)) - before, 1, [...new Set(told)].join('\n'))
  })

test('E40, P15: fifty copies of an event of the provider change nothing twice', async () => {
  await sold()
  const body = JSON.stringify({ type: 'payment.captured', data: { key: 'hf-1-1' } })
  const headers = signed(body, webhookSecret, randomUUID())
  const asked = { path: { provider: 'mock' }, body, headers }
  const told = await meet('receivePaymentEvent', asked)
  assert.deepEqual([...new Set(told.map((text) => text.trim()))], ['204'])
  await assertLedgerEqualsBookings(world)
})

test('E40: every operation that changes something has its row, or a reason why it has none', () => {
  const changing = nodes.names.filter((name) => nodes.routeOf(name).method !== 'GET')
  assert.deepEqual(
    changing.filter((name) => !(name in rows) && !(name in others)),
    [],
  )
})

const meet = (name: string, asked: Asked) => raceCopies({ nodes, urls: world.urls, copies }, name, asked)

function entries(action: string): Promise<number> {
  return world.database.number(`SELECT count(*) FROM audit_entries WHERE action = '${action}'`)
}

async function guest(): Promise<string> {
  return good(await ask<{ token: string }>('openSession', { body: {} }), 201).token
}

async function held(given?: string) {
  const token = given ?? (await guest())
  const asked = { token, key: randomUUID(), body: wholeWay(ride, freshSeats()) }
  return { token, ...good(await ask<HoldBody>('placeHold', asked), 201) }
}

const sold = () => soldTo(undefined)

async function soldTo(given: string | undefined) {
  const hold = await held(given)
  const email = freshAddress()
  const body = { ...bookingRequest(hold), contact: { email } }
  const made = await ask<BookingBody>('confirmBooking', { token: hold.token, key: randomUUID(), body })
  const { booking_id, link_token } = good(made, 201)
  return {
    token: hold.token,
    path: { booking_id },
    seat_number: hold.seats[0]?.seat_number,
    locator: booking_id,
    link_token,
    email,
  }
}

/** The code in the mail with this number among those to an address that have one, once it has arrived. */
function codeTo(address: string, index = 0): Promise<string> {
  const codes = () =>
    mail.mails
      .filter(({ to }) => to.includes(address))
      .flatMap(({ data }) => /\b\d{5} \d{5}\b/.exec(data)?.[0] ?? [])
  return until(`a code to ${address}`, () => codes()[index], 60_000)
}

function freshAccount() {
  return { email: freshAddress(), password }
}

async function account() {
  const entered = freshAccount()
  const token = await guest()
  good(await ask('registerAccount', { token, body: entered }), 202)
  const made = await ask<{ token: string }>('verifyAccount', {
    token,
    body: { code: await codeTo(entered.email) },
  })
  return { token: good(made, 201).token, email: entered.email }
}

async function staff(): Promise<string> {
  return good(await ask<{ token: string }>('staffSignIn', { body: admin }), 201).token
}

/** Of another day than what is sold. */
async function aboutRun(days: number, body: object): Promise<Asked> {
  const { train_run_id } = await findRide(world.client, { stops: 3, seats: 40, date: dayAhead(days) })
  return { token: await staff(), path: { train_run_id }, body: { ...body, reason: 'operational' } }
}

async function aboutSeat(seats: readonly string[]): Promise<Asked> {
  return { token: await staff(), path: run, body: { seat_numbers: seats, reason: 'defect' } }
}

function freshKey() {
  return { name: randomUUID(), rights: ['audit.read'] }
}
