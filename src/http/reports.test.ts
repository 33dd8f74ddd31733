import assert from 'node:assert/strict'
import test from 'node:test'
import { keyWith } from './key.fixture.ts'
import { cancel, refusedAs, sell } from './sale.fixture.ts'
import { openWorld, type Wire } from './world.fixture.ts'

const dayMs = 86_400_000

async function openBooks() {
  const world = await openWorld({ limits: false })
  const token = await keyWith(world, ['money.reports', 'money.close_day'])
  const today = new Date(world.deps.store.now()).toISOString().slice(0, 10)
  const get = (path: string, headers: Readonly<Record<string, string>> = {}) =>
    world.call('GET', `/api/operator/${path}`, { token, headers })
  const close = (day: string) => world.call('POST', '/api/operator/closings', { token, body: { day } })
  return { world, token, today, get, close }
}

test('Y110, Y71: a report has what was sold by what is asked for, also as CSV, and refuses what it cannot tell apart', async () => {
  const { world, today, get } = await openBooks()
  const owner = await world.guest()
  const first = await sell(world, owner, ['4-10', '4-2'])
  await sell(world, owner, ['5-1'])
  await cancel(world, owner, first.body.booking_id, 'c')
  const report = await get(`reports/sales?from=${today}&to=${today}&by=train,method`)
  const [line] = report.body.lines as readonly Wire[]
  const [total] = report.body.totals as readonly Wire[]
  assert.ok(line && total)
  assert.deepEqual([line.train, line.bookings, line.seats, line.canceled_seats], ['DAY 2', 2, 3, 2])
  const { train: _, method: __, ...figures } = line
  assert.deepEqual(total, figures, 'it is the only line')
  const { status, text } = await get(`reports/sales?from=${today}&to=${today}&by=class`, {
    accept: 'text/csv',
  })
  assert.equal(status, 200)
  assert.match(text, /^class,currency,bookings,seats,sales_cents,/)
  for (const [query, pointer] of [
    [`from=${today}&to=${today}&by=weather`, '/by'],
    [`from=${today}&to=2020-01-01`, '/to'],
    ['from=2020-01-01&to=2022-01-01', '/to'],
    ['from=2020-02-30&to=2020-03-01', '/from'],
  ]) {
    const refused = await get(`reports/sales?${query}`)
    assert.equal(refusedAs(refused), '400 malformed_request')
    assert.equal((refused.body.errors as readonly Wire[])[0]?.pointer, pointer)
  }
})

test('Y117, Y111: a day is closed with what was announced, its lines can be read page by page, and nobody closes it again', async () => {
  const { world, token, today, get, close } = await openBooks()
  const owner = await world.guest()
  for (const seat of ['4-10', '4-2']) await sell(world, owner, [seat])
  assert.equal(refusedAs(await close(today)), '409 day_not_over')
  await world.advance(dayMs)
  const { next } = (await get('closings')).body as { next: Wire }
  assert.deepEqual([next.day, next.is_over, next.is_under_way], [today, true, false])
  const closed = await close(today)
  assert.equal(closed.status, 200)
  assert.deepEqual([closed.body.lines, closed.body.first_number], [next.lines, 1])
  assert.equal(refusedAs(await close(today)), '409 day_already_closed')
  const page = await get(`closings/${today}/lines?limit=1`)
  assert.deepEqual([(page.body.lines as readonly Wire[]).length, page.body.next], [1, 1])
  const rest = await get(`closings/${today}/lines?after=1`)
  assert.deepEqual([(rest.body.lines as readonly Wire[])[0]?.number, rest.body.next], [2, null])
  const csv = await get(`closings/${today}/lines`, { accept: 'text/csv' })
  assert.equal(csv.text.trimEnd().split('\r\n').length, 1 + Number(next.lines))
  assert.equal(refusedAs(await get('closings/2020-01-01/lines')), '404 day_not_closed')
  const reader = await keyWith(world, ['money.reports'])
  const body = { day: today }
  assert.equal(
    refusedAs(await world.call('POST', '/api/operator/closings', { token: reader, body })),
    '403 forbidden',
  )
  const entries = await world.deps.store.runHistory(0 as never, { afterSeq: 0, limit: 50 })
  const entry = entries.find(({ action }) => action === 'day_closed')
  assert.deepEqual([entry?.action, entry?.facts.day, entry?.keyId === null], ['day_closed', today, false])
  assert.ok(token)
})
