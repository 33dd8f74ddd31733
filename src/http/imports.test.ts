import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyWith } from './key.fixture.ts'
import { openWorld, timetable, worldRange } from './world.fixture.ts'

test('O103: staff read over HTTP what the last imports have done, with dates, and why runs wait', async () => {
  const world = await openWorld()
  const reader = await keyWith(world, ['timetables.read'])
  const token = await world.guest()
  const segment = { train_run_id: world.runId('DAY 2'), from_station_code: 'A', to_station_code: 'C' }
  const wish = { ...segment, seat_numbers: ['4-1'] }
  assert.equal((await world.call('POST', '/api/seat_holds', { token, key: 'k', body: wish })).status, 201)
  const trains = timetable.trains.map((train) =>
    train.number === 'DAY 2' ? { ...train, stops: train.stops.slice(1) } : train,
  )
  const terms = { ...worldRange, mayWithdraw: true }
  assert.ok((await world.store.importTimetable({ ...timetable, trains }, terms)).ok)

  const { status, body } = await world.call('GET', '/api/operator/imports', { token: reader })
  assert.equal(status, 200)
  const [last, first] = body.imports ?? []
  assert.deepEqual([last?.source, last?.runs_waiting, first?.runs_opened], ['world', 1, 9])
  const whole = await world.call('GET', `/api/operator/imports/${last?.import_id}`, { token: reader })
  assert.equal(whole.status, 200)
  const { differences = [], station_differences, ...summary } = whole.body
  assert.deepEqual([summary, station_differences], [last, []])
  const waiting = differences.find((one) => one.change === 'waiting')
  assert.deepEqual([waiting?.train_number, waiting?.service_dates], ['DAY 2', ['2027-03-15']])
  assert.deepEqual(waiting?.causes, [{ what: 'stops', lost: ['A'], added: [] }])
  assert.equal(whole.headers['cache-control'], 'no-store')
  await world.app.close()
})

test('O103: an import that is not known is 404 import_not_found, and nobody without the right sees any', async () => {
  const world = await openWorld()
  const reader = await keyWith(world, ['timetables.read'])
  for (const id of ['2', '0', 'x', '1e0', '9'.repeat(20)]) {
    const { status, body } = await world.call('GET', `/api/operator/imports/${id}`, { token: reader })
    assert.equal(`${status} ${body.code}`, '404 import_not_found', id)
  }
  const strangers = [{}, { authorization: `Bearer ${await world.guest()}` }]
  for (const path of ['', '/1'])
    for (const headers of strangers) {
      const answer = await world.call('GET', `/api/operator/imports${path}`, { headers })
      assert.equal(`${answer.status} ${answer.body.code}`, '401 unauthenticated')
    }
  await world.app.close()
})
