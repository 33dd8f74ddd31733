import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'
import { temporaryFile } from '../store/sqlite/temporary-file.fixture.ts'
import { TestTime } from '../store/test-time.fixture.ts'
import { holdSeats } from './sale.fixture.ts'
import { timetable, worldOver } from './world.fixture.ts'

/** What nobody but the owner of the booking, and the mail server, may see. */
const canaries = ['Kanarienvogel', 'canary@example.net', '+49 30 9876543']

test('Y6: names and contacts of a sale are in no log, metric, audit entry, or error, and not in the file of the database or its log', async (t) => {
  const { file } = temporaryFile(t)
  const time = new TestTime(Date.UTC(2027, 2, 15, 8))
  const { store } = await openSqliteStore({ file, thread: 'caller', clock: time, schedule: time.schedule })
  await store.importTimetable(timetable, { fromDate: '2027-03-15', toDate: '2027-03-17', mayWithdraw: true })
  const world = await worldOver(store, time)
  const [name, email, phone] = canaries
  const said: string[] = []
  const token = await world.guest()
  for (const [seat, payment] of [
    ['4-1', 'tok_ok'],
    ['4-2', 'tok_declined'],
    ['4-3', 'tok_timeout'],
  ] as const) {
    const body = {
      hold_token: await holdSeats(world, token, `hold of ${seat}`, [seat]),
      passengers: [{ seat_number: seat, passenger_name: name, passenger_age: 36, passenger_gender: 'F' }],
      contact: { email, phone },
      payment: { method: 'mock', token: payment },
    }
    const answer = await world.call('POST', '/api/bookings', { token, key: seat, body })
    if (answer.status === 201) {
      assert.ok(answer.text.includes(name ?? ''))
      const path = `/api/bookings/${answer.body.booking_id}/history`
      said.push((await world.call('GET', path, { token })).text)
    } else said.push(answer.text)
    const broken = { ...body, hold_token: 'h_', passengers: [{ ...body.passengers[0], passenger_age: -1 }] }
    said.push((await world.call('POST', '/api/bookings', { token, key: `${seat}!`, body: broken })).text)
  }
  said.push((await world.call('GET', '/metrics')).text, ...world.logged)
  await world.app.close()
  const bytes = [file, `${file}-wal`].map((one) => readFileSync(one))
  for (const canary of canaries) {
    assert.deepEqual(
      said.filter((text) => text.includes(canary)),
      [],
    )
    assert.deepEqual(
      bytes.map((one) => one.includes(canary)),
      [false, false],
    )
  }
  await store.close()
})
