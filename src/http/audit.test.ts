import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Right } from '../domain/people/rights.ts'
import { rightsOfRoles } from '../domain/people/rights.ts'
import { keyWith } from './key.fixture.ts'
import { sell } from './sale.fixture.ts'
import { openWorld, type Wire } from './world.fixture.ts'

const ada = { name: 'Ada Vlasak', email: 'boss@example.org', password: 'correct horse battery' }

/** A railway with a sale, acts of its staff on a run, and keys; `read` is a page as a reader sees it. */
async function openRailway(rights: readonly Right[] = ['audit.read']) {
  const world = await openWorld()
  const body = { ...ada, setup_token: await world.deps.staff.openSetup() }
  const boss = String((await world.call('POST', '/api/setup', { body })).body.token)
  const token = await keyWith(world, rights)
  const guest = await world.guest()
  const booking = (await sell(world, guest, ['4-2'])).body
  const blocks = `/api/operator/train_runs/${world.runId('DAY 2', '2027-03-17')}/blocks`
  const block = { coach_number: '5', reason: 'defect' }
  assert.equal((await world.call('POST', blocks, { token: boss, body: block })).status, 200)
  const read = async (query: Record<string, string> = {}, by = token) =>
    world.call('GET', `/api/operator/audit?${new URLSearchParams(query)}`, { token: by })
  return { ...world, read, booking, boss, run: world.runId('DAY 2', '2027-03-17') }
}

const actions = ({ body }: { readonly body: Wire }) => body.entries?.map(({ action }) => action)

test('R107: the trail of a run, of a booking and of what belongs to no train, newest first', async () => {
  const { read, booking, run } = await openRailway()
  const sale = ['booking_confirmed', 'payment_requested', 'hold_placed']
  assert.deepEqual(actions(await read({ train_run_id: run })), ['seats_blocked', ...sale])
  const ofBooking = { booking_id: String(booking.booking_id) }
  assert.deepEqual(actions(await read(ofBooking)), sale)
  assert.deepEqual(actions(await read({ ...ofBooking, train_run_id: run })), sale)
  assert.deepEqual(actions(await read()), ['key_added', 'signed_in', 'staff_added'])
  const { body } = await read(ofBooking)
  assert.equal(body.entries?.[0]?.booking_id, booking.booking_id)
  assert.deepEqual((await read({ train_run_id: run })).body.entries?.at(-1)?.facts?.seat_numbers, ['4-2'])
})

test('R107: by action, member of staff, key and time; what cannot be found is refused or empty', async () => {
  const { read, run, advance, call, boss, store } = await openRailway()
  assert.deepEqual(actions(await read({ train_run_id: run, action: 'seats_blocked' })), ['seats_blocked'])
  const [{ id } = { id: 0 }] = (await store.readPeople({ staff: 'all' })).staff
  assert.deepEqual(actions(await read({ train_run_id: run, staff_id: String(id) })), ['seats_blocked'])
  for (const staff_id of ['x', '999', '0']) assert.deepEqual(actions(await read({ staff_id })), [])
  assert.deepEqual(actions(await read({ key_id: '1' })), [])
  const before = new Date(store.now()).toISOString()
  await advance(60_000)
  const made = { name: 'Kiosk', rights: ['audit.read'] }
  assert.equal((await call('POST', '/api/operator/keys', { token: boss, body: made })).status, 201)
  const after = new Date(store.now()).toISOString()
  assert.deepEqual(actions(await read({ from: after })), ['key_added'])
  assert.equal(actions(await read({ to: before }))?.length, 3)
  assert.deepEqual(actions(await read({ from: after, to: before })), [])
  for (const [query, status, code] of [
    [{ train_run_id: '999999' }, 404, 'run_not_found'],
    [{ train_run_id: '0' }, 404, 'run_not_found'],
    [{ booking_id: 'NONE' }, 404, 'booking_not_found'],
    [{ from: 'yesterday' }, 400, 'malformed_request'],
    [{ after: '5' }, 400, 'malformed_request'],
  ] as const) {
    const answer = await read(query)
    assert.deepEqual([answer.status, answer.body.code], [status, code], answer.text)
  }
})

test('R107: a page after the other has each entry once, also with a filter that few entries pass', async () => {
  const { read, deps, advance } = await openRailway()
  for (let round = 0; round < 12; round++) {
    const signIn = { email: ada.email, password: ada.password, address: `network ${round}` }
    assert.ok((await deps.staff.signIn(signIn)).ok)
    await advance(10)
  }
  for (const [query, count] of [
    [{}, 15],
    [{ action: 'staff_added' }, 1],
  ] as const)
    for (const limit of ['1', '4', '100']) {
      const seen: unknown[] = []
      for (let after: unknown; after !== null; ) {
        const { body } = await read({
          ...query,
          limit,
          ...(after === undefined ? {} : { after: String(after) }),
        })
        seen.push(...(body.entries ?? []).map(({ seq }) => seq))
        after = body.next
      }
      assert.equal(seen.length, count, `${limit} ${JSON.stringify(query)}`)
      assert.deepEqual(
        seen,
        [...new Set(seen)].toSorted((a, b) => Number(b) - Number(a)),
      )
    }
})

test('R108: staff and keys are named to who may see them, and passengers to nobody', async () => {
  for (const [rights, staffName] of [
    [['audit.read'], null],
    [['audit.read', 'people.read', 'keys.read'], ada.name],
    [[...rightsOfRoles(['auditor'])], ada.name],
    [[...rightsOfRoles(['administrator'])], ada.name],
  ] as const) {
    const { read, run, boss, call } = await openRailway(rights)
    const made = { name: 'Kiosk', rights: ['audit.read'] }
    assert.equal((await call('POST', '/api/operator/keys', { token: boss, body: made })).status, 201)
    const [entry] = (await read({ train_run_id: run })).body.entries ?? []
    assert.deepEqual(
      [entry?.staff_name, typeof entry?.staff_id, entry?.reason],
      [staffName, 'string', 'defect'],
    )
    for (const { text } of [await read(), await read({ train_run_id: run })])
      assert.doesNotMatch(text, /Ada 0|ada@example\.org|boss@example\.org/)
  }
})

test('R109: a page of a long chain reads a bounded part of it, and says where to go on', async () => {
  const { read, store } = await openRailway()
  const trail = store.auditTrail
  const limits: number[] = []
  // A chain without end in which nothing is wanted.
  store.auditTrail = async (of, page) => {
    limits.push(page.limit)
    const [entry] = await trail.call(store, of, { ...page, before: null, limit: 1 })
    assert.ok(entry)
    return Array.from({ length: page.limit }, (_, index) => ({ ...entry, seq: 10_000_000 - index }))
  }
  const { body } = await read({ action: 'none' })
  assert.deepEqual([body.entries, typeof body.next], [[], 'string'])
  assert.equal(
    limits.reduce((sum, limit) => sum + limit, 0),
    4_000,
  )
})
