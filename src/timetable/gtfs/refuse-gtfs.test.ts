import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { describeProblem, GtfsRefused } from './problems.ts'
import { readGtfs } from './read-gtfs.ts'
import {
  calls,
  type FeedFiles,
  plainOptions,
  read,
  refusalOf,
  smallFeed,
  temporaryFolder,
  zipFeed,
} from './small-feed.fixture.ts'

const stopsHead = 'stop_id,stop_name,parent_station\n'
const timesHead = 'trip_id,stop_id,stop_sequence,arrival_time,departure_time\n'
const calendarHead =
  'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n'
const frequencyHead = 'trip_id,start_time,end_time,headway_secs,exact_times\n'

/** What is wrong, and how the operator is told. */
const refusals: readonly (readonly [rule: string, changes: FeedFiles, told: readonly (string | RegExp)[]])[] =
  [
    [
      'missing files, all of them at once',
      { 'stops.txt': undefined, 'agency.txt': undefined },
      [
        'agency.txt: is missing; without it this is no GTFS feed',
        'stops.txt: is missing; without it this is no GTFS feed',
      ],
    ],
    [
      'no calendar of either kind',
      { 'calendar.txt': undefined },
      ['calendar.txt: is missing, and calendar_dates.txt too; one of them must be there'],
    ],
    ['an empty file', { 'stops.txt': '' }, ['stops.txt: is empty; not even a header line is there']],
    [
      'a missing column',
      { 'stop_times.txt': 'trip_id,stop_sequence,arrival_time\nT1,1,08:00:00\n' },
      [
        'stop_times.txt, line 1: the column stop_id is missing',
        'stop_times.txt, line 1: the column departure_time is missing',
      ],
    ],
    [
      'a column twice',
      { 'routes.txt': 'route_id,route_type,route_id\nr1,2,r1\n' },
      ['routes.txt, line 1: the column route_id is there twice'],
    ],
    [
      'a row that is cut short',
      { 'stop_times.txt': `${timesHead}T1,a1,1,08:00:00,08:00:00\nT1,c,2,09:0` },
      ['stop_times.txt, line 3: has 4 fields where the header has 5'],
    ],
    [
      'an empty key',
      { 'trips.txt': 'route_id,service_id,trip_id\nr1,daily,\n' },
      ['trips.txt, line 2: trip_id is empty', /^trips.txt: has no trip of rail/],
    ],
    [
      'a quote that is never closed, at the line where its row starts',
      { 'agency.txt': 'agency_id,agency_name,agency_timezone\nag,"Small Railway,Europe/Berlin\n\n\n' },
      ['agency.txt, line 2: a quoted field is never closed; is the file complete?', /./],
    ],
    [
      'stray quotes',
      { 'stops.txt': `${stopsHead}a1,A "north" B,\n` },
      [/^stops.txt, line 2: is not valid CSV/],
    ],
    [
      'text that is not UTF-8',
      { 'stops.txt': Buffer.from(`${stopsHead}a1,A,\nb1,M\u00fcnchen,\nc,C,\n`, 'latin1') },
      ['stops.txt, line 3: is not UTF-8 text; save the file as UTF-8'],
    ],
    [
      'the line after fields with line breaks in them',
      { 'stops.txt': `${stopsHead}a1,"A\r\nB\nC",\r\n\r\nb1,B,nowhere\r\n"c","D\r\nE",gone\r\nc,C,\r\n` },
      [
        'stops.txt, line 9: stop_id c is there twice',
        'stops.txt, line 6: parent_station nowhere is not in stops.txt',
        'stops.txt, line 7: parent_station gone is not in stops.txt',
      ],
    ],
    [
      'the line where a file ends without a line break',
      { 'stops.txt': `${stopsHead}"a1","A\n\n",\r\n\n\nb1,B,gone` },
      ['stops.txt, line 7: parent_station gone is not in stops.txt'],
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
      ['stops.txt, line 2: stop_lat 91 is no latitude', 'stops.txt, line 3: stop_lon east is no longitude'],
    ],
    [
      'an unknown time zone',
      {
        'agency.txt': 'agency_name,agency_timezone\nSmall,Europe/Atlantis\n',
        'routes.txt': 'route_id,route_type\nr1,2\n',
      },
      ['agency.txt, line 2: agency_timezone Europe/Atlantis is no time zone (such as Europe/Berlin)'],
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
        'trips.txt': 'route_id,service_id,trip_id\nr1,daily,T1\nr1,daily,T1\n',
      },
      ['trips.txt, line 3: trip_id T1 is there twice'],
    ],
    [
      'a service that is there twice, and two exceptions for one day',
      {
        'calendar.txt': `${smallFeed['calendar.txt']}daily,1,1,1,1,1,1,1,20260501,20260531\n`,
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
        'calendar.txt': `${calendarHead}a,1,1,1,1,1,1,1,20260230,20260531\nb,1,1,1,1,1,1,1,20260501,2026-05-31\nc,1,1,1,1,1,1,1,20260502,20260501\nd,1,1,2,1,1,1,1,20260501,20260502\n`,
        'calendar_dates.txt': 'service_id,date,exception_type\ndaily,20261301,1\ndaily,20260501,3\n',
      },
      [
        'calendar.txt, line 2: start_date 20260230 is no date (YYYYMMDD)',
        'calendar.txt, line 3: end_date 2026-05-31 is no date (YYYYMMDD)',
        'calendar.txt, line 4: end_date 20260501 is before start_date 20260502',
        'calendar.txt, line 5: wednesday is 2; it must be 0 or 1',
        'calendar_dates.txt, line 2: date 20261301 is no date (YYYYMMDD)',
        'calendar_dates.txt, line 3: exception_type is 3; it must be 1 (added) or 2 (removed)',
      ],
    ],
    [
      'times that are none',
      { 'stop_times.txt': calls('T1 a1 8:60:00', 'T1 b1 09:00', 'T1 c 11:00:00 noon') },
      [
        'stop_times.txt, line 2: arrival_time 8:60:00 is no time (HH:MM:SS)',
        'stop_times.txt, line 3: arrival_time 09:00 is no time (HH:MM:SS)',
        'stop_times.txt, line 4: departure_time noon is no time (HH:MM:SS)',
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
        'stop_times.txt': `${timesHead}T1,a1,1,08:00:00,08:00:00\nT1,b1,1,09:00:00,09:00:00\nT1,c,-2,10:00:00,10:00:00\n`,
      },
      [
        'stop_times.txt, line 4: stop_sequence -2 is no whole number',
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
          'trip_id,stop_id,stop_sequence,arrival_time,departure_time,pickup_type\nT1,a1,1,08:00:00,08:00:00,7\n',
      },
      ['stop_times.txt, line 2: pickup_type is 7; it must be 0 to 3'],
    ],
    [
      'no rail in the feed',
      { 'routes.txt': 'route_id,route_short_name,route_type\nr1,12,3\n' },
      ['trips.txt: has no trip of rail (route_type 2 or 100 to 117); the routes are of type 3'],
    ],
    [
      'trains that follow a headway without a timetable',
      { 'frequencies.txt': `${frequencyHead}T1,06:00:00,22:00:00,600,0\nT1,06:00:00,22:00:00,0,1\n` },
      [
        'frequencies.txt, line 2: exact_times is not 1: a train without a time of departure cannot be reserved',
        'frequencies.txt, line 3: headway_secs is 0; it must be 60 or more',
      ],
    ],
    [
      'frequencies of an unknown trip, and such with times that are none',
      {
        'frequencies.txt': `${frequencyHead}T9,06:00:00,22:00:00,600,1\nT1,6,22:00:00,600,1\nT1,06:00:00,22,600,1\n`,
      },
      [
        'frequencies.txt, line 2: trip_id T9 is not in trips.txt',
        'frequencies.txt, line 3: start_time 6 is no time (HH:MM:SS)',
        'frequencies.txt, line 4: end_time 22 is no time (HH:MM:SS)',
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
          'agency_id,agency_name,agency_timezone\na,A,Europe/Berlin\nb,B,Europe/Berlin\na,A,Europe/Berlin\n',
        'routes.txt': 'route_id,agency_id,route_type\nr1,a,2\nr1,a,2\nr2,a,rail\nr3,,2\n',
      },
      [
        'agency.txt, line 4: agency_id a is there twice',
        'routes.txt, line 3: route_id r1 is there twice',
        'routes.txt, line 4: route_type rail is no number',
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
      { 'calendar.txt': `${calendarHead}daily,0,0,0,0,0,0,0,20260501,99991231\n` },
      ['trips.txt: has no trip that runs on any date and that a passenger can ride'],
    ],
  ]

for (const [rule, changes, told] of refusals)
  test(`T1: a feed is refused with file, line and reason: ${rule}`, async (t) => {
    const problems = await refusalOf(read(t, changes))
    const texts = problems.map(describeProblem)
    for (const [index, expected] of told.entries()) {
      if (typeof expected === 'string') assert.equal(texts[index], expected)
      else assert.match(texts[index] ?? '', expected)
    }
    assert.equal(texts.length, told.length, texts.join('\n'))
  })

test('T1: problems are told up to a limit, and all of them are counted', async (t) => {
  const rows = Array.from({ length: 500 }, (_, index) => `X a1 0${index % 10}:00:00`)
  await assert.rejects(read(t, { 'stop_times.txt': calls(...rows) }), (error) => {
    assert.ok(error instanceof GtfsRefused)
    assert.deepEqual([error.problems.length, error.problemCount], [100, 500])
    return true
  })
})

test('T1: a feed of the past is refused with the way to move it', async (t) => {
  const [problem] = await refusalOf(read(t, {}, { today: '2026-11-23' }))
  assert.equal(
    problem?.reason,
    'no train runs from 2026-11-23 to 2027-12-28: the feed covers 2026-05-01 to 2026-05-31; take a newer feed, or move this one with --shift-to 2026-11-23',
  )
})

test('T1: what is no feed at all is refused: nothing there, an empty file, no zip, a folder without files', async (t) => {
  const folder = await temporaryFolder(t)
  const reasonOf = async (name: string) => {
    const [problem] = await refusalOf(readGtfs(path.join(folder, name), plainOptions))
    return problem ? describeProblem(problem) : ''
  }
  await writeFile(path.join(folder, 'empty.zip'), '')
  await writeFile(
    path.join(folder, 'text.zip'),
    'not a zip file at all, but long enough to be one '.repeat(10),
  )
  await mkdir(path.join(folder, 'bare'))
  assert.equal(await reasonOf('absent.zip'), 'absent.zip: there is no such file or folder')
  assert.match(
    await reasonOf('empty.zip'),
    /^empty.zip: is not a complete zip file .*download or copy it again/,
  )
  assert.match(await reasonOf('text.zip'), /^text.zip: is not a complete zip file/)
  assert.equal(await reasonOf('bare'), 'agency.txt: is missing; without it this is no GTFS feed')
})

test('T1: a zip file cut at any byte is refused', async (t) => {
  const whole = await readFile(await zipFeed(t))
  const cut = path.join(await temporaryFolder(t), 'cut.zip')
  for (let length = 0; length < whole.length; length += 13) {
    await writeFile(cut, whole.subarray(0, length))
    const problems = await refusalOf(readGtfs(cut, plainOptions))
    assert.ok(problems.length > 0, `cut at ${length}`)
  }
})

test('T1: a zip file with one byte changed in its data is refused or reads the same', async (t) => {
  for (const compress of [true, false]) {
    const file = await zipFeed(t, {}, '', compress)
    const whole = await readFile(file)
    const plain = JSON.stringify(await readGtfs(file, plainOptions))
    let refused = 0
    for (let at = 0; at < whole.length; at += 7) {
      const changed = Buffer.from(whole)
      changed[at] = (changed[at] ?? 0) ^ 0x55
      await writeFile(file, changed)
      const outcome = await readGtfs(file, plainOptions).catch((error: unknown) => {
        assert.ok(error instanceof GtfsRefused, `byte ${at}: ${error}`)
        refused++
      })
      // Times, comments and attributes of the archive do not matter; the data does.
      if (outcome) assert.equal(JSON.stringify(outcome), plain, `byte ${at}`)
    }
    assert.ok(refused > whole.length / 7 / 3, `${refused} refused`)
  }
})

test('T1: a zip file with nothing in it is refused', async (t) => {
  const nothing = Object.fromEntries(Object.keys(smallFeed).map((file) => [file, undefined]))
  const problems = await refusalOf(readGtfs(await zipFeed(t, nothing), plainOptions))
  assert.deepEqual(
    problems.map((problem) => problem.file),
    ['agency.txt', 'routes.txt', 'stops.txt', 'trips.txt', 'stop_times.txt', 'calendar.txt'],
  )
})

test('T1: two feeds in one zip file are refused', async (t) => {
  const problems = await refusalOf(readGtfs(await zipFeed(t, { 'old/stops.txt': 'stop_id\n' }), plainOptions))
  assert.match(problems[0]?.reason ?? '', /^holds both .*stops.txt; give a zip file with one feed in it$/)
})

test('T1: a fault in a file of another mode does not matter, and one in an unused file neither', async (t) => {
  const timetable = await read(t, {
    'routes.txt': 'route_id,route_short_name,route_type\nr1,RE 1,2\nr2,Bus,3\n',
    'trips.txt': 'route_id,service_id,trip_id\nr1,daily,T1\nr2,never,B1\n',
    'stop_times.txt': calls('T1 a1 08:00:00', 'T1 c 09:00:00', 'B1 zz soon'),
    'shapes.txt': 'broken "\n',
  })
  assert.equal(timetable.trains.length, 1)
})
