import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calls, onlyTrain, read, smallFeed } from './small-feed.fixture.ts'

test('T3: a station is the parent, under its stop_code, otherwise its stop_id', async (t) => {
  const timetable = await read(t)
  assert.deepEqual(
    timetable.stations.map(({ code, name, timeZone }) => [code, name, timeZone]),
    [
      ['AA', 'Adorf', 'Europe/Berlin'],
      ['sb', 'Bstadt', 'Europe/Berlin'],
      ['CC', 'Cburg', 'Europe/Berlin'],
    ],
  )
  assert.deepEqual(
    onlyTrain(timetable).stops.map((stop) => stop.stationCode),
    ['AA', 'sb', 'CC'],
  )
})

test('T3: a boarding area belongs to the station of its platform', async (t) => {
  const stops = `${smallFeed['stops.txt']}area,,North end,50,10,a1,4\n`
  const timetable = await read(t, {
    'stops.txt': stops,
    'stop_times.txt': calls('T1 area 08:00:00', 'T1 c 11:00:00'),
  })
  assert.equal(onlyTrain(timetable).stops[0]?.stationCode, 'AA')
})

test('T3: the same code and name mean one station; one code for two names falls back to stop_id', async (t) => {
  const head = 'stop_id,stop_code,stop_name,stop_lat,stop_lon\n'
  const same = await read(t, { 'stops.txt': `${head}a1,X,Twin,50,10\nb1,X,Twin,50,10.1\nc,CC,Cburg,50,13\n` })
  assert.deepEqual(
    same.stations.map((station) => station.code),
    ['X', 'CC'],
  )
  const folded = await read(t, {
    'stops.txt': `${head}a1,X,Zürich,50,10\nb1,X,ZU\u0308RICH,50,10.1\nc,CC,Cburg,50,13\n`,
  })
  assert.deepEqual(
    folded.stations.map((station) => `${station.code} ${station.name}`),
    ['X Zürich', 'CC Cburg'],
    'K6: names are compared in folded form, and kept as they were sent',
  )
  const apart = await read(t, { 'stops.txt': `${head}a1,X,One,50,10\nb1,X,Two,50,11\nc,CC,Cburg,50,13\n` })
  assert.deepEqual(
    apart.stations.map((station) => station.code),
    ['a1', 'b1', 'CC'],
  )
})

test('T3: a station has the zone of its parent, otherwise its own, otherwise the agency’s', async (t) => {
  const stops = [
    'stop_id,stop_name,parent_station,stop_timezone',
    'sa,A,,Europe/Lisbon',
    'a1,A,sa,Europe/Paris',
    'b1,B,,Canada/Eastern',
    'c,C,,',
  ].join('\n')
  const timetable = await read(t, { 'stops.txt': stops })
  assert.deepEqual(
    timetable.stations.map((station) => station.timeZone),
    ['Europe/Lisbon', 'Canada/Eastern', 'Europe/Berlin'],
  )
  assert.equal(onlyTrain(timetable).timeZone, 'Europe/Berlin')
})
