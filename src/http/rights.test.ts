import assert from 'node:assert/strict'
import test from 'node:test'
import type { NewKey } from '../app/people/key-desk.ts'
import type { Instant } from '../domain/instant.ts'
import { type Right, rights, rightsOfRoles } from '../domain/people/rights.ts'
import { actedByNobody } from '../domain/records/audit.ts'
import { type Role, roles } from '../domain/records/people.ts'
import { accountToken } from './account.fixture.ts'
import { operations } from './operations.ts'
import { holdSeats, sell } from './sale.fixture.ts'
import { openWorld, type World } from './world.fixture.ts'

const machine = { by: { ...actedByNobody, reason: 'on_the_machine' }, given: null } as const

async function keyWith(world: World, held: readonly Right[], changed: Partial<NewKey> = {}) {
  const wanted = {
    name: held.join(' '),
    rights: held,
    networks: [],
    requestsPerSecond: 1_000,
    expiresAt: null,
  }
  const made = await world.deps.keys.add({ ...wanted, ...changed }, machine)
  assert.ok(made.ok)
  return made.value
}

/**
 * Who is let in; `own` is for whoever has the thing; `account` and `staff` for who has signed in, which no
 * key has.
 */
type Row = 'anybody' | 'guest' | 'own' | 'account' | 'staff' | 'operator' | 'known' | Right

const rows: Readonly<Record<string, Row>> = {
  openSession: 'anybody',
  openPageSession: 'anybody',
  listStations: 'anybody',
  searchRuns: 'anybody',
  showRun: 'anybody',
  fareCalendar: 'anybody',
  showSeats: 'anybody',
  watchSeats: 'anybody',
  placeHold: 'guest',
  showHold: 'own',
  releaseHold: 'own',
  extendHold: 'own',
  confirmBooking: 'guest',
  listBookings: 'guest',
  showBooking: 'own',
  showBookingByLink: 'anybody',
  showTicket: 'own',
  showTicketByLink: 'anybody',
  showCalendar: 'own',
  showCalendarByLink: 'anybody',
  showTicketPdf: 'own',
  showTicketPdfByLink: 'anybody',
  listTicketKeys: 'anybody',
  bookingHistory: 'own',
  quoteCancellation: 'own',
  cancelBooking: 'own',
  findBooking: 'guest',
  sendCodeByLink: 'guest',
  grantBooking: 'guest',
  registerAccount: 'guest',
  verifyAccount: 'guest',
  accountSignIn: 'anybody',
  accountSignOut: 'account',
  showAccount: 'account',
  changeAccountPassword: 'account',
  sendEmailCode: 'account',
  changeEmail: 'account',
  listAccountSessions: 'account',
  accountSignOutEverywhere: 'account',
  deleteAccount: 'account',
  showPersonalData: 'account',
  erasePersonalData: 'account',
  listSavedPassengers: 'account',
  replaceSavedPassengers: 'account',
  beginPasskeySignIn: 'anybody',
  passkeySignIn: 'anybody',
  listPasskeys: 'account',
  beginPasskey: 'account',
  addPasskey: 'account',
  renamePasskey: 'account',
  removePasskey: 'account',
  sendResetCode: 'guest',
  resetAccountPassword: 'guest',
  receivePaymentEvent: 'anybody',
  setUp: 'anybody',
  staffSignIn: 'anybody',
  showStaff: 'staff',
  changePassword: 'staff',
  listStaffSessions: 'staff',
  staffSignOut: 'staff',
  staffSignOutEverywhere: 'staff',
  listDayRuns: 'runs.read',
  startFactor: 'staff',
  confirmFactor: 'staff',
  removeFactor: 'staff',
  resetFactor: 'people.change',
  listStaff: 'people.read',
  addStaff: 'people.change',
  changeStaffRoles: 'people.change',
  changeStaffState: 'people.change',
  resetStaffPassword: 'people.change',
  listSessionsOfStaff: 'people.read',
  endSessionsOfStaff: 'people.change',
  showPicture: 'runs.read',
  listClaims: 'runs.read',
  showPast: 'runs.read',
  explainRefusal: 'runs.read',
  listClosures: 'runs.read',
  closeSale: 'runs.change',
  openSale: 'runs.change',
  cancelRun: 'runs.change',
  listBlocks: 'blocks.read',
  blockSeats: 'blocks.change',
  freeBlocks: 'blocks.change',
  proposeMoves: 'runs.read',
  movePassengers: 'runs.change',
  showManifest: 'manifest.read',
  checkTicket: 'tickets.check',
  searchBookings: 'bookings.find',
  showBookingToRailway: 'bookings.find',
  showTicketPdfToRailway: 'personal_data.read',
  showHistoryToRailway: 'bookings.find',
  quoteForPassenger: 'bookings.cancel',
  cancelForPassenger: 'bookings.cancel',
  giveCompensation: 'money.compensate',
  placeHoldAtDesk: 'bookings.sell',
  releaseHoldAtDesk: 'bookings.sell',
  sellAtDesk: 'bookings.sell',
  settleAtDesk: 'bookings.sell',
  showReceipt: 'bookings.find',
  listDeskAccounts: 'bookings.find',
  correctName: 'bookings.change',
  addNote: 'bookings.change',
  reportSales: 'money.reports',
  listClosings: 'money.reports',
  closeDay: 'money.close_day',
  listLedgerLines: 'money.reports',
  listRights: 'known',
  listKeys: 'keys.read',
  addKey: 'keys.change',
  revokeKey: 'keys.change',
  listAudit: 'audit.read',
  listChanges: 'changes.read',
  listImports: 'timetables.read',
  showImport: 'timetables.read',
  showHealth: 'anybody',
  showReadiness: 'anybody',
  showMetrics: 'operator',
  showOutbox: 'anybody',
  showOpenApi: 'anybody',
}

const password = 'correct horse battery'

/** Somebody of the staff with one role. */
async function staffWith(world: World, role: Role) {
  const email = `${role}@example.org`
  const added = await world.deps.staff.add({ name: role, email, password, roles: [role] }, machine)
  assert.ok(added.ok)
  return async () => {
    const begun = await world.deps.staff.signIn({ email, password, address: '192.0.2.1' })
    assert.ok(begun.ok)
    return begun.value.token
  }
}

/** The name of the passenger whose booking it is. */
const passenger = /Ada 0/

test('R55, R49, R50, R100: who is let in to each operation, for every role by key and by session, accounts, guests, strangers and nobody', async () => {
  const world = await openWorld({ limits: false })
  const [owner, stranger] = [await world.guest(), await world.guest()]
  const holdToken = await holdSeats(world, owner, 'own', ['4-1'])
  const booking = (await sell(world, owner, ['4-2'])).body
  const ids: Readonly<Record<string, string>> = {
    ...{ hold_token: holdToken, booking_id: String(booking.booking_id) },
    ...{ link_token: String(booking.link_token), train_run_id: world.runId('DAY 2') },
  }
  const keys = await Promise.all(
    roles.map(async (role) => {
      const held = rightsOfRoles([role])
      return { role, held, token: (await keyWith(world, [...held], { name: role })).token }
    }),
  )
  const staff = await Promise.all(
    roles.map(async (role) => {
      const signIn = await staffWith(world, role)
      return { role, held: rightsOfRoles([role]), signIn, token: await signIn() }
    }),
  )
  for (const { name, method, path } of operations) {
    const row = rows[name]
    assert.ok(row, `${name} has no row: say who is let in`)
    if (row === 'anybody') continue
    const url = path.replaceAll(/\{(\w+)\}/g, (_, param: string) => ids[param] ?? 'none')
    const ask = async (token?: string) => {
      const answer = await world.call(method, url, {
        ...(token === undefined ? {} : { token }),
        ...(method === 'POST' ? { body: {}, key: `${name} ${token}` } : {}),
        headers: { 'x-forwarded-for': '192.0.2.1' },
      })
      return answer
    }
    /** Asked by somebody who may not know the passengers of others. */
    const askBlind = async (token?: string) => {
      const answer = await ask(token)
      assert.doesNotMatch(answer.text, passenger, `${name} tells who travels`)
      return answer
    }
    assert.equal((await askBlind()).status, 401, `${name} by nobody`)
    const isForGuests = row === 'guest' || row === 'own'
    assert.equal((await askBlind(stranger)).status === 401, !isForGuests, `${name} by a stranger`)
    const account = await accountToken(world, 'ada@example.org')
    const isForAccounts = isForGuests || row === 'account'
    assert.equal((await askBlind(account)).status === 401, !isForAccounts, `${name} by an account`)
    if (row === 'own' && name !== 'cancelBooking')
      for (const other of [stranger, account])
        assert.equal((await askBlind(other)).status, 404, `${name} of somebody else`)
    for (const { role, held, token } of keys) {
      const { status, body } = await (held.has('personal_data.read') ? ask : askBlind)(token)
      if (isForGuests || row === 'operator' || row === 'account' || row === 'staff')
        assert.equal(status, 401, `${name} by a key of ${role}`)
      else if (row === 'known' || held.has(row)) assert.ok(![401, 403].includes(status), `${name} ${role}`)
      else assert.deepEqual([status, body.code, body.right], [403, 'forbidden', row], `${name} ${role}`)
    }
    for (const one of staff) {
      const { role, held, token } = one
      const { status, body } = await (held.has('personal_data.read') ? ask : askBlind)(token)
      const isForStaff = row === 'known' || row === 'staff'
      if (row === 'operator' || row === 'account') assert.equal(status, 401, `${name} by staff, ${role}`)
      // Who is signed in may travel, too, and has nothing of anybody else.
      else if (row === 'own' && name !== 'cancelBooking')
        assert.equal(status, 404, `${name} by staff, ${role}`)
      else if (isForGuests) assert.ok(![401, 403].includes(status), `${name} by staff, ${role}`)
      else if (isForStaff || held.has(row))
        assert.ok(![401, 403].includes(status), `${name} by staff, ${role}: ${status}`)
      else assert.deepEqual([status, body.right], [403, row], `${name} by staff, ${role}`)
      // It may have ended the session.
      if (row === 'staff') one.token = await one.signIn()
    }
    if (row === 'own' && method === 'GET') assert.equal((await ask(owner)).status, 200, name)
  }
  await world.app.close()
})

test('R48, R51, R53: a key is told once, works, is revoked at once, and its acts are in chain 0', async () => {
  const world = await openWorld()
  const { token: boss } = await keyWith(world, rights)
  const body = { name: 'Archive', rights: ['keys.read'] }
  const made = await world.call('POST', '/api/operator/keys', { token: boss, body })
  assert.equal(made.status, 201, made.text)
  const token = String(made.body.token)
  assert.match(token, /^hf_live_[\w-]{43}$/)
  const again = await world.call('POST', '/api/operator/keys', { token: boss, body })
  assert.deepEqual([again.status, again.body.code], [409, 'key_name_taken'])
  const listed = await world.call('GET', '/api/operator/keys', { token })
  assert.equal(listed.status, 200)
  assert.ok(!listed.text.includes(token) && !listed.text.includes('hash'))
  const url = `/api/operator/keys/${made.body.key_id}`
  assert.equal((await world.call('DELETE', url, { token })).status, 403)
  assert.equal((await world.call('DELETE', url, { token: boss })).status, 204)
  assert.equal((await world.call('DELETE', url, { token: boss })).status, 204)
  assert.equal((await world.call('DELETE', '/api/operator/keys/x', { token: boss })).status, 404)
  const ended = await world.call('GET', '/api/operator/keys', { token })
  assert.deepEqual([ended.status, ended.body.reason], [401, 'key_unknown'])
  const own = await world.call('GET', '/api/operator/rights', { token: boss })
  assert.deepEqual(own.body.own, rights)
  await world.app.close()
})

test('R50: a key makes no key with a right that it does not have', async () => {
  const world = await openWorld()
  const { token } = await keyWith(world, ['keys.change'])
  const body = { name: 'More', rights: ['keys.change', 'audit.read'] }
  const refused = await world.call('POST', '/api/operator/keys', { token, body })
  assert.deepEqual([refused.status, refused.body.right], [403, 'audit.read'])
  await world.app.close()
})

test('R51, R52: networks, the end and the rate of a key are kept', async () => {
  const world = await openWorld()
  const ask = async (token: string) => {
    const { status, body } = await world.call('GET', '/api/operator/rights', { token })
    return body.reason ?? body.code ?? status
  }
  const away = await keyWith(world, ['audit.read'], { name: 'a', networks: ['10.0.0.0/8', '::2'] })
  assert.equal(await ask(away.token), 'address_not_allowed')
  const here = await keyWith(world, ['audit.read'], { name: 'b', networks: ['127.0.0.0/8'] })
  assert.equal(await ask(here.token), 200)
  const expiresAt = (world.store.now() + 1_000) as Instant
  const short = await keyWith(world, ['audit.read'], { name: 'c', expiresAt })
  assert.equal(await ask(short.token), 200)
  await world.advance(1_000)
  assert.equal(await ask(short.token), 'key_expired')
  const slow = await keyWith(world, ['audit.read'], { name: 'd', requestsPerSecond: 1 })
  for (let count = 0; count < 5; count++) assert.equal(await ask(slow.token), 200)
  assert.equal(await ask(slow.token), 'rate_limited')
  assert.equal(await ask(here.token), 200)
  assert.equal(await ask('hf_live_unknown'), 'key_unknown')
  await world.app.close()
})
