import assert from 'node:assert/strict'
import test from 'node:test'
import type { Right } from '../domain/people/rights.ts'
import { keyWith } from './key.fixture.ts'
import { cancel, holdSeats, refusedAs, sell } from './sale.fixture.ts'
import { openWorld, type Wire } from './world.fixture.ts'

async function openTrain() {
  const world = await openWorld({ limits: false })
  const run = `/api/operator/train_runs/${world.runId('DAY 2', '2027-03-17')}`
  const read = async (rights: readonly Right[], headers: Readonly<Record<string, string>> = {}) =>
    world.call('GET', `${run}/manifest`, { token: await keyWith(world, rights), headers })
  return { world, run, read }
}

const seatAndState = ({ seat_number: seat, status, from_station_code: from, to_station_code: to }: Wire) =>
  `${seat} ${status} ${from}-${to}`

test('Y70: a manifest has who sits where, from where to where, and what is held and blocked, by seat', async () => {
  const { world, run, read } = await openTrain()
  const owner = await world.guest()
  await sell(world, owner, ['4-10', '4-2'])
  const gone = await sell(world, owner, ['4-3'])
  await cancel(world, owner, gone.body.booking_id, 'c')
  await holdSeats(world, owner, 'held', ['5-1'])
  const blocks = { seat_numbers: ['4-2', '4-1'], reason: 'defect' }
  await world.call('POST', `${run}/blocks`, { token: await keyWith(world, ['blocks.change']), body: blocks })
  const manifest = await read(['manifest.read', 'personal_data.read'])
  const lines = manifest.body.lines as readonly Wire[]
  assert.deepEqual(lines.map(seatAndState), [
    '4-1 BLOCKED A-E',
    '4-2 BOOKED A-C',
    '4-2 BLOCKED C-E',
    '4-10 BOOKED A-C',
    '5-1 HELD A-C',
  ])
  assert.deepEqual(
    lines.map((line) => line.passenger_name),
    [null, 'Ada 1', null, 'Ada 0', null],
  )
  await world.advance(121_000)
  const later = (await read(['manifest.read', 'audit.read'])).body.lines as readonly Wire[]
  assert.ok(!later.map(seatAndState).includes('5-1 HELD A-C'), 'a hold that is over keeps no seat')
})

test('Y70: names are masked without the right to personal data, and nobody sees them without any', async () => {
  const { world, run, read } = await openTrain()
  await sell(world, await world.guest(), ['4-2'])
  const masked = (await read(['manifest.read'])).body.lines as readonly Wire[]
  assert.deepEqual(
    masked.map((line) => line.passenger_name),
    ['A… …'],
  )
  assert.equal(refusedAs(await read(['blocks.read'])), '403 forbidden')
  const guest = await world.guest()
  assert.equal(refusedAs(await world.call('GET', `${run}/manifest`, { token: guest })), '401 unauthenticated')
  const nowhere = run.replace(/\d+$/, '999999')
  const token = await keyWith(world, ['manifest.read', 'audit.read'])
  assert.equal(refusedAs(await world.call('GET', `${nowhere}/manifest`, { token })), '404 run_not_found')
})

test('Y71: a manifest can be had as CSV', async () => {
  const { world, read } = await openTrain()
  await sell(world, await world.guest(), ['4-2'])
  const answer = await read(['manifest.read', 'personal_data.read'], { accept: 'text/csv' })
  assert.match(String(answer.headers['content-type']), /^text\/csv/)
  const [names = '', line = ''] = answer.text.split('\r\n')
  const values = line.split(',')
  const cellNamed = (name: string) => values[names.split(',').indexOf(name)]
  assert.deepEqual(
    ['seat_number', 'status', 'from_station_name', 'passenger_name', 'passenger_age'].map(cellNamed),
    ['4-2', 'BOOKED', 'Ålund', 'Ada 0', '30'],
  )
})
