import assert from 'node:assert/strict'
import test from 'node:test'
import { cancel, refusedAs, sell } from './sale.fixture.ts'
import { openWorld, type Wire } from './world.fixture.ts'

test('W22: bookings are listed newest first, in pages without gaps or repeats', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const sold: unknown[] = []
  for (let seat = 1; seat <= 7; seat++)
    sold.unshift((await sell(world, token, [`4-${seat}`])).body.booking_id)
  await sell(world, await world.guest(), ['4-8'])
  for (const limit of [1, 2, 3, 7, 8]) {
    const listed: unknown[] = []
    let after = ''
    for (let page = 0; page < 10; page++) {
      const answer = await world.call('GET', `/api/bookings?limit=${limit}${after}`, { token })
      listed.push(...(answer.body.bookings ?? []).map((one) => one.booking_id))
      if (answer.body.next === null) break
      after = `&after=${answer.body.next}`
    }
    assert.deepEqual(listed, sold, `limit ${limit}`)
  }
  await world.app.close()
})

test('W20: the history of a booking shows its hold, payment and cancellation, but no names', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const { booking_id: id } = (await sell(world, token, ['4-1', '4-2'])).body
  await cancel(world, token, id, 'c', ['4-2'])
  const history = await world.call('GET', `/api/bookings/${id}/history`, { token })
  assert.deepEqual(
    history.body.entries?.map((entry) => entry.action),
    ['hold_placed', 'payment_requested', 'booking_confirmed', 'seats_cancelled'],
  )
  assert.deepEqual(history.body.entries?.[0]?.facts?.seat_numbers, ['4-1', '4-2'])
  assert.ok(!history.text.includes('Ada'))
  await world.app.close()
})

test('W43: the history of a booking is listed oldest first, in pages without gaps or repeats', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const { booking_id: id } = (await sell(world, token, ['4-1', '4-2'])).body
  await sell(world, token, ['4-3'])
  await cancel(world, token, id, 'c', ['4-2'])
  const path = `/api/bookings/${id}/history`
  const whole = (await world.call('GET', path, { token })).body
  assert.deepEqual([whole.entries?.length, whole.next], [4, null])
  for (const limit of [1, 2, 3, 4, 5]) {
    const listed: Wire[] = []
    let after = ''
    for (let page = 0; page < 10; page++) {
      const answer = await world.call('GET', `${path}?limit=${limit}${after}`, { token })
      listed.push(...(answer.body.entries ?? []))
      if (answer.body.next === null) break
      after = `&after=${answer.body.next}`
    }
    assert.deepEqual(listed, whole.entries, `limit ${limit}`)
  }
  for (const [query, pointer] of [
    ['limit=0', '/limit'],
    ['limit=101', '/limit'],
    ['after=x', '/after'],
    ['after=-1', '/after'],
    [`after=${'9'.repeat(16)}`, '/after'],
  ] as const) {
    const refused = await world.call('GET', `${path}?${query}`, { token })
    assert.equal(refusedAs(refused), '400 malformed_request', query)
    assert.equal(refused.body.errors?.[0]?.pointer, pointer)
  }
  await world.app.close()
})
