import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Timetable, TrainPlan } from '../../domain/railway/timetable.ts'
import { demoHorizon, demoTimetable } from './demo-timetable.ts'
import { lines } from './halvora.ts'

const today = '2026-03-20'
const horizonDays = 60
const timetable = demoTimetable(today, horizonDays)

function* datesOf({ fromDate, toDate }: { fromDate: string; toDate: string }): Iterable<string> {
  const end = Temporal.PlainDate.from(toDate)
  for (
    let date = Temporal.PlainDate.from(fromDate);
    Temporal.PlainDate.compare(date, end) <= 0;
    date = date.add({ days: 1 })
  )
    yield date.toString()
}

const trainsOn = (date: string, { trains }: Timetable = timetable) =>
  trains.filter((train) => train.serviceDates.includes(date))

const seatsOf = (train: TrainPlan) =>
  timetable.consists.find((consist) => consist.name === train.consistName)?.seats.length ?? 0

test('N9: every date has a run of 1,000 seats, one of 20 stops, and about 80 trains', (t) => {
  let dates = 0
  for (const date of datesOf(demoHorizon(today, horizonDays))) {
    const trains = trainsOn(date)
    assert.ok(
      trains.some((train) => seatsOf(train) >= 1000),
      `${date} has no run of 1,000 seats`,
    )
    assert.ok(
      trains.some((train) => train.stops.length >= 20),
      `${date} has no run of 20 stops`,
    )
    assert.ok(trains.length >= 75 && trains.length <= 85, `${date} has ${trains.length} trains`)
    dates++
  }
  assert.equal(dates, horizonDays + 2)
  const runs = timetable.trains.reduce((sum, train) => sum + train.serviceDates.length, 0)
  t.diagnostic(`${timetable.stations.length} stations, ${timetable.trains.length} trains, ${runs} runs`)
})

test('N9: runs start yesterday, while its night trains are under way, and end with the horizon', () => {
  assert.deepEqual(demoHorizon(today, horizonDays), { fromDate: '2026-03-19', toDate: '2026-05-19' })
  const dates = timetable.trains.flatMap((train) => train.serviceDates).toSorted()
  assert.equal(dates[0], '2026-03-19')
  assert.equal(dates.at(-1), '2026-05-19')
  const passingMidnight = trainsOn('2026-03-19').filter(
    (train) => (train.stops.at(-1)?.arrivalSeconds ?? 0) > 86_400,
  )
  assert.ok(passingMidnight.length >= 6)
})

test('N9: the same day gives the same timetable; the next day keeps its trains', () => {
  assert.deepEqual(demoTimetable(today, horizonDays), timetable)
  const keys = ({ trains }: Timetable) => trains.map((train) => train.key)
  assert.deepEqual(keys(demoTimetable('2026-03-21', horizonDays)), keys(timetable))
})

test('N9: some trains run on weekdays only, some on weekends only', () => {
  const isWeekend = (date: string) => Temporal.PlainDate.from(date).dayOfWeek > 5
  const [weekdays, weekends] = [false, true].map((wanted) =>
    timetable.trains.filter((train) => train.serviceDates.every((date) => isWeekend(date) === wanted)),
  )
  assert.equal(weekdays?.length, 16)
  assert.equal(weekends?.length, 12)
})

test('N10: times and distances only increase, at a speed between 60 and 200 km/h', () => {
  for (const { number, stops } of timetable.trains) {
    for (const [index, stop] of stops.entries()) {
      assert.ok(stop.departureSeconds >= stop.arrivalSeconds, number)
      assert.equal(stop.arrivalSeconds % 60, 0)
      const before = stops[index - 1]
      if (!before) continue
      const seconds = stop.arrivalSeconds - before.departureSeconds
      const speed = ((stop.distanceMeters - before.distanceMeters) / seconds) * 3.6
      assert.ok(seconds > 0 && speed <= 200, `${number} at ${stop.stationCode}: ${speed} km/h`)
    }
    const [first, last] = [stops[0], stops.at(-1)]
    assert.ok(first && last)
    const speed = (last.distanceMeters / (last.arrivalSeconds - first.departureSeconds)) * 3.6
    assert.ok(speed >= 60, `${number}: ${speed} km/h`)
  }
})

test('N10: on every date, a train connects each station of a line with every other one, in both directions', () => {
  for (const date of datesOf(demoHorizon(today, 7))) {
    const reached = new Set<string>()
    for (const { stops } of trainsOn(date))
      for (const [index, from] of stops.entries())
        for (const to of stops.slice(index + 1)) reached.add(`${from.stationCode} ${to.stationCode}`)
    for (const line of Object.values(lines)) {
      const codes = line.split(' ')
      for (const from of codes)
        for (const to of codes)
          if (from !== to) assert.ok(reached.has(`${from} ${to}`), `${date}: ${from} to ${to}`)
    }
  }
})

test('N10: each train number occurs once, each stop is at a known station, each station is served', () => {
  const { trains, stations } = timetable
  assert.equal(new Set(trains.map((train) => train.key)).size, trains.length)
  const codes = new Set<string>(stations.map((station) => station.code))
  assert.equal(codes.size, stations.length)
  const served = new Set<string>(trains.flatMap((train) => train.stops.map((stop) => stop.stationCode)))
  assert.deepEqual([...served].toSorted(), [...codes].toSorted())
})
