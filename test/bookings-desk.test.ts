import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { bookingRequest, good } from './harness/client.ts'
import { openCounter } from './harness/counter.ts'
import { until } from './harness/wait.ts'
import type { BookingBody } from './harness/wire.ts'

test('Y70, Y76, Y77, F57: at the machine, commands list who is on a run, find a booking, cancel it, compensate and tell its story', async (t) => {
  const { world, client, ride, token, holdOf } = await openCounter(t, {})
  const body = bookingRequest(await holdOf(2))
  const booking = good(
    await client.call<BookingBody>('POST', '/api/bookings', { token, key: randomUUID(), body }),
    201,
  )
  const json = async (...args: readonly string[]) => {
    const { status, stdout, stderr } = await world.run([...args, '--json'])
    assert.equal(status, 0, `${args.join(' ')}: ${stdout}${stderr}`)
    return JSON.parse(stdout)
  }
  const run = ride.train_run_id
  const { lines } = await json('runs', 'manifest', run)
  assert.deepEqual(
    lines.map((line: { booking_id: string }) => line.booking_id),
    [booking.booking_id, booking.booking_id],
  )
  const url = `/api/bookings/${booking.booking_id}/ticket`
  const { code } = good(await client.call<{ code: string }>('GET', url, { token }), 200)
  const check = () => json('runs', 'check', run, code)
  const before = await check()
  assert.deepEqual([before.booking_id, before.verdict], [booking.booking_id, 'OTHER_DAY'], 'it is too early')
  assert.match((await world.run(['runs', 'check', run, 'nonsense'])).stdout, /^UNREADABLE: /)
  const csv = await world.run(['runs', 'manifest', run, '--csv'])
  assert.equal(csv.stdout.trimEnd().split('\n').length, 3, csv.stdout)
  const found = await json('bookings', 'find', '--run', run, '--seat', String(booking.seats[1]?.seat_number))
  assert.deepEqual(
    found.bookings.map((one: { booking_id: string }) => one.booking_id),
    [booking.booking_id],
  )
  const cancel = ['bookings', 'cancel', booking.booking_id, '--in-full', '--reason', 'operational']
  assert.match((await world.run(cancel)).stdout, /add --yes to cancel/)
  const cancelled = (await json(...cancel, '--yes')).booking
  assert.deepEqual([cancelled.status, cancelled.refunded_cents], ['CANCELLED', booking.total_cents])
  const gift = ['bookings', 'compensate', booking.booking_id, '700', '--reason', 'operational']
  assert.equal((await json(...gift)).given_cents, 700)
  await until('the compensation to be paid out', async () => {
    const told = await json('bookings', 'history', booking.booking_id)
    return told.entries.some(({ action }: { action: string }) => action === 'compensation_paid') || undefined
  })
  const { entries } = await json('bookings', 'history', booking.booking_id)
  const last = entries.find(({ action }: { action: string }) => action === 'booking_cancelled')
  assert.deepEqual([last.reason, last.staff_id, last.facts.fee_cents], ['operational', null, 0])
  assert.match((await world.run(['bookings', 'show', booking.booking_id])).stdout, /CANCELLED/)
  for (const wrong of [
    ['find'],
    ['find', '--seat', '4-1'],
    ['cancel', booking.booking_id, '--reason', 'spite'],
  ])
    assert.equal((await world.run(['bookings', ...wrong])).status, 2, wrong.join(' '))
  assert.match((await world.run(['bookings', 'show', 'AAAAAAAA'])).stderr, /booking_not_found/)
  assert.equal((await world.run(['audit', 'verify'])).status, 0)
  const doctor = await world.run(['doctor'])
  assert.equal(doctor.status, 0, doctor.stdout)
})
