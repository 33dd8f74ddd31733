import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeProblem } from './problems.ts'
import { testRefusals } from './refusals.fixture.ts'
import { calendarHead, calls, read, refusalOf, smallFeed } from './small-feed.fixture.ts'

const stopsHead = 'stop_id,stop_name,parent_station\n'
const timesHead = 'trip_id,stop_id,stop_sequence,arrival_time,departure_time\n'
const frequencyHead = 'trip_id,start_time,end_time,headway_secs,exact_times\n'

testRefusals([
  [
    'K1: a station whose name has an escape sequence, a bell, or nothing to see',
    {
      'stops.txt': 'stop_id,stop_name,stop_code\na1,\x1b[31mBeta,\x9b\nb1,"B\x07stadt",\nc,\u200b\u2060,\n',
    },
    [
      'stops.txt, line 2: stop_code must not have control characters; it has U+009B',
      'stops.txt, line 2: stop_name must not have control characters; it has U+001B',
      'stops.txt, line 3: stop_name must not have control characters; it has U+0007',
      'stops.txt, line 4: stop_name must not be blank',
    ],
  ],
  [
    'K1, K3: a train or its line with such a name, or with one that is too long',
    {
      'routes.txt': [
        'route_id,route_type,route_short_name,route_long_name',
        `r1,2,\u202e,${'x'.repeat(1001)}`,
      ].join('\n'),
      'trips.txt': 'route_id,service_id,trip_id,trip_short_name,trip_headsign\nr1,daily,T1,1\0,a\u2028b\n',
    },
    [
      'trips.txt, line 2: trip_short_name must not have control characters; it has U+0000',
      'trips.txt, line 2: trip_headsign must not have control characters; it has U+2028',
      'routes.txt, line 2: route_short_name must not be blank',
      'routes.txt, line 2: route_long_name must not have more than 1000 characters',
    ],
  ],
  [
    'K1: a publisher with such a name, which would be that of the feed',
    { 'feed_info.txt': 'feed_publisher_name\nTrains\x1b[31m\n' },
    ['small: the name of the feed must not have control characters; it has U+001B; give one with --source'],
  ],
  [
    'a circle of parents',
    { 'stops.txt': `${stopsHead}a1,A,b1\nb1,B,a1\nc,C,\n` },
    [
      'stops.txt, line 2: parent_station b1 leads round in a circle',
      'stops.txt, line 3: parent_station a1 leads round in a circle',
    ],
  ],
  [
    'coordinates that are none',
    { 'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\na1,A,91,10\nb1,B,50,east\nc,C,50,10\n' },
    [
      'stops.txt, line 2: stop_lat 91 is not a latitude',
      'stops.txt, line 3: stop_lon east is not a longitude',
    ],
  ],
  [
    'an unknown time zone',
    {
      'agency.txt': 'agency_name,agency_timezone\nSmall,Europe/Atlantis\n',
      'routes.txt': 'route_id,route_type\nr1,2\n',
    },
    ['agency.txt, line 2: agency_timezone Europe/Atlantis is not a time zone (such as Europe/Berlin)'],
  ],
  [
    'an unknown agency',
    { 'routes.txt': 'route_id,agency_id,route_type\nr1,xy,2\n' },
    ['routes.txt, line 2: agency_id xy is not in agency.txt'],
  ],
  [
    'an unknown route and service',
    { 'trips.txt': 'route_id,service_id,trip_id\nr7,daily,T1\nr1,never,T2\n' },
    [
      'trips.txt, line 2: route_id r7 is not in routes.txt',
      'trips.txt, line 3: service_id never is neither in calendar.txt nor in calendar_dates.txt',
      /^trips.txt: has no trip of rail/,
    ],
  ],
  [
    'an unknown trip and stop',
    { 'stop_times.txt': calls('T1 a1 08:00:00', 'T9 b1 09:00:00', 'T1 zz 10:00:00', 'T1 c 11:00:00') },
    [
      'stop_times.txt, line 3: trip_id T9 is not in trips.txt',
      'stop_times.txt, line 4: stop_id zz is not in stops.txt',
    ],
  ],
  [
    'ids that are there twice',
    {
      'trips.txt': 'route_id,service_id,trip_id,trip_short_name\nr1,daily,T1,1\nr1,daily,T1,2\n',
    },
    ['trips.txt, line 3: trip_id T1 is there twice'],
  ],
  [
    'a service that is there twice, and two exceptions for one day',
    {
      'calendar.txt': `${smallFeed['calendar.txt']}daily,1,1,1,1,1,1,1,20260501,20260530\n`,
      'calendar_dates.txt': 'service_id,date,exception_type\ndaily,20260501,2\ndaily,20260501,1\n',
    },
    [
      'calendar.txt, line 3: service_id daily is there twice',
      'calendar_dates.txt, line 3: service_id daily has two exceptions on 2026-05-01',
    ],
  ],
  [
    'dates that are none, and ranges that end before they start',
    {
      'calendar.txt':
        `${calendarHead}\na,1,1,1,1,1,1,1,20260230,20260531\nb,1,1,1,1,1,1,1,20260501,2026-05-31\n` +
        'c,1,1,1,1,1,1,1,20260502,20260501\nd,1,1,2,1,1,1,1,20260501,20260502\n',
      'calendar_dates.txt': 'service_id,date,exception_type\ne,20261301,1\ne,20260501,3\n',
      'trips.txt': [
        'route_id,service_id,trip_id',
        ...[...'abcde'].map((service) => `r1,${service},${service}`),
      ].join('\n'),
    },
    [
      'calendar.txt, line 2: start_date 20260230 is not a date (YYYYMMDD)',
      'calendar.txt, line 3: end_date 2026-05-31 is not a date (YYYYMMDD)',
      'calendar.txt, line 4: end_date 20260501 is before start_date 20260502',
      'calendar.txt, line 5: wednesday is 2; it must be 0 or 1',
      'calendar_dates.txt, line 2: date 20261301 is not a date (YYYYMMDD)',
      'calendar_dates.txt, line 3: exception_type is 3; it must be 1 (added) or 2 (removed)',
    ],
  ],
  [
    'times that are none',
    { 'stop_times.txt': calls('T1 a1 8:60:00', 'T1 b1 09:00', 'T1 c 11:00:00 noon') },
    [
      'stop_times.txt, line 2: arrival_time 8:60:00 is not a time (HH:MM:SS)',
      'stop_times.txt, line 3: arrival_time 09:00 is not a time (HH:MM:SS)',
      'stop_times.txt, line 4: departure_time noon is not a time (HH:MM:SS)',
    ],
  ],
  [
    'a train that departs before it arrives',
    { 'stop_times.txt': calls('T1 a1 08:00:00', 'T1 b1 09:00:00 08:59:59', 'T1 c 11:00:00') },
    ['stop_times.txt, line 3: departs at 08:59:59, before it arrives (09:00:00)'],
  ],
  [
    'a train that arrives before it has left',
    { 'stop_times.txt': calls('T1 a1 08:00:00', 'T1 b1 09:00:00 09:05:00', 'T1 c 09:04:00') },
    ['stop_times.txt, line 4: arrives at 09:04:00, before it has left the stop before (09:05:00)'],
  ],
  [
    'a sequence number twice, and one that is none',
    {
      'stop_times.txt': [
        timesHead.trim(),
        'T1,a1,1,08:00:00,08:00:00',
        'T1,b1,1,09:00:00,09:00:00',
        'T1,c,-2,10:00:00,10:00:00',
      ].join('\n'),
    },
    [
      'stop_times.txt, line 4: stop_sequence -2 is not a whole number',
      'stop_times.txt, line 3: the trip has stop_sequence 1 twice',
    ],
  ],
  [
    'no time at the first or last stop',
    { 'stop_times.txt': calls('T1 a1 08:00:00', 'T1 b1 09:00:00', 'T1 c') },
    ['stop_times.txt, line 4: the first and the last stop of a trip need a time'],
  ],
  [
    'a pickup type that is none',
    {
      'stop_times.txt':
        'trip_id,stop_id,stop_sequence,arrival_time,departure_time,pickup_type\n' +
        'T1,a1,1,08:00:00,08:00:00,7\n',
    },
    ['stop_times.txt, line 2: pickup_type is 7; it must be 0 to 3'],
  ],
  [
    'no rail in the feed',
    { 'routes.txt': 'route_id,route_short_name,route_type\nr1,12,3\n' },
    ['trips.txt: has no trip of rail (route_type 2 or 100 to 117); the routes are of type 3'],
  ],
  [
    'frequencies that would make trains without end',
    { 'frequencies.txt': `${frequencyHead}T1,06:00:00,22:00:00,0,1\nT1,00:00:00,999:59:59,60,1\n` },
    [
      'frequencies.txt, line 2: headway_secs is 0; it must be 60 or more',
      'frequencies.txt, line 3: the time from start_time to end_time is longer than two days',
    ],
  ],
  [
    'frequencies of an unknown trip, and such with times that are none',
    {
      'frequencies.txt': [
        frequencyHead.trim(),
        'T9,06:00:00,22:00:00,600,1',
        'T1,6,22:00:00,600,1',
        'T1,06:00:00,22,600,1',
      ].join('\n'),
    },
    [
      'frequencies.txt, line 2: trip_id T9 is not in trips.txt',
      'frequencies.txt, line 3: start_time 6 is not a time (HH:MM:SS)',
      'frequencies.txt, line 4: end_time 22 is not a time (HH:MM:SS)',
    ],
  ],
  [
    'a stop_code that is the stop_id of another station',
    { 'stops.txt': 'stop_id,stop_name,stop_code\na1,A,c\nb1,B,\nc,C,\n' },
    ['stops.txt, line 4: the code c is also that of A (line 2)'],
  ],
  [
    'routes and agencies that are there twice, types that are none, and no agency where there are several',
    {
      'agency.txt':
        'agency_id,agency_name,agency_timezone\na,A,Europe/Berlin\nb,B,Europe/Berlin\na,A2,Europe/Berlin\n',
      'routes.txt': 'route_id,agency_id,route_type\nr1,a,2\nr1,b,2\nr2,a,rail\nr3,,2\n',
      'trips.txt': 'route_id,service_id,trip_id\nr1,daily,T1\nr2,daily,T2\nr3,daily,T3\n',
    },
    [
      'routes.txt, line 3: route_id r1 is there twice',
      'agency.txt, line 4: agency_id a is there twice',
      'routes.txt, line 4: route_type rail is not a number',
      'routes.txt, line 5: agency_id is empty, and the feed has several',
    ],
  ],
  [
    'a station without a name',
    { 'stops.txt': `${stopsHead}a1,,\nb1,B,\nc,C,\n` },
    ['stops.txt, line 2: stop_name is empty, and trains call there'],
  ],
  [
    'a service without a single day',
    { 'calendar.txt': `${calendarHead}\ndaily,0,0,0,0,0,0,0,20260501,99991231\n` },
    ['trips.txt: has no trip that runs on any date and that a passenger can ride'],
  ],
])

test('T28: Frequencies that would produce an endless number of trains are refused', async (t) => {
  const rows = (count: number) =>
    Array.from({ length: count }, (_, index) => `T${index},00:00:00,48:00:00,60,1\n`).join('')
  const trips = Array.from({ length: 360 }, (_, index) => `r1,daily,T${index}\n`).join('')
  const problems = await refusalOf(
    read(t, {
      'trips.txt': `route_id,service_id,trip_id\n${trips}`,
      'stop_times.txt': calls('T0 a1 00:00:00', 'T0 c 03:00:00'),
      'frequencies.txt': frequencyHead + rows(360),
    }),
  )
  assert.deepEqual(problems.map(describeProblem), ['frequencies.txt: makes more than 1000000 trains'])
})

test('T1: a past feed is refused with instructions to move it', async (t) => {
  const [problem] = await refusalOf(read(t, {}, { today: '2026-11-23' }))
  assert.equal(
    problem?.reason,
    'no train runs from 2026-11-23 to 2027-12-28: the feed covers 2026-05-01 to ' +
      '2026-05-31; take a newer feed, or move this one with --shift-to 2026-11-23',
  )
})

test('T1: a fault of another mode or in an unused file does not matter', async (t) => {
  const timetable = await read(t, {
    'routes.txt': 'route_id,route_short_name,route_type\nr1,RE 1,2\nr2,Bus,3\n',
    'trips.txt': 'route_id,service_id,trip_id\nr1,daily,T1\nr2,never,B1\n',
    'stop_times.txt': calls('T1 a1 08:00:00', 'T1 c 09:00:00', 'B1 zz soon'),
    'shapes.txt': 'broken "\n',
  })
  assert.equal(timetable.trains.length, 1)
})

test('K8: Names in a feed are checked when a train or a station is made of them, so the name of a bus refuses no feed', async (t) => {
  const timetable = await read(t, {
    'stops.txt': `${smallFeed['stops.txt']}x,,bus \x1b[31mstop,50,13,,0\n`,
    'routes.txt': `${smallFeed['routes.txt']}bus,ag,"two\nlines",3\n`,
    'trips.txt': `${smallFeed['trips.txt']}bus,daily,B1,\0\n`,
  })
  assert.deepEqual(
    timetable.stations.map(({ name }) => name),
    ['Adorf', 'Bstadt', 'Cburg'],
  )
})
