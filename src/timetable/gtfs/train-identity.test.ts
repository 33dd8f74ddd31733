import assert from 'node:assert/strict'
import { test } from 'node:test'
import { calendarHead, calls, onlyTrain, read } from './small-feed.fixture.ts'

test('T12: the printed number is the number of the train', async (t) => {
  const train = onlyTrain(
    await read(t, { 'trips.txt': 'route_id,service_id,trip_id,trip_short_name\nr1,daily,T1,185\n' }),
  )
  assert.deepEqual([train.number, train.name], ['185', 'Adorf - Cburg'])
})

test('T12: without one, the line and the first departure form the number; a letter distinguishes trains of the same minute', async (t) => {
  const timetable = await read(t, {
    'trips.txt': 'route_id,service_id,trip_id\nr1,daily,T1\nr1,daily,T2\nr1,daily,T3\n',
    'stop_times.txt': calls(
      ...[
        'T1 a1 08:05:00',
        'T1 c 11:00:00',
        'T2 c 08:05:00',
        'T2 a1 11:00:00',
        'T3 c 32:05:00',
        'T3 b1 33:00:00',
      ],
    ),
  })
  assert.deepEqual(
    timetable.trains.map((train) => [train.number, train.name]),
    [
      ['RE 1-0805', 'Adorf - Cburg'],
      ['RE 1-0805B', 'Cburg - Adorf'],
      ['RE 1-0805C', 'Cburg - Bstadt'],
    ],
  )
})

test('T33: A train is named by its first station and its headsign, else its last station, and never by its route.', async (t) => {
  const long = {
    'routes.txt': 'route_id,route_short_name,route_long_name,route_type\nr1,RE 1,The Meadow,2\n',
  }
  const sign = { 'trips.txt': 'route_id,service_id,trip_id,trip_headsign\nr1,daily,T1,Cburg via Bstadt\n' }
  assert.equal(onlyTrain(await read(t, { ...long, ...sign })).name, 'Adorf - Cburg via Bstadt')
  assert.equal(onlyTrain(await read(t, long)).name, 'Adorf - Cburg')
  assert.equal(onlyTrain(await read(t, sign)).name, 'Adorf - Cburg via Bstadt')
})

test('T13: a train keeps its key in a newer feed with other ids and times', async (t) => {
  const newer = {
    'trips.txt': 'route_id,service_id,trip_id,trip_short_name\nr9,s9,X77,\n',
    'routes.txt': 'route_id,route_short_name,route_type\nr9,RE 1,2\n',
    'calendar.txt': `${calendarHead}\ns9,1,1,1,1,1,1,1,20260501,20260531\n`,
    'stop_times.txt': calls('X77 a1 08:00:00', 'X77 b1 09:30:00', 'X77 c 11:30:00'),
  }
  const key = onlyTrain(await read(t)).key
  assert.equal(onlyTrain(await read(t, newer)).key, key)
  const longer = calls('T1 a1 08:00:00', 'T1 c 11:00:00')
  assert.notEqual(
    onlyTrain(await read(t, { 'stop_times.txt': longer })).key,
    key,
    'other stations, another train',
  )
})

test('T13: a key identifies one train on each date, however many share number and stations', async (t) => {
  const trips = {
    'trips.txt': 'route_id,service_id,trip_id,trip_short_name\nr1,even,T1,7\nr1,odd,T2,7\nr1,daily,T3,7\n',
    'calendar.txt': [
      calendarHead,
      'even,0,1,0,1,0,1,0,20260501,20260531',
      'odd,1,0,1,0,1,0,1,20260501,20260531',
      'daily,1,0,0,0,0,0,0,20260501,20260531\n',
    ].join('\n'),
    'stop_times.txt': calls(
      ...[
        'T1 a1 08:00:00',
        'T1 c 11:00:00',
        'T2 a1 08:01:00',
        'T2 c 11:00:00',
        'T3 a1 07:00:00',
        'T3 c 11:00:00',
      ],
    ),
  }
  const { trains } = await read(t, trips)
  const named = trains.flatMap((train) => train.serviceDates.map((date) => `${train.key} ${date}`))
  assert.equal(new Set(named).size, named.length)
  assert.equal(named.length, 31 + 4)
  const bare = trains.map((train) => train.key.replace(/\/.*?(#|$)/, '$1'))
  // T2 is second on Mondays, when T3 leaves before it, and first on its other days.
  assert.deepEqual(bare.toSorted(), ['7', '7', '7', '7#2'])
  const later = await read(t, trips, { today: '2026-05-30' })
  for (const train of later.trains)
    for (const date of train.serviceDates)
      assert.ok(named.includes(`${train.key} ${date}`), 'a key does not depend on the day of the import')
})

test('T13: trips that differ only in their days are one train', async (t) => {
  const { trains, report } = await read(t, {
    'trips.txt': 'route_id,service_id,trip_id\nr1,may,T1\nr1,june,T2\n',
    'calendar.txt': [
      calendarHead,
      'may,1,0,0,0,0,0,0,20260501,20260531',
      'june,1,0,0,0,0,0,0,20260601,20260610',
      '',
    ].join('\n'),
    'stop_times.txt': calls('T1 a1 08:00:00', 'T1 c 11:00:00', 'T2 a1 08:00:00', 'T2 c 11:00:00'),
  })
  assert.equal(report.trips, 2)
  assert.deepEqual(
    trains.map((train) => train.serviceDates),
    [['2026-05-04', '2026-05-11', '2026-05-18', '2026-05-25', '2026-06-01', '2026-06-08']],
  )
})

test('T13: trains with different coaches on different days have different keys', async (t) => {
  const consistRules = {
    file: 'c',
    consists: [],
    consistFor: (train: { readonly agencyName: string }) => train.agencyName,
  }
  const firstTenDays = (id: string, at: number) => `${id},1,0,0,0,0,0,0,20260${at + 5}01,20260${at + 5}10\n`
  const changes = {
    'agency.txt': 'agency_id,agency_name,agency_timezone\nag,Small,Europe/Berlin\nbg,Big,Europe/Berlin\n',
    'routes.txt': 'route_id,agency_id,route_short_name,route_type\nr1,ag,RE 1,2\nr2,bg,RE 1,2\n',
    'trips.txt': 'route_id,service_id,trip_id\nr1,may,T1\nr2,june,T2\nr2,july,T3\n',
    'calendar.txt': `${calendarHead}\n${['may', 'june', 'july'].map(firstTenDays).join('')}`,
    'stop_times.txt': calls(...['T1', 'T2', 'T3'].flatMap((id) => [`${id} a1 08:00:00`, `${id} c 11:00:00`])),
  }
  const { trains } = await read(t, changes, { consistRules })
  assert.deepEqual(
    trains.map((train) => [train.consistName, train.serviceDates]),
    [
      ['Small', ['2026-05-04']],
      ['Big', ['2026-06-01', '2026-06-08', '2026-07-06']],
    ],
  )
  assert.equal(new Set(trains.map((train) => train.key)).size, 2)
})

test('T16: a trip with exact frequencies is a train for each departure', async (t) => {
  const frequencies = 'trip_id,start_time,end_time,headway_secs,exact_times\nT1,06:00:00,08:00:00,3600,1\n'
  const { trains } = await read(t, { 'frequencies.txt': frequencies })
  assert.deepEqual(
    trains.map((train) => [train.number, train.stops.at(-1)?.arrivalSeconds]),
    [
      ['RE 1-0600', 9 * 3600],
      ['RE 1-0700', 10 * 3600],
    ],
  )
  assert.equal(new Set(trains.map((train) => train.key)).size, 2)
})
