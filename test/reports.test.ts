import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { bookingRequest, good } from './harness/client.ts'
import { openCounter } from './harness/counter.ts'

test('Y118, Y116: at the machine, commands show what was sold and close a day, and doctor is content', async (t) => {
  const { world, client, token, holdOf } = await openCounter(t, {})
  const body = bookingRequest(await holdOf(2))
  good(await client.call('POST', '/api/bookings', { token, key: randomUUID(), body }), 201)
  const said = async (...args: readonly string[]) => {
    const { status, stdout, stderr } = await world.run(['reports', ...args])
    assert.equal(status, 0, `${args.join(' ')}: ${stdout}${stderr}`)
    return stdout
  }
  const days = Temporal.Now.plainDateISO()
  const period = ['--from', String(days.subtract({ days: 1 })), '--to', String(days.add({ days: 1 }))]
  const { totals } = JSON.parse(await said('sales', ...period, '--json'))
  assert.deepEqual([totals.length, totals[0].bookings, totals[0].seats], [1, 1, 2])
  assert.match(await said('sales', ...period, '--by', 'train,class'), /bookings.*\n.*\n.*total/s)
  assert.equal((await said('sales', ...period, '--csv')).trimEnd().split('\n').length, 2)
  const day = String(days.subtract({ days: 3 }))
  assert.match(await said('close'), /would be closed with \d+ lines?.*\nIt is not over yet/)
  assert.match(await said('close', day, '--yes'), new RegExp(`Closed ${day} with 0 lines`))
  assert.match(await said('days'), new RegExp(`${day} .*0 lines`))
  assert.match(await said('lines', day), /^number,day,time,event,debit,credit,/)
  const again = await world.run(['reports', 'close', day, '--yes'])
  assert.deepEqual([again.status, /This day is closed/.test(again.stderr)], [1, true], again.stderr)
  assert.equal((await world.run(['reports', 'lines', 'yesterday'])).status, 2)
  const doctor = await world.run(['doctor'])
  assert.equal(doctor.status, 0, doctor.stdout)
})
