import assert from 'node:assert/strict'
import test from 'node:test'
import { answerPrivacyCall } from '../app/upkeep/personal-requests.ts'
import type { Right } from '../domain/people/rights.ts'
import { keyWith } from './key.fixture.ts'
import { cancel, refusedAs, sell } from './sale.fixture.ts'
import { openWorld, type Wire } from './world.fixture.ts'

const all: readonly Right[] = ['bookings.find', 'bookings.cancel', 'money.forgive_fees', 'personal_data.read']

async function openDesk(rights: readonly Right[] = all) {
  const world = await openWorld({ limits: false })
  const token = await keyWith(world, rights)
  const owner = await world.guest()
  const pathOf = (id: unknown) => `/api/operator/bookings/${id}`
  return {
    ...{ world, token, owner },
    find: (body: object) => world.call('POST', '/api/operator/booking_searches', { token, body }),
    show: (id: unknown) => world.call('GET', pathOf(id), { token }),
    history: async (id: unknown) =>
      (await world.call('GET', `${pathOf(id)}/history`, { token })).body.entries as readonly Wire[],
    quote: (id: unknown, body: object) =>
      world.call('POST', `${pathOf(id)}/cancellation_quotes`, {
        token,
        body: { terms: 'BY_RULE', reason: 'operational', ...body },
      }),
    cancel: (id: unknown, quoteId: unknown, key = 'k') =>
      world.call('POST', `${pathOf(id)}/cancellations`, {
        ...{ token, key },
        body: { quote_id: quoteId, reason: 'operational' },
      }),
  }
}

const ids = ({ bookings = [] }: Wire) => bookings.map((one) => one.booking_id)

test('Y72: bookings are found by locator, address, run, seat, and train and day, newest first', async () => {
  const { world, owner, find } = await openDesk()
  const first = (await sell(world, owner, ['4-1'])).body
  const second = (await sell(world, owner, ['4-2', '4-3'])).body
  await cancel(world, owner, second.booking_id, 'c', ['4-2'])
  const run = world.runId('DAY 2', '2027-03-17')
  const both = [second.booking_id, first.booking_id]
  for (const [search, expected] of [
    [{ booking_id: String(first.booking_id).toLowerCase() }, [first.booking_id]],
    [{ email: 'ADA@example.org' }, both],
    [{ passenger_name: 'ada' }, both],
    [{ passenger_name: 'ADA 1', email: 'ada@example.org' }, [second.booking_id]],
    [{ passenger_name: 'Grace' }, []],
    [{ phone: '+41 44 1' }, []],
    [{ train_run_id: run }, both],
    [{ train_run_id: run, seat_number: '4-2' }, [second.booking_id]],
    [{ train_number: ' day 2', service_date: '2027-03-17' }, both],
    [{ train_number: 'DAY 2', service_date: '2027-03-16' }, []],
    [{ booking_id: 'nothing' }, []],
    [{ email: 'other@example.org' }, []],
    [{ train_run_id: '999999' }, []],
    [{ train_run_id: run, seat_number: '9-9' }, []],
  ] as const) {
    const found = await find(search)
    assert.equal(found.status, 200, found.text)
    assert.deepEqual(ids(found.body), expected, JSON.stringify(search))
  }
  const [newest] = (await find({ train_run_id: run })).body.bookings ?? []
  assert.deepEqual([newest?.seat_numbers, newest?.passenger_names], [['4-3'], ['Ada 0', 'Ada 1']])
  for (const wrong of [
    {},
    { seat_number: '4-1' },
    { train_number: 'DAY 2' },
    { service_date: '2027-03-17' },
    { booking_id: 'x', email: 'ada@example.org' },
    { train_number: 'DAY 2', service_date: '2027-02-30' },
  ])
    assert.equal(refusedAs(await find(wrong)), '400 malformed_request', JSON.stringify(wrong))
})

test('Y73: without the right to personal data the railway sees no name and no contact, and never the private link', async () => {
  const seen = await openDesk(['bookings.find'])
  const id = (await sell(seen.world, seen.owner, ['4-1'])).body.booking_id
  const masked = await seen.show(id)
  assert.deepEqual(
    [masked.body.seats?.[0]?.passenger_name, masked.body.contact],
    ['A… …', { email: '…@…', phone: null }],
  )
  assert.ok(!masked.text.includes('ada@') && !('link_token' in masked.body))
  assert.deepEqual((await seen.find({ booking_id: id })).body.bookings?.[0]?.passenger_names, ['A… …'])
  const token = await keyWith(seen.world, ['bookings.find', 'personal_data.read'])
  const whole = await seen.world.call('GET', `/api/operator/bookings/${id}`, { token })
  assert.deepEqual(whole.body.contact, { email: 'ada@example.org', phone: null })
  assert.equal(whole.body.seats?.[0]?.passenger_name, 'Ada 0')
  assert.equal(refusedAs(await seen.show('AAAAAAAA')), '404 booking_not_found')
  assert.equal(refusedAs(await seen.quote(id, {})), '403 forbidden')
})

test('Y74, I8: the railway cancels by the refund rule or in full, once, and the audit trail has who and why', async () => {
  const { world, owner, quote, cancel: cancelByDesk, history, show } = await openDesk()
  const booking = (await sell(world, owner, ['4-1', '4-2'])).body
  const id = booking.booking_id
  await world.advance(36 * 3_600_000)
  const byRule = (await quote(id, { seat_numbers: ['4-1'] })).body
  const half = Number(booking.total_cents) / 4
  assert.deepEqual([byRule.refund_cents, byRule.fee_cents], [half, half])
  const one = await cancelByDesk(id, byRule.quote_id)
  assert.equal(one.status, 201, one.text)
  const rest = await quote(id, { terms: 'IN_FULL' })
  assert.deepEqual([rest.body.refund_cents, rest.body.fee_cents], [2 * half, 0])
  const done = await cancelByDesk(id, rest.body.quote_id, 'k2')
  assert.deepEqual(
    [done.body.status, done.body.refunded_cents, done.body.fees_cents],
    ['CANCELLED', 3 * half, half],
  )
  const again = await cancelByDesk(id, byRule.quote_id)
  assert.deepEqual(
    [again.status, again.body],
    [201, one.body],
    'a repeat has the answer of the first request',
  )
  assert.equal(again.headers['idempotent-replayed'], 'true')
  assert.equal(refusedAs(await cancelByDesk(id, rest.body.quote_id, 'k3')), '409 already_cancelled')
  const entries = await history(id)
  const told = entries.filter(({ action }) => /cancelled/.test(String(action)))
  assert.deepEqual(
    told.map((entry) => [entry.action, entry.reason, entry.key_id !== null, entry.staff_id]),
    [
      ['seats_cancelled', 'operational', true, null],
      ['booking_cancelled', 'operational', true, null],
    ],
  )
  const first = entries[0]
  assert.deepEqual([first?.action, first?.reason, first?.key_id], ['hold_placed', null, null])
  assert.equal((await show(id)).body.status, 'CANCELLED')
})

test('Y74: a fee is forgiven only with the right for it, and a quote is of who made it', async () => {
  const desk = await openDesk(['bookings.cancel'])
  const id = (await sell(desk.world, desk.owner, ['4-1'])).body.booking_id
  const refused = await desk.quote(id, { terms: 'IN_FULL' })
  assert.deepEqual([refusedAs(refused), refused.body.right], ['403 forbidden', 'money.forgive_fees'])
  const { quote_id: theirs } = (await desk.quote(id, {})).body
  const token = await keyWith(desk.world, ['bookings.cancel', 'audit.read'])
  const body = { quote_id: theirs, reason: 'operational' }
  const path = `/api/operator/bookings/${id}/cancellations`
  assert.equal(
    refusedAs(await desk.world.call('POST', path, { token, key: 'k', body })),
    '404 quote_not_found',
  )
  const guest = await desk.world.guest()
  const passenger = `/api/bookings/${id}/cancellations`
  const stolen = { token: guest, key: 'k', body: { quote_id: theirs } }
  assert.equal(refusedAs(await desk.world.call('POST', passenger, stolen)), '404 booking_not_found')
})

test('Y75: of a passenger and the railway who cancel in one instant, one does, and the money goes back once', async () => {
  const { world, owner, quote, cancel: cancelByDesk } = await openDesk()
  for (const seat of ['4-1', '4-2', '4-3']) {
    const { booking_id: id, total_cents: total } = (await sell(world, owner, [seat])).body
    const byDesk = (await quote(id, { terms: 'IN_FULL' })).body.quote_id
    const quoted = await world.call('POST', `/api/bookings/${id}/cancellation_quotes`, {
      ...{ token: owner, body: {} },
    })
    const own = { token: owner, key: seat, body: { quote_id: quoted.body.quote_id } }
    const answers = await Promise.all([
      cancelByDesk(id, byDesk, seat),
      world.call('POST', `/api/bookings/${id}/cancellations`, own),
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409])
    const booking = await world.call('GET', `/api/bookings/${id}`, { token: owner })
    assert.equal(booking.body.refunded_cents, total)
  }
})

test('Y78: the railway corrects the name of a passenger: it is sealed, found and shown, and in no audit entry', async () => {
  const desk = await openDesk([...all, 'bookings.change'])
  const { world, token } = desk
  const id = (await sell(world, desk.owner, ['4-1', '4-2'])).body.booking_id
  const correct = (body: object) =>
    world.call('POST', `/api/operator/bookings/${id}/name_corrections`, {
      token,
      body: { seat_number: '4-2', passenger_name: 'Grace Hopper', reason: 'correction', ...body },
    })
  const done = await correct({})
  assert.equal(done.status, 200, done.text)
  assert.deepEqual(
    done.body.seats?.map((seat) => seat.passenger_name),
    ['Ada 0', 'Grace Hopper'],
  )
  assert.equal((await correct({})).status, 200)
  const own = await world.call('GET', `/api/bookings/${id}`, { token: desk.owner })
  assert.equal(own.body.seats?.[1]?.passenger_name, 'Grace Hopper')
  assert.deepEqual(ids((await desk.find({ passenger_name: 'hopper' })).body), [id])
  assert.deepEqual(ids((await desk.find({ passenger_name: 'ada 1' })).body), [], 'the old name finds nothing')
  assert.deepEqual(ids((await desk.find({ email: 'ada@example.org' })).body), [id])
  const entries = (await desk.history(id)).filter(({ action }) => action === 'name_corrected')
  assert.deepEqual(
    entries.map(({ facts, reason }) => [facts, reason]),
    [[{ seat_numbers: ['4-2'] }, 'correction']],
    'a repeat leaves no entry',
  )
  const stored = await world.store.listRunBookings(Number(world.runId('DAY 2', '2027-03-17')) as never, 5)
  assert.ok(!JSON.stringify(stored).includes('Hopper'))
  assert.equal(refusedAs(await correct({ seat_number: '4-9' })), '404 seat_not_on_run')
})

test('Y78: two corrections that meet are both done, one after the other, and an erased booking has no name', async () => {
  const desk = await openDesk([...all, 'bookings.change'])
  const { world, token } = desk
  const id = (await sell(world, desk.owner, ['4-1', '4-2'])).body.booking_id
  const correct = (seat: string, name: string) =>
    world.call('POST', `/api/operator/bookings/${id}/name_corrections`, {
      token,
      body: { seat_number: seat, passenger_name: name, reason: 'correction' },
    })
  const both = await Promise.all([correct('4-1', 'Grace Hopper'), correct('4-2', 'Edith Clarke')])
  assert.deepEqual(
    both.map(({ status }) => status),
    [200, 200],
  )
  assert.deepEqual(
    (await desk.show(id)).body.seats?.map((seat) => seat.passenger_name),
    ['Grace Hopper', 'Edith Clarke'],
  )
  for (const word of ['hopper', 'clarke'])
    assert.deepEqual(ids((await desk.find({ passenger_name: word })).body), [id], word)
  await answerPrivacyCall(world.deps, { verb: 'erase', of: String(id) })
  assert.equal(refusedAs(await correct('4-1', 'Ada')), '409 personal_data_erased')
})

test('Y79: the railway notes something about a booking, sealed, for itself alone, and erased with it', async () => {
  const desk = await openDesk([...all, 'bookings.change'])
  const { world, token, owner } = desk
  const id = (await sell(world, owner, ['4-1'])).body.booking_id
  const path = `/api/operator/bookings/${id}/notes`
  const note = (text: string) => world.call('POST', path, { token, body: { text, reason: 'operational' } })
  const both = await Promise.all([note('Ada will be late'), note('called twice')])
  assert.deepEqual(
    both.map(({ status }) => status),
    [201, 201],
  )
  const notes = (await desk.show(id)).body.notes as readonly Wire[]
  assert.deepEqual(notes.map(({ text }) => text).sort(), ['Ada will be late', 'called twice'])
  assert.ok(notes.every(({ key_id: key, staff_id: staff }) => key !== null && staff === null))
  const masked = await keyWith(world, ['bookings.find'])
  const seen = await world.call('GET', `/api/operator/bookings/${id}`, { token: masked })
  assert.deepEqual(
    (seen.body.notes as readonly Wire[]).map(({ text }) => text),
    [null, null],
  )
  const own = await world.call('GET', `/api/bookings/${id}`, { token: owner })
  const told = await world.call('GET', `/api/bookings/${id}/history`, { token: owner })
  const stored = await world.store.listRunBookings(Number(world.runId('DAY 2', '2027-03-17')) as never, 5)
  for (const text of [own.text, told.text, JSON.stringify(stored), world.logged.join(' ')])
    assert.ok(!text.includes('late'))
  for (let count = 2; count < 50; count++) assert.equal((await note('again')).status, 201)
  assert.equal(refusedAs(await note('once more')), '409 too_many_notes')
  await answerPrivacyCall(world.deps, { verb: 'erase', of: String(id) })
  assert.deepEqual((await desk.show(id)).body.notes, [])
  assert.equal(refusedAs(await note('late')), '409 personal_data_erased')
})
