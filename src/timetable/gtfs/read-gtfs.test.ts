import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainPlan } from '../../domain/timetable.ts'
import { type GtfsTimetable, readGtfs } from './read-gtfs.ts'
import { calls, plainOptions, read, smallFeed, writeFeed, zipFeed } from './small-feed.fixture.ts'

const calendarHead = 'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date'

function onlyTrain(timetable: GtfsTimetable): TrainPlan {
  assert.equal(timetable.trains.length, 1)
  const train = timetable.trains[0]
  assert.ok(train)
  return train
}

test('T2: a folder, a zip file and a zip file of a folder give the same timetable', async (t) => {
  const folder = await readGtfs(await writeFeed(t), plainOptions)
  assert.deepEqual(await readGtfs(await zipFeed(t), plainOptions), folder)
  assert.deepEqual(await readGtfs(await zipFeed(t, {}, 'feed/'), plainOptions), folder)
  assert.deepEqual(await readGtfs(await zipFeed(t, {}, '', false), plainOptions), folder)
  assert.equal(folder.trains.length, 1)
})

test('T2: byte order mark, CRLF, spaces, quotes and an unknown column change nothing', async (t) => {
  const plain = await read(t)
  const dressed: Record<string, string> = {}
  for (const [file, content] of Object.entries(smallFeed)) {
    const rows = String(content).trimEnd().split('\n')
    const odd = rows.map((row, index) => `${row.replaceAll(',', ' , ')},"${index ? 'x""\r\n,y' : 'unknown'}"`)
    dressed[file] = `\ufeff${odd.join('\r\n')}\r\n\r\n`
  }
  assert.deepEqual(await read(t, dressed), plain)
})

test('T2: the order of the columns and of the rows does not matter', async (t) => {
  const plain = await read(t)
  const turned: Record<string, string> = {}
  for (const [file, content] of Object.entries(smallFeed)) {
    const [head = '', ...rows] = String(content).trimEnd().split('\n')
    const lines = [head, ...rows.toReversed()].map((row) => row.split(',').toReversed().join(','))
    turned[file] = `${lines.join('\n')}\n`
  }
  const read2 = await read(t, turned)
  assert.deepEqual(read2.trains, plain.trains)
  const byCode = (timetable: GtfsTimetable) =>
    timetable.stations.toSorted((a, b) => (a.code < b.code ? -1 : 1))
  assert.deepEqual(byCode(read2), byCode(plain))
})

test('T3: a station is the parent, under its stop_code, else its stop_id', async (t) => {
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

test('T3: one code and one name is one station; one code for two names falls back to stop_id', async (t) => {
  const head = 'stop_id,stop_code,stop_name,stop_lat,stop_lon\n'
  const same = await read(t, { 'stops.txt': `${head}a1,X,Twin,50,10\nb1,X,Twin,50,10.1\nc,CC,Cburg,50,13\n` })
  assert.deepEqual(
    same.stations.map((station) => station.code),
    ['X', 'CC'],
  )
  const apart = await read(t, { 'stops.txt': `${head}a1,X,One,50,10\nb1,X,Two,50,11\nc,CC,Cburg,50,13\n` })
  assert.deepEqual(
    apart.stations.map((station) => station.code),
    ['a1', 'b1', 'CC'],
  )
})

test('T3: a station has the zone of its parent, else its own, else the agency’s', async (t) => {
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

test('T4: only rail is read unless told otherwise', async (t) => {
  const changes = {
    'routes.txt':
      'route_id,route_short_name,route_type\nr1,RE 1,2\nr2,Bus 2,3\nr3,ICE 3,101\nr4,Coach 4,200\n',
    'trips.txt': 'route_id,service_id,trip_id\nr1,daily,T1\nr2,daily,T2\nr3,daily,T3\nr4,daily,T4\n',
    'stop_times.txt': calls(
      ...['T1', 'T2', 'T3', 'T4'].flatMap((id) => [`${id} a1 8:00:00`, `${id} c 9:00:00`]),
    ),
  }
  const numbers = (timetable: GtfsTimetable) => timetable.trains.map((train) => train.number)
  const rail = await read(t, changes)
  assert.deepEqual(numbers(rail), ['RE 1-0800', 'ICE 3-0800'])
  assert.deepEqual([rail.report.trips, rail.report.tripsOfOtherModes, rail.report.stopTimes], [2, 2, 4])
  assert.equal((await read(t, changes, { modes: 'all' })).trains.length, 4)
  assert.deepEqual(numbers(await read(t, changes, { modes: [3, 200] })), ['Bus 2-0800', 'Coach 4-0800'])
})

test('T5: a service runs on its weekdays between two dates, and exceptions add and remove days', async (t) => {
  const timetable = await read(t, {
    'calendar.txt': `${calendarHead}\ndaily,1,0,0,0,0,0,1,20260501,20260518\n`,
    'calendar_dates.txt':
      'service_id,date,exception_type\ndaily,20260510,2\ndaily,20260513,1\ndaily,20260601,1\n',
  })
  assert.deepEqual(onlyTrain(timetable).serviceDates, [
    '2026-05-03',
    '2026-05-04',
    '2026-05-11',
    '2026-05-13',
    '2026-05-17',
    '2026-05-18',
    '2026-06-01',
  ])
  assert.deepEqual([timetable.report.firstDate, timetable.report.lastDate], ['2026-05-03', '2026-06-01'])
})

test('T5: calendar.txt may be absent, and calendar_dates.txt may be', async (t) => {
  const dates = 'date,service_id,exception_type\n20260502,daily,1\n20260507,daily,1\n'
  const timetable = await read(t, { 'calendar.txt': undefined, 'calendar_dates.txt': dates })
  assert.deepEqual(onlyTrain(timetable).serviceDates, ['2026-05-02', '2026-05-07'])
  assert.equal(onlyTrain(await read(t)).serviceDates.length, 31)
})

test('T5: a calendar that reaches to the year 9999 is read as far as anybody can book', async (t) => {
  const timetable = await read(t, {
    'calendar.txt': `${calendarHead}\ndaily,1,1,1,1,1,1,1,20200101,99991231\n`,
  })
  const dates = onlyTrain(timetable).serviceDates
  assert.equal(dates[0], '2026-05-01')
  assert.equal(dates.at(-1), '2027-06-05')
  assert.equal(timetable.report.lastDate, '9999-12-31')
})

test('T6: times may lack a leading zero and pass midnight many times', async (t) => {
  const timetable = await read(t, {
    'stop_times.txt': calls('T1 a1 9:55:00', 'T1 b1 24:00:00', 'T1 c 75:00:01'),
  })
  assert.deepEqual(
    onlyTrain(timetable).stops.map((stop) => stop.arrivalSeconds),
    [35_700, 86_400, 270_001],
  )
})

test('T7: a time that the feed leaves out is worked out by the way', async (t) => {
  const feed = { 'stop_times.txt': calls('T1 a1 08:00:00', 'T1 b1', 'T1 c 11:00:00') }
  // B lies one of three degrees on the way from A to C, all on one parallel.
  const stop = onlyTrain(await read(t, feed)).stops[1]
  assert.deepEqual([stop?.arrivalSeconds, stop?.departureSeconds], [32_400, 32_400])
})

test('T7: where coordinates are missing, by the number of stops, and the distance is 0', async (t) => {
  const timetable = await read(t, {
    'stops.txt': 'stop_id,stop_name\na1,A\nb1,B\nb2,B2\nc,C\n',
    'stop_times.txt': calls('T1 a1 08:00:00', 'T1 b1', 'T1 b2', 'T1 c 11:00:00'),
  })
  const { stops } = onlyTrain(timetable)
  assert.deepEqual(
    stops.map((stop) => [stop.departureSeconds, stop.distanceMeters]),
    [
      [28_800, 0],
      [32_400, 0],
      [36_000, 0],
      [39_600, 0],
    ],
  )
})

test('T7: one of arrival and departure alone stands for both', async (t) => {
  const head = 'trip_id,stop_id,stop_sequence,arrival_time,departure_time\n'
  const rows = 'T1,a1,1,,08:00:00\nT1,b1,2,09:00:00,\nT1,c,3,11:00:00,\n'
  const { stops } = onlyTrain(await read(t, { 'stop_times.txt': head + rows }))
  assert.deepEqual(
    stops.map((stop) => [stop.arrivalSeconds, stop.departureSeconds]),
    [
      [28_800, 28_800],
      [32_400, 32_400],
      [39_600, 39_600],
    ],
  )
})

test('T8: calls are taken in the order of stop_sequence, which may have gaps', async (t) => {
  const head = 'trip_id,stop_id,stop_sequence,arrival_time,departure_time\n'
  const rows = 'T1,c,40,11:00:00,11:00:00\nT1,a1,0,08:00:00,08:00:00\nT1,b1,7,09:00:00,09:00:00\n'
  const { stops } = onlyTrain(await read(t, { 'stop_times.txt': head + rows }))
  assert.deepEqual(
    stops.map((stop) => stop.stationCode),
    ['AA', 'sb', 'CC'],
  )
})

test('T9: nobody boards or alights where the feed forbids it, alights at the first or boards at the last stop', async (t) => {
  const head = 'trip_id,stop_id,stop_sequence,arrival_time,departure_time,pickup_type,drop_off_type\n'
  const rows = [
    'T1,a1,1,08:00:00,08:00:00,,',
    'T1,b1,2,09:00:00,09:00:00,1,3',
    'T1,b1,3,09:10:00,09:10:00,2,1',
    'T1,c,4,11:00:00,11:00:00,0,0',
  ]
  const { stops } = onlyTrain(await read(t, { 'stop_times.txt': `${head}${rows.join('\n')}\n` }))
  assert.deepEqual(
    stops.map((stop) => [stop.canBoard, stop.canAlight]),
    [
      [true, false],
      [false, true],
      [true, false],
      [false, true],
    ],
  )
})

test('T10: a trip that nobody can ride is left out and counted', async (t) => {
  const head = 'trip_id,stop_id,stop_sequence,arrival_time,departure_time,pickup_type\n'
  const rows = [
    'T1,a1,1,08:00:00,08:00:00,',
    'T1,c,2,09:00:00,09:00:00,',
    'one,a1,1,08:00:00,08:00:00,',
    'same,a1,1,08:00:00,08:00:00,',
    'same,sa,2,09:00:00,09:00:00,',
    'closed,a1,1,08:00:00,08:00:00,1',
    'closed,b1,2,09:00:00,09:00:00,',
  ]
  const trips = ['T1', 'none', 'one', 'same', 'closed'].map((id) => `r1,daily,${id}\n`)
  const timetable = await read(t, {
    'trips.txt': `route_id,service_id,trip_id\n${trips.join('')}`,
    'stop_times.txt': `${head}${rows.join('\n')}\n`,
  })
  assert.deepEqual([timetable.trains.length, timetable.report.tripsNobodyCanRide], [1, 4])
  assert.deepEqual(
    timetable.stations.map((station) => station.code),
    ['AA', 'CC'],
    'and a station that no other train serves is left out too',
  )
})

test('T11: the distance is the great circle from stop to stop, added up', async (t) => {
  // One degree of longitude on the 50th parallel along the great circle: 71,474 m on a sphere of 6,371,008.8 m; two are 142,946 m (law of cosines).
  assert.deepEqual(
    onlyTrain(await read(t)).stops.map((stop) => stop.distanceMeters),
    [0, 71_474, 214_420],
  )
})

test('T12: the printed number is the number of the train', async (t) => {
  const train = onlyTrain(
    await read(t, { 'trips.txt': 'route_id,service_id,trip_id,trip_short_name\nr1,daily,T1,185\n' }),
  )
  assert.deepEqual([train.number, train.name], ['185', 'Adorf - Cburg'])
})

test('T12: without one, the line and the first departure are; a letter tells trains of one minute apart', async (t) => {
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

test('T12: the name is that of the route, else from the first station to the headsign', async (t) => {
  const long = {
    'routes.txt': 'route_id,route_short_name,route_long_name,route_type\nr1,RE 1,The Meadow,2\n',
  }
  const sign = { 'trips.txt': 'route_id,service_id,trip_id,trip_headsign\nr1,daily,T1,Cburg via Bstadt\n' }
  assert.equal(onlyTrain(await read(t, { ...long, ...sign })).name, 'The Meadow')
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

test('T13: a key stands for one train on each date, however many share number and stations', async (t) => {
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
  // T2 is the second on Mondays, when T3 leaves before it, and the first on its other days.
  assert.deepEqual(bare.toSorted(), ['7', '7', '7', '7#2'])
  const later = await read(t, trips, { today: '2026-05-30' })
  for (const train of later.trains)
    for (const date of train.serviceDates)
      assert.ok(named.includes(`${train.key} ${date}`), 'a key does not depend on the day of the import')
})

test('T13: trips that differ in nothing but their days are one train', async (t) => {
  const { trains, report } = await read(t, {
    'trips.txt': 'route_id,service_id,trip_id\nr1,may,T1\nr1,june,T2\n',
    'calendar.txt': `${calendarHead}\nmay,1,0,0,0,0,0,0,20260501,20260531\njune,1,0,0,0,0,0,0,20260601,20260610\n`,
    'stop_times.txt': calls('T1 a1 08:00:00', 'T1 c 11:00:00', 'T2 a1 08:00:00', 'T2 c 11:00:00'),
  })
  assert.equal(report.trips, 2)
  assert.deepEqual(
    trains.map((train) => train.serviceDates),
    [['2026-05-04', '2026-05-11', '2026-05-18', '2026-05-25', '2026-06-01', '2026-06-08']],
  )
})

test('T13: trains that differ in their coaches on other days have keys of their own', async (t) => {
  const consistRules = {
    file: 'c',
    consists: [],
    consistFor: (train: { readonly agencyName: string }) => train.agencyName,
  }
  const changes = {
    'agency.txt': 'agency_id,agency_name,agency_timezone\nag,Small,Europe/Berlin\nbg,Big,Europe/Berlin\n',
    'routes.txt': 'route_id,agency_id,route_short_name,route_type\nr1,ag,RE 1,2\nr2,bg,RE 1,2\n',
    'trips.txt': 'route_id,service_id,trip_id\nr1,may,T1\nr2,june,T2\nr2,july,T3\n',
    'calendar.txt': `${calendarHead}\n${['may', 'june', 'july'].map((id, at) => `${id},1,0,0,0,0,0,0,20260${at + 5}01,20260${at + 5}10\n`).join('')}`,
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

test('T14: a feed moves by whole weeks, to the date or one of the six before it', async (t) => {
  for (let day = 1; day <= 14; day++) {
    const date = `2027-03-${String(day).padStart(2, '0')}`
    const { report, trains } = await read(t, {}, { shiftTo: date, today: '2026-05-01' })
    const first = Temporal.PlainDate.from(report.firstDate)
    assert.equal(first.dayOfWeek, Temporal.PlainDate.from('2026-05-01').dayOfWeek)
    const days = first.until(date).days
    assert.ok(days >= 0 && days <= 6, `${date}: ${days}`)
    assert.equal(report.shiftedDays % 7, 0)
    assert.equal(trains[0]?.serviceDates.length, 31)
    assert.ok(trains[0]?.serviceDates.includes(date))
  }
})

test('T15: dates start today, or earlier where the train is still under way', async (t) => {
  const today = await read(t, {}, { today: '2026-05-20' })
  assert.equal(onlyTrain(today).serviceDates[0], '2026-05-20')
  const slow = { 'stop_times.txt': calls('T1 a1 08:00:00', 'T1 c 75:00:00') }
  assert.equal(onlyTrain(await read(t, slow, { today: '2026-05-20' })).serviceDates[0], '2026-05-17')
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

test('T17: the source is the publisher, else the only agency, else the file', async (t) => {
  const info = { 'feed_info.txt': 'feed_publisher_name,feed_lang\n"Trains, Inc.",en\n' }
  const two =
    'agency_id,agency_name,agency_timezone\nag,Small Railway,Europe/Berlin\nb,Other Railway,Europe/Berlin\n'
  assert.equal((await read(t, info)).source, 'Trains, Inc.')
  assert.equal((await read(t)).source, 'Small Railway')
  assert.equal((await read(t, { 'agency.txt': two })).source, 'small')
  assert.equal((await read(t, info, { source: 'mine' })).source, 'mine')
})

test('T18: rule files see what the feed says of a train', async (t) => {
  const seen: unknown[] = []
  const consistRules = {
    file: 'c',
    consists: [],
    consistFor: (train: unknown) => {
      seen.push(train)
      return 'chosen'
    },
  }
  assert.equal(onlyTrain(await read(t, {}, { consistRules })).consistName, 'chosen')
  assert.deepEqual(seen, [
    {
      number: 'RE 1-0800',
      name: 'Adorf - Cburg',
      routeShortName: 'RE 1',
      routeLongName: '',
      agencyName: 'Small Railway',
      routeType: 2,
      firstDepartureSeconds: 28_800,
      durationSeconds: 10_800,
      distanceMeters: 214_420,
      stationCodes: ['AA', 'sb', 'CC'],
    },
  ])
})

test('T19: the progress of a reading is told to its end, and other work gets its turn meanwhile', async (t) => {
  const ids = Array.from({ length: 3000 }, (_, index) => `N${index}`)
  const changes = {
    'trips.txt': `route_id,service_id,trip_id\n${ids.map((id) => `r1,daily,${id}\n`).join('')}`,
    'stop_times.txt': calls(...ids.flatMap((id) => [`${id} a1 08:00:00`, `${id} c 11:00:00`])),
  }
  const last = new Map<string, readonly [number, number]>()
  let turns = 0
  let isReading = true
  const tick = () => {
    turns++
    if (isReading) setImmediate(tick)
  }
  setImmediate(tick)
  await read(t, changes, { onProgress: (phase, done, total) => last.set(phase, [done, total]) })
  isReading = false
  assert.deepEqual(last.get('trains'), [3000, 3000])
  const [done, total] = last.get('stop_times.txt') ?? [0, 1]
  assert.equal(done, total)
  assert.ok(turns > 15, `${turns} turns of the event loop`)
})
