import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FoundRun } from '../../shared/api-types.ts'
import { dayParts, filterOf, filterQuery, noFilter, type RunFilter, selectRuns, sorts } from './runs.ts'

const all = noFilter

/** `run('a', 6, 3, 'SECOND 40 2000')`: leaves at 6, takes 3 hours, 40 seats of second class at 20.00. */
function run(id: string, hour: number, hours: number, ...classes: string[]): FoundRun {
  const at = (value: number) => `2027-03-15T${String(value).padStart(2, '0')}:00:00+01:00`
  return {
    train_run_id: id,
    train_number: id,
    train_name: id,
    headsign: 'B',
    headsigns: {},
    service_date: '2027-03-15',
    from_station_code: 'A',
    to_station_code: 'B',
    departure_time: at(hour),
    arrival_time: at(hour + hours),
    duration_ms: hours * 3_600_000,
    on_sale: true,
    off_sale_reason: null,
    classes: classes.map((text) => {
      const [travelClass = '', free, cents] = text.split(' ')
      return {
        travel_class: travelClass,
        seats_available: Number(free),
        seats_total: 100,
        price_cents: Number(cents),
        currency: 'EUR',
      }
    }),
  }
}

const runs = [
  run('slow', 6, 8, 'SECOND 40 2000', 'BICYCLE 4 300'),
  run('fast', 8, 2, 'SECOND 1 6000', 'FIRST 9 9000'),
  run('late', 20, 3, 'SECOND 0 1000', 'FIRST 2 8000'),
]

function ids(filter: Partial<RunFilter>): string {
  return selectRuns(runs, { ...all, ...filter })
    .map((one) => one.train_run_id)
    .join(' ')
}

test('X1: results are sorted by departure, arrival, duration or price, and ties by departure', () => {
  assert.equal(ids({}), 'slow fast late')
  assert.equal(ids({ sort: 'arrival' }), 'fast slow late')
  assert.equal(ids({ sort: 'duration' }), 'fast late slow')
})

test('X1: the price of a run is that of its cheapest class with room; bicycle spaces do not count', () => {
  assert.equal(ids({ sort: 'price' }), 'slow fast late')
  assert.equal(ids({ sort: 'price', travelClass: 'FIRST' }), 'late fast')
  assert.equal(ids({ sort: 'price', seatCount: 2 }), 'slow late fast')
})

test('X1: results are filtered by class, part of the day, and room for the party in one class', () => {
  assert.equal(ids({ travelClass: 'BICYCLE' }), 'slow')
  assert.equal(ids({ dayPart: 'morning' }), 'slow fast')
  assert.equal(ids({ dayPart: 'evening' }), 'late')
  assert.equal(ids({ dayPart: 'night' }), '')
  assert.equal(ids({ travelClass: 'SECOND', seatCount: 2 }), 'slow')
  assert.equal(ids({ seatCount: 10 }), 'slow')
})

test('X33: every filter comes back from its address, and what an address says in vain is as without a filter', () => {
  for (const sort of sorts)
    for (const dayPart of dayParts)
      for (const travelClass of ['', 'FIRST', 'A&B=C'])
        for (const seatCount of [0, 3]) {
          const filter: RunFilter = { sort, dayPart, travelClass, seatCount }
          assert.deepEqual(filterOf(new URLSearchParams(`${filterQuery(filter)}`), 3), filter)
        }
  assert.equal(filterQuery(noFilter).size, 0)
  assert.deepEqual(filterOf(new URLSearchParams('sort=luck&time=never'), 1), noFilter)
})
