import assert from 'node:assert/strict'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { describeProblem, GtfsRefused } from './problems.ts'
import { readGtfs } from './read-gtfs.ts'
import { testRefusals } from './refusals.fixture.ts'
import {
  calls,
  plainOptions,
  read,
  refusalOf,
  smallFeed,
  temporaryFolder,
  zipFeed,
} from './small-feed.fixture.ts'

const stopsHead = 'stop_id,stop_name,parent_station\n'
const timesHead = 'trip_id,stop_id,stop_sequence,arrival_time,departure_time\n'

testRefusals([
  [
    'missing files, all of them at once',
    { 'stops.txt': undefined, 'agency.txt': undefined },
    [
      'agency.txt: is missing; without it this is not a GTFS feed',
      'stops.txt: is missing; without it this is not a GTFS feed',
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
    [
      'stop_times.txt, line 3: arrival_time 09:0 is not a time (HH:MM:SS)',
      'stop_times.txt, line 3: the file ends in the middle of this row; is the file complete?',
    ],
  ],
  [
    'an empty key',
    { 'trips.txt': 'route_id,service_id,trip_id\nr1,daily,\n' },
    ['trips.txt, line 2: trip_id is empty', /^trips.txt: has no trip of rail/],
  ],
  [
    'a quote that is never closed, at the line where its row starts',
    { 'agency.txt': 'agency_id,agency_name,agency_timezone\nag,"Small Railway,Europe/Berlin\n\n\n' },
    ['agency.txt, line 2: a quoted field is never closed; is the file complete?'],
  ],
  [
    'stray quotes, every one of them',
    { 'stops.txt': `${stopsHead}a1,A "north" B,\nb1,"B"stadt,\nc,Cburg,\nd,"D" x,\n` },
    [2, 3, 5].map(
      (line) =>
        `stops.txt, line ${line}: a quote is out of place; ` +
        'put the field in quotes and double each quote in it',
    ),
  ],
  [
    'text that is not UTF-8',
    { 'stops.txt': Buffer.from(`${stopsHead}a1,A,\nb1,M\u00fcnchen,\nc,C,\n`, 'latin1') },
    ['stops.txt, line 3: is not UTF-8 text; save the file as UTF-8'],
  ],
  [
    'the line after fields with line breaks in them',
    { 'stops.txt': `${stopsHead}a1,"A\r\nB\nC",\r\n\r\nb1,B,nowhere\r\n"c","D",gone\r\nc,C,\r\n` },
    [
      'stops.txt, line 6: parent_station nowhere is not in stops.txt',
      'stops.txt, line 8: stop_id c is there twice',
      'stops.txt, line 7: parent_station gone is not in stops.txt',
    ],
  ],
  [
    'the line where a file ends without a line break',
    { 'stops.txt': `${stopsHead}"a1","A\n\n",\r\n\n\nb1,B,gone` },
    [
      'stops.txt, line 7: parent_station gone is not in stops.txt',
      'stop_times.txt, line 4: stop_id c is not in stops.txt',
    ],
  ],
])

test('T1: problems are reported up to a limit, and all of them are counted', async (t) => {
  const rows = Array.from({ length: 500 }, (_, index) => `X a1 0${index % 10}:00:00`)
  await assert.rejects(read(t, { 'stop_times.txt': calls(...rows) }), (error) => {
    assert.ok(error instanceof GtfsRefused)
    assert.deepEqual([error.problems.length, error.problemCount], [100, 500])
    return true
  })
})

test('T1: anything but a feed is refused: a missing file, an empty file, a file that is not a zip, a folder without files', async (t) => {
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
  assert.equal(await reasonOf('bare'), 'agency.txt: is missing; without it this is not a GTFS feed')
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

test('T1: an empty zip file is refused', async (t) => {
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
