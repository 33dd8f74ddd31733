import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type GtfsTimetable, readGtfs } from './read-gtfs.ts'
import { calls, onlyTrain, plainOptions, read, smallFeed, writeFeed, zipFeed } from './small-feed.fixture.ts'

test('T2: a folder, a zip file and a zip file of a folder give the same timetable', async (t) => {
  const folder = await readGtfs(await writeFeed(t), plainOptions)
  assert.deepEqual(await readGtfs(await zipFeed(t), plainOptions), folder)
  assert.deepEqual(await readGtfs(await zipFeed(t, {}, 'feed/'), plainOptions), folder)
  assert.deepEqual(await readGtfs(await zipFeed(t, {}, '', false), plainOptions), folder)
  assert.equal(folder.trains.length, 1)
})

/** The timetable without the lines of its stations, which are those of the file. */
function withoutLines<T extends GtfsTimetable>(timetable: T): T {
  return { ...timetable, stations: timetable.stations.map(({ line: _line, ...station }) => station) }
}

test('T2: byte order mark, CRLF, spaces, quotes and an unknown column change nothing', async (t) => {
  const plain = await read(t)
  const dressed: Record<string, string> = {}
  for (const [file, content] of Object.entries(smallFeed)) {
    const rows = String(content).trimEnd().split('\n')
    const odd = rows.map((row, index) => `${row.replaceAll(',', ' , ')},"${index ? 'x""\r\n,y' : 'unknown'}"`)
    dressed[file] = `\ufeff${odd.join('\r\n')}\r\n\r\n`
  }
  assert.deepEqual(withoutLines(await read(t, dressed)), withoutLines(plain))
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
    withoutLines(timetable).stations.toSorted((a, b) => (a.code < b.code ? -1 : 1))
  assert.deepEqual(byCode(read2), byCode(plain))
})

test('T4: only rail is read unless other modes are chosen', async (t) => {
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

test('T26: duplicate rows are used once, in every file', async (t) => {
  const twice = Object.fromEntries(
    Object.entries(smallFeed).map(([file, content]) => [file, doubled(String(content))]),
  )
  const plain = await read(t)
  const { report, ...timetable } = withoutLines(await read(t, twice))
  const { report: _, ...expected } = withoutLines(plain)
  assert.deepEqual(timetable, expected)
  assert.equal(report.warningCount, 1 + 1 + 5 + 1 + 1 + 3)
})

/** Repeats each row after the header. */
function doubled(content: string): string {
  const [head, ...rows] = content.trimEnd().split('\n')
  return [head, ...rows.flatMap((row) => [row, row]), ''].join('\n')
}

test('T10: a trip that no passenger can ride is left out and counted', async (t) => {
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

test('T17: the source is the publisher, otherwise the only agency, otherwise the file', async (t) => {
  const info = { 'feed_info.txt': 'feed_publisher_name,feed_lang\n"Trains, Inc.",en\n' }
  const two =
    'agency_id,agency_name,agency_timezone\nag,Small Railway,Europe/Berlin\nb,Other Railway,Europe/Berlin\n'
  assert.equal((await read(t, info)).source, 'Trains, Inc.')
  assert.equal((await read(t)).source, 'Small Railway')
  assert.equal((await read(t, { 'agency.txt': two })).source, 'small')
  assert.equal((await read(t, info, { source: 'mine' })).source, 'mine')
})

test('T18: rule files see what the feed says about a train', async (t) => {
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

test('T19: progress is reported until the reading ends, and other work gets its turn meanwhile', async (t) => {
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
