import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rideOf, rideStops } from './ride.ts'

/** Stops an hour apart, in order; the letter is the station. */
function stops(codes: string) {
  return {
    stops: [...codes].map((code, index) => ({
      station_code: code,
      name: `Station ${code}`,
      names: {},
      headsign: index === codes.length - 1 ? null : 'Terminus',
      headsigns: {},
      arrival_time: index === 0 ? null : `2027-03-15T0${index}:00:00+01:00`,
      departure_time: index === codes.length - 1 ? null : `2027-03-15T0${index}:05:00+01:00`,
      can_board: true,
      can_alight: true,
    })),
  }
}

const hours = (codes: string, from: string, to: string) => {
  const ride = rideOf(stops(codes), { from, to })
  return ride && `${ride.departure.slice(12, 13)}-${ride.arrival.slice(12, 13)}`
}

test('X3: a ride has the times and names of its two stops', () => {
  const ride = rideOf(stops('ABC'), { from: 'A', to: 'B' })
  assert.deepEqual([ride?.from.name, ride?.to.name], ['Station A', 'Station B'])
  assert.deepEqual(
    [ride?.departure, ride?.arrival],
    ['2027-03-15T00:05:00+01:00', '2027-03-15T01:00:00+01:00'],
  )
})

test('X3: if a train calls twice at a station, the ride is the shortest way forward', () => {
  assert.equal(hours('ABAC', 'A', 'C'), '2-3')
  assert.equal(hours('ABCB', 'A', 'B'), '0-1')
  assert.equal(hours('ABCA', 'A', 'A'), '0-3')
})

test('X3: a run that does not go that way has no ride', () => {
  assert.equal(hours('ABC', 'C', 'A'), undefined)
  assert.equal(hours('ABC', 'A', 'Z'), undefined)
})

test('X32: the stops of a ride are those from its first to its last station', () => {
  const codes = (way: string, from: string, to: string) =>
    rideStops(stops(way), { from, to }).map((stop) => stop.station_code)
  assert.equal(codes('ABCD', 'B', 'C').join(''), 'BC')
  assert.equal(codes('ABAC', 'A', 'C').join(''), 'AC')
  assert.equal(codes('ABC', 'C', 'A').join(''), 'ABC')
})
