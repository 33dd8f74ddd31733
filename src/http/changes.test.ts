import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rightsOfRoles } from '../domain/people/rights.ts'
import { eventTypes } from '../domain/records/event.ts'
import { keyWith } from './key.fixture.ts'
import { cancel, holdSeats, sell } from './sale.fixture.ts'
import { openWorld } from './world.fixture.ts'

interface Body {
  readonly changes: readonly {
    readonly id: string
    readonly type: string
    readonly timestamp: string
    readonly data: { readonly train_run_id: string; readonly booking_id: string | null }
  }[]
  readonly next: string
  readonly has_more: boolean
}

/** A railway with two bookings, one of them canceled, and a hold that ran out. */
async function openRailway() {
  const world = await openWorld()
  const token = await keyWith(world, ['changes.read'])
  const read = async (query: Record<string, string> = {}) => {
    const path = `/api/operator/changes?${new URLSearchParams(query)}`
    const answer = await world.call('GET', path, { token })
    return { ...answer, body: answer.body as unknown as Body }
  }
  const guest = await world.guest()
  const kept = (await sell(world, guest, ['4-2'])).body
  const other = (await sell(world, guest, ['4-3'], 'other')).body
  assert.equal((await cancel(world, guest, other.booking_id, 'c')).answer.status, 201)
  await holdSeats(world, guest, 'expires', ['4-4'])
  await world.advance(600_000)
  return { ...world, world, read, kept, other, run: world.runId('DAY 2', '2027-03-17') }
}

const told = ({ changes }: Body) => changes.map(({ type, data }) => `${type} ${data.booking_id}`)

test('Y124: `GET /api/operator/changes` tells what happened to bookings and runs by ids, types and times, and nothing personal', async () => {
  const { read, kept, other, run } = await openRailway()
  const { body, text, headers } = await read()
  const wanted = [
    `booking.confirmed ${kept.booking_id}`,
    `booking.confirmed ${other.booking_id}`,
    `booking.cancelled ${other.booking_id}`,
  ]
  assert.deepEqual(told(body).slice(0, 3), wanted)
  assert.equal(headers['cache-control'], 'no-store')
  const [first] = body.changes
  assert.deepEqual(Object.keys(first ?? {}).sort(), ['data', 'id', 'timestamp', 'type'])
  assert.deepEqual(first?.data, { train_run_id: run, booking_id: kept.booking_id })
  assert.match(first?.id ?? '', new RegExp(`^${run}-\\d+$`))
  assert.doesNotMatch(text, /Ada|example\.org|hold\.expired/)
})

test('Y125: holds that run out are told to those who ask for them, and types choose what is told', async () => {
  const { read, other } = await openRailway()
  assert.deepEqual(told((await read({ types: 'hold.expired' })).body), ['hold.expired null'])
  const cancelled = await read({ types: 'booking.cancelled, hold.expired' })
  assert.deepEqual(told(cancelled.body), [`booking.cancelled ${other.booking_id}`, 'hold.expired null'])
  for (const types of ['nothing', 'booking.confirmed,', 'constructor']) {
    const { status, body } = await read({ types })
    assert.equal(status, 400, types)
    assert.match(JSON.stringify(body), /booking\.confirmed/, 'it says which there are')
  }
})

test('Y126: pages of any length have each change once, the last one says where to go on, and `now` begins there', async () => {
  const { read, world, guest } = await openRailway()
  const all = (await read({ types: eventTypes.join(',') })).body
  assert.equal(all.has_more, false)
  for (const limit of ['1', '2', '100']) {
    const ids: string[] = []
    for (let after: { after?: string } = {}; ; ) {
      const { body } = await read({ types: eventTypes.join(','), limit, ...after })
      ids.push(...body.changes.map(({ id }) => id))
      after = { after: body.next }
      if (!body.has_more) break
    }
    assert.deepEqual(
      ids,
      all.changes.map(({ id }) => id),
    )
  }
  const now = (await read({ after: 'now' })).body
  assert.deepEqual([now.changes, now.has_more], [[], false])
  const later = (await sell(world, await guest(), ['4-5'], 'later')).body
  for (const after of [now.next, all.next])
    assert.deepEqual(told((await read({ after })).body), [`booking.confirmed ${later.booking_id}`])
  const foreign = await read({ after: 'elsewhere' })
  assert.equal(foreign.status, 400)
  assert.match(foreign.text, /earlier page/)
})

test('Y127: a page reads at most 4,000 entries, is short if it finds too few by then, and says where to go on', async () => {
  const { read, store } = await openRailway()
  const { feed } = store
  let entries = 0
  const [entry] = (await feed.read(null, 1))?.entries ?? []
  assert.ok(entry)
  // A feed without end in which nothing is an event.
  feed.read = async (_, limit) => {
    entries += limit
    const others = Array.from({ length: limit }, (_, index) => ({ ...entry, position: String(index) }))
    return { entries: others, next: 'further', isLast: false }
  }
  const { body } = await read()
  assert.deepEqual([body.changes, body.next, body.has_more, entries], [[], 'further', true, 4_000])
})

test('Y128: it takes the right `changes.read`, which an auditor has', async () => {
  const { world, call } = await openRailway()
  assert.ok(rightsOfRoles(['auditor']).has('changes.read'))
  const token = await keyWith(world, ['audit.read'])
  assert.equal((await call('GET', '/api/operator/changes', { token })).status, 403)
  assert.equal((await call('GET', '/api/operator/changes')).status, 401)
})
