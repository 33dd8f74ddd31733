import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Type } from 'typebox'
import { accountToken } from './account.fixture.ts'
import type { Operation } from './operation.ts'
import { operations } from './operations.ts'
import { openWorld, type World } from './world.fixture.ts'

/**
 * Texts that no database or ticket can hold: U+0000, half of a surrogate pair, escape, a C1 control, and a
 * line separator.
 */
const impossible = ['A\0', '\ud800', 'A\x1b[31m', 'A\x9b', 'A\u2028B']

/** These are hashed unchanged, so their characters do not matter. */
const neverChanged = new Set(['/password'])

const bodies: Readonly<Record<string, object>> = {
  placeHold: {
    train_run_id: '1',
    from_station_code: 'A',
    to_station_code: 'C',
    seat_numbers: ['4-1'],
    travel_class: 'SECOND',
    preferences: { position: 'window', coach: '4', berth: 'upper', facing: 'forward' },
  },
  confirmBooking: {
    hold_token: 'h',
    passengers: [{ seat_number: '4-1', passenger_name: 'Ada', passenger_age: 36, passenger_gender: 'F' }],
    contact: { email: 'ada@example.org', phone: '+41 44 123 45 67' },
    payment: { method: 'mock', token: 'tok_ok' },
  },
  openSession: { email: 'ada@example.org', password: 'a password' },
  quoteCancellation: { seat_numbers: ['4-1'] },
  cancelBooking: { quote_id: 'q' },
  findBooking: { booking_id: 'ABC123', email: 'ada@example.org', language: 'en' },
  sendCodeByLink: { language: 'en' },
  grantBooking: { code: '0123456789' },
  registerAccount: { email: 'ada@example.org', password: 'a password of some length', language: 'en' },
  verifyAccount: { code: '0123456789' },
  sendResetCode: { email: 'ada@example.org', language: 'en' },
  resetAccountPassword: { code: '0123456789', new_password: 'a password of some length' },
  accountSignIn: { email: 'ada@example.org', password: 'a password' },
  deleteAccount: { password: 'a password' },
  erasePersonalData: { password: 'a password' },
  addPasskey: {
    name: 'My phone',
    credential: {
      ...{ id: 'a', type: 'public-key', response: { clientDataJSON: 'a', attestationObject: 'a' } },
    },
  },
  renamePasskey: { name: 'My phone' },
  passkeySignIn: {
    credential: {
      ...{ id: 'a', type: 'public-key' },
      response: { clientDataJSON: 'a', authenticatorData: 'a', signature: 'a', userHandle: 'a' },
    },
  },
  replaceSavedPassengers: {
    passengers: [
      {
        ...{ passenger_name: 'Ada', birth_year: 1990, passenger_gender: 'F' },
        preferences: { position: 'aisle', berth: 'upper', facing: 'forward' },
      },
    ],
  },
  changeAccountPassword: { password: 'a password', new_password: 'a password of some length' },
  sendEmailCode: { email: 'ada@example.org', password: 'a password', language: 'en' },
  changeEmail: { code: '0123456789' },
  setUp: { setup_token: 't', name: 'Ada', email: 'ada@example.org', password: 'a password of some length' },
  staffSignIn: { email: 'ada@example.org', password: 'a password', code: '123456' },
  startFactor: { password: 'a password' },
  confirmFactor: { code: '123456' },
  removeFactor: { code: '123456' },
  resetFactor: { reason: 'lost_device' },
  addStaff: {
    ...{ name: 'Ben', email: 'ben@example.org', password: 'a password of some length' },
    ...{ roles: ['sales'], reason: 'new_duties' },
  },
  changeStaffRoles: { roles: ['sales'], reason: 'new_duties' },
  changeStaffState: { state: 'DISABLED', reason: 'departure' },
  resetStaffPassword: { password: 'a password of some length', reason: 'own_wish' },
  endSessionsOfStaff: { reason: 'lost_device' },
  closeSale: { travel_class: 'SECOND', from_station_code: 'A', to_station_code: 'B', reason: 'defect' },
  openSale: { travel_class: 'SECOND', from_station_code: 'A', to_station_code: 'B', reason: 'defect' },
  proposeMoves: { coach_number: '4', from_station_code: 'A', to_station_code: 'B' },
  movePassengers: {
    moves: [{ booking_id: 'ABC123', from_seat_number: '4-1', to_seat_number: '4-2' }],
    ...{ block_left_seats: true, reason: 'defect' },
  },
  cancelRun: { from_station_code: 'A', to_station_code: 'B', reason: 'defect', dry_run: true },
  closeDay: { day: '2027-03-17' },
  blockSeats: { seat_numbers: ['4-1'], from_station_code: 'A', to_station_code: 'B', reason: 'defect' },
  freeBlocks: { coach_number: '4', travel_class: 'SECOND', reason: 'defect' },
  checkTicket: { code: 'AS9nkgg3R1EyTTRaSwACB' },
  searchBookings: {
    ...{ booking_id: '7K3M9QXA', email: 'ada@example.org', train_run_id: '1', seat_number: '4-1' },
    ...{ phone: '+41 44', passenger_name: 'Ada', train_number: 'DAY 2', service_date: '2027-03-17' },
  },
  quoteForPassenger: { seat_numbers: ['4-1'], terms: 'BY_RULE', reason: 'correction' },
  cancelForPassenger: { quote_id: 'x', reason: 'correction' },
  placeHoldAtDesk: { train_run_id: '1', from_station_code: 'A', to_station_code: 'C', seat_numbers: ['4-1'] },
  sellAtDesk: {
    hold_token: 'h',
    passengers: [
      { seat_number: '4-1', passenger_name: 'Ada', passenger_age: 36, passenger_gender: 'F' as const },
    ],
    contact: { email: 'ada@example.org', phone: '+41 44' },
    payment: { method: 'cash', till: 'window-3' },
  },
  settleAtDesk: { amount_cents: 1, means: 'CASH', till: 'window-3' },
  addNote: { text: 'late', reason: 'correction' },
  correctName: { seat_number: '4-1', passenger_name: 'Ada', reason: 'correction' },
  giveCompensation: { amount_cents: 1, reason: 'correction' },
  addKey: {
    ...{ name: 'Kiosk', rights: ['audit.read'], networks: ['192.0.2.0/24'] },
    expires_at: '2030-01-01T00:00:00Z',
  },
  changePassword: { password: 'a password', new_password: 'a password of some length' },
}

/** Every string in a value, by JSON pointer, with a function that replaces it in the value. */
function* texts(value: unknown, pointer = ''): Generator<[pointer: string, put: (text: string) => unknown]> {
  if (typeof value === 'string') yield [pointer, (text) => text]
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value))
    for (const [inner, put] of texts(member, `${pointer}/${name}`))
      yield [
        inner,
        (text) =>
          Array.isArray(value) ? value.with(Number(name), put(text)) : { ...value, [name]: put(text) },
      ]
}

async function assertRefused(world: World, operation: Operation, pointer: string, put: Put) {
  const token = await tokenFor(world, operation)
  for (const text of impossible) {
    const { body, query } = put(text)
    const path = operation.path.replaceAll(/\{\w+\}/g, '1') + (query === undefined ? '' : `?${query}`)
    const answer = await world.call(operation.method, path, { token, key: 'k', body })
    const about = `${operation.name} ${pointer} ${JSON.stringify(text)}: ${answer.status} ${answer.text}`
    assert.equal(answer.status, 400, about)
    const errors = answer.body.errors as readonly { readonly pointer: string }[]
    assert.deepEqual(
      errors.map((error) => error.pointer),
      [pointer],
      about,
    )
  }
}

async function tokenFor(world: World, { access }: Operation): Promise<string> {
  if (access === 'staff') return await administrator(world)
  return access === 'account' ? await accountToken(world, 'ada@example.org') : await world.guest()
}

/** The token of an administrator, who is made once in a world. */
async function administrator({ deps: { staff } }: World): Promise<string> {
  const member = { name: 'Ada', email: 'ada@example.org', password: 'a password of some length' }
  const link = await staff.openSetup()
  const begun =
    link === null ? await staff.signIn({ ...member, address: '' }) : await staff.setUp(link, member)
  assert.ok(begun.ok)
  return begun.value.token
}

type Put = (text: string) => { readonly body?: object; readonly query?: string }

test('K1, W3: a text in a body that cannot be stored is 400 malformed_request with its pointer', async () => {
  const world = await openWorld({ limits: false })
  const withTexts = operations.filter(({ body }) => body && Type.IsObject(body) && hasText(body))
  assert.deepEqual(withTexts.map(({ name }) => name).sort(), Object.keys(bodies).sort())
  for (const operation of withTexts)
    for (const [pointer, put] of texts(bodies[operation.name]))
      if (!neverChanged.has(pointer))
        await assertRefused(world, operation, pointer, (text) => ({ body: put(text) as object }))
  await world.app.close()
})

test('K1, W3: a text in a URL that cannot be stored is 400 malformed_request with the name of its parameter', async () => {
  const world = await openWorld()
  for (const operation of operations) {
    const { query } = operation
    if (!query || !Type.IsObject(query)) continue
    const good: Record<string, string> = {
      from_station_code: 'A',
      to_station_code: 'C',
      journey_date: '2027-03-17',
      from_date: '2027-03-17',
      date: '2027-03-17',
      travel_class: 'SECOND',
      from: '2027-03-17',
      to: '2027-03-17',
    }
    for (const name of Object.keys(query.properties).filter((each) => Type.IsString(query.properties[each])))
      await assertRefused(world, operation, `/${name}`, (text) => {
        const known = Object.keys(query.properties).flatMap((each) =>
          good[each] && isRequired(query, each) ? [[each, good[each]]] : [],
        )
        // URLSearchParams would repair half of a surrogate pair, and a URL cannot express it.
        return {
          query: new URLSearchParams({
            ...Object.fromEntries(known),
            [name]: text.replace('\ud800', '\0'),
          }).toString(),
        }
      })
  }
  await world.app.close()
})

function isRequired({ required = [] }: { readonly required?: readonly string[] }, name: string): boolean {
  return required.includes(name)
}

function hasText(schema: object): boolean {
  return (
    JSON.stringify(schema).includes('"type":"string"') || JSON.stringify(schema).includes('["string","null"]')
  )
}

test('K2, K3, W3: the problem with a text is explained in one sentence', async () => {
  const world = await openWorld()
  const token = await world.guest()
  for (const [name, detail] of [
    ['', 'must not be blank'],
    ['\u200b', 'must not be blank'],
    ['x'.repeat(101), 'must not have more than 100 characters'],
    ['😀'.repeat(101), 'must not have more than 100 characters'],
    ['x\0', 'must not have control characters; it has U+0000'],
    [7, 'must be string'],
  ] as const) {
    const [passenger] = (bodies.confirmBooking as { passengers: object[] }).passengers
    const body = { ...bodies.confirmBooking, passengers: [{ ...passenger, passenger_name: name }] }
    const answer = await world.call('POST', '/api/bookings', { token, key: 'k', body })
    assert.deepEqual(answer.body.errors, [{ pointer: '/passengers/0/passenger_name', detail }])
  }
  await world.app.close()
})

const keptNames = [
  'O',
  "O'Brien-Ng",
  'Richard "Rez" Roe',
  '👩‍👩‍👧‍👦',
  '😀'.repeat(100),
  'محمد علي',
  'Ada \u202egnirts',
  `Z${'\u0301'.repeat(60)}`,
  '  Ada  ',
  'Jose\u0301',
  'Ada\uffff',
  '__proto__',
  '=1+1',
]

test('K6: a name is returned exactly as sent, by the booking, by its replay and ever after', async () => {
  const world = await openWorld()
  const token = await world.guest()
  for (const [index, name] of keptNames.entries()) {
    const seat = `4-${1 + index}`
    const hold = await world.call('POST', '/api/seat_holds', {
      token,
      key: `h${index}`,
      body: {
        train_run_id: world.runId('DAY 2'),
        from_station_code: 'A',
        to_station_code: 'C',
        seat_numbers: [seat],
      },
    })
    const body = {
      hold_token: String(hold.body.hold_token),
      passengers: [{ seat_number: seat, passenger_name: name, passenger_age: 36, passenger_gender: 'F' }],
      contact: { email: 'ü@müller.de', phone: '+41 44 123 45 67' },
      payment: { method: 'mock', token: 'tok_ok' },
    }
    const first = await world.call('POST', '/api/bookings', { token, key: `b${index}`, body })
    assert.equal(first.status, 201, `${JSON.stringify(name)}: ${first.text}`)
    const again = await world.call('POST', '/api/bookings', { token, key: `b${index}`, body })
    assert.equal(again.text, first.text)
    const shown = await world.call('GET', `/api/bookings/${first.body.booking_id}`, { token })
    for (const answer of [first, shown])
      assert.equal((answer.body.seats as { passenger_name: string }[])[0]?.passenger_name, name)
  }
  await world.app.close()
})

test('K2: an invisible name is refused, nothing is authorized, and the hold stays', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const hold = await world.call('POST', '/api/seat_holds', {
    token,
    key: 'h',
    body: {
      train_run_id: world.runId('DAY 2'),
      from_station_code: 'A',
      to_station_code: 'C',
      seat_numbers: ['4-1'],
    },
  })
  for (const [index, name] of [
    '',
    '   ',
    '\u00a0',
    '\u3000',
    '\u200b\u2060',
    '\u00ad',
    '\u3164',
    '\u{e0041}',
  ].entries()) {
    const body = {
      hold_token: String(hold.body.hold_token),
      passengers: [{ seat_number: '4-1', passenger_name: name, passenger_age: 36, passenger_gender: 'F' }],
      payment: { method: 'mock', token: 'tok_ok' },
    }
    const answer = await world.call('POST', '/api/bookings', { token, key: `b${index}`, body })
    assert.equal(answer.status, 400, JSON.stringify(name))
  }
  const shown = await world.call('GET', `/api/seat_holds/${hold.body.hold_token}`, { token })
  assert.equal(shown.body.status, 'ACTIVE')
  await world.app.close()
})
