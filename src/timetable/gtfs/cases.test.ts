import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import type { TrainId } from '../../domain/ids.ts'
import { priceCents } from '../../domain/railway/price.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { readRulePair } from '../rules.ts'
import { describeProblem } from './problems.ts'
import { type GtfsTimetable, type ReadGtfsOptions, readGtfs } from './read-gtfs.ts'
import { refusalOf, temporaryFolder } from './small-feed.fixture.ts'

const cases = path.resolve(import.meta.dirname, '../../../../shared/cases')
const feeds = path.join(cases, 'feeds')
const skip = existsSync(feeds) ? false : `the feeds are not here: ${feeds}`

type Options = Partial<ReadGtfsOptions>

async function readCase(name: string, options: Options = {}): Promise<GtfsTimetable> {
  return readGtfs(path.resolve(feeds, name), { today: '2026-12-01', ...readRulePair(null, null), ...options })
}

async function refusedCase(source: string, options: Options = {}): Promise<readonly string[]> {
  const read = readGtfs(path.resolve(feeds, source), {
    today: '2026-12-01',
    ...readRulePair(null, null),
    ...options,
  })
  return (await refusalOf(read)).map(describeProblem)
}

function told({ report }: GtfsTimetable): readonly string[] {
  return report.warnings.map(describeProblem)
}

function runsOf({ trains }: GtfsTimetable): readonly string[] {
  return trains.flatMap(({ number, serviceDates }) => serviceDates.map((date) => `${number} ${date}`))
}

test('T21: Trips that differ only in their days are one train, and equal trips on one day are one run; the report counts those beyond the first', {
  skip,
}, async () => {
  const timetable = await readCase('dup-trips')
  assert.deepEqual(
    timetable.trains.map(({ number }) => number),
    ['DU 350'],
  )
  assert.equal(new Set(runsOf(timetable)).size, runsOf(timetable).length)
  const days = timetable.trains[0]?.serviceDates.length ?? 0
  const weekends = (timetable.trains[0]?.serviceDates ?? []).filter(
    (date) => Temporal.PlainDate.from(date).dayOfWeek >= 6,
  ).length
  assert.equal(timetable.report.equalRuns, days + weekends)
  assert.deepEqual(told(timetable), [])
})

test('T22: A printed number that runs twice a day between the same stations at different times is sold twice, with a warning; so is a train with the stations, times and day of another number', {
  skip,
}, async (t) => {
  const twice = await readCase('dup-trips-other-times')
  assert.equal(twice.trains.length, 2)
  assert.match(
    told(twice).join('\n'),
    /^trips.txt, line 3: train DV 253 also runs as trip t1 \(line 2\) at other times on \d+ days;/,
  )
  const folder = path.join(await temporaryFolder(t), 'coach')
  cpSync(path.join(feeds, 'dup-trips'), folder, { recursive: true })
  rmSync(path.join(folder, 'trips.txt'), { force: true })
  const trips =
    'route_id,service_id,trip_id,trip_short_name\nDUR,D,t1,DU 350\nDUR,E,t2,DU 40350\nDUR,F,t3,DU 350\n'
  writeFileSync(path.join(folder, 'trips.txt'), trips)
  const coach = await readCase(folder)
  assert.equal(coach.trains.length, 2)
  assert.match(
    told(coach).join('\n'),
    /^trips.txt, line 3: train DU 40350 has the stations and times of train DU 350 \(line 2\)/,
  )
})

test('T23: A train that continues under another number is reported', { skip }, async () => {
  const timetable = await readCase('block')
  assert.equal(timetable.trains.length, 2)
  assert.deepEqual(told(timetable), [
    'trips.txt, line 3: train BK 2 is train BK 1 (line 2) under another number ' +
      '(block_id b1); a passenger who stays seated books both',
  ])
})

test('T25: A fault in a row that no imported train uses does not cause a refusal', { skip }, async () => {
  const timetable = await readCase('fault-of-a-bus')
  assert.deepEqual([timetable.trains.length, told(timetable)], [1, []])
})

/** Feeds that are read, and what their report says about repairs. */
const mended: readonly (readonly [name: string, warnings: readonly RegExp[]])[] = [
  [
    'short-rows',
    [/^stop_times.txt, line 3: has 5 fields where the header has 9; the missing ones are taken as empty$/],
  ],
  [
    'trailing-comma',
    [2, 3, 4].map(
      (line) =>
        new RegExp(
          `^stops.txt, line ${line}: has 5 fields where the header has 4; the empty ones at its end`,
        ),
    ),
  ],
  ['comma-lines', [/^stops.txt, line 5: has nothing in it and was ignored$/]],
  ['calendar-odd', [/^calendar_dates.txt, line 3: repeats the exception for D on 2026-12-03$/]],
  ['latin1-feed-info', [/^feed_info.txt, line 2: is not UTF-8 text; save the file as UTF-8$/]],
  ['empty-frequencies', []],
  ['empty-optional', []],
  ['folder-odd', []],
  ['folder-in-folder', []],
  ['blank-before-quote', []],
  ['odd-line-ends', [/^stops.txt, line 3: has a line break or a tab inside a field; it is read as a space$/]],
]

for (const [name, warnings] of mended)
  test(`T26: Blank rows, rows that are there twice, and rows with too few fields or too many empty ones are taken with a warning; an optional file of no bytes counts as absent: ${name}`, {
    skip,
  }, async () => {
    const timetable = await readCase(name)
    assert.equal(timetable.trains.length, 1)
    const texts = told(timetable)
    for (const [index, expected] of warnings.entries()) assert.match(texts[index] ?? '', expected)
    assert.equal(texts.length, warnings.length, texts.join('\n'))
    assert.equal(timetable.report.warningCount, warnings.length)
  })

test('T39: A line break or a tab inside a field is read as a space, with a warning', { skip }, async () => {
  const timetable = await readCase('odd-codes')
  assert.equal(timetable.stations[1]?.name, 'OC Beta')
  assert.match(told(timetable)[0] ?? '', /^stops.txt, line 3: has a line break or a tab inside a field/)
})

test('T27: With `--skip-bad-trips`, each trip that has a fault is left out and listed with it; without, the feed is refused.', {
  skip,
}, async () => {
  const fault = 'arrives at 09:00:00, before it has left the stop before (10:00:00)'
  assert.deepEqual(await refusedCase('one-bad-trip'), [`stop_times.txt, line 6: ${fault}`])
  const { trains, report } = await readCase('one-bad-trip', { skipBadTrips: true })
  assert.deepEqual(
    trains.map(({ number }) => number),
    ['OB 1', 'OB 3'],
  )
  assert.deepEqual(report.badTrips, [{ tripId: 't2', file: 'stop_times.txt', line: 6, reason: fault }])
  assert.equal(report.tripsNobodyCanRide, 0)
})

test('T16: a trip with only a headway is left out and counted, and the others are read', {
  skip,
}, async () => {
  const { trains, report } = await readCase('frequencies-not-exact')
  assert.deepEqual([trains.map(({ number }) => number), report.tripsWithoutTimes], [['FN 1'], 1])
  assert.equal((await readCase('frequencies')).trains.length, 6)
})

test('T29: Every row with a misplaced quote is reported by its line', { skip }, async () => {
  const reason = 'a quote is out of place; put the field in quotes and double each quote in it'
  assert.deepEqual(await refusedCase('inner-quotes'), [
    `stops.txt, line 3: ${reason}`,
    `stops.txt, line 4: ${reason}`,
  ])
})

test('T32: A link to nothing in place of a file of the feed is reported, and a link beside those files does not matter', {
  skip,
}, async (t) => {
  const folder = path.join(await temporaryFolder(t), 'links')
  mkdirSync(folder)
  for (const file of ['agency', 'calendar', 'routes', 'stop_times', 'stops', 'trips'])
    symlinkSync(path.join(feeds, 'folder-odd', `${file}.txt`), path.join(folder, `${file}.txt`))
  symlinkSync('/nowhere-at-all', path.join(folder, 'notes.txt'))
  assert.equal((await readCase(folder)).trains.length, 1)
  symlinkSync('/nowhere-at-all', path.join(folder, 'frequencies.txt'))
  assert.deepEqual(await refusedCase(folder), [
    'frequencies.txt: cannot be read; if it is a link, the file that it names does not exist',
  ])
})

const asPlain = [
  'stored',
  'data-descriptor',
  'zip64',
  'dd-zip64',
  'subfolder',
  'mac',
  'mac-dsstore',
  'mac-dotfiles',
  'upper-case',
  'dot-slash',
  'backslash',
] as const

const refusedZips: readonly (readonly [name: string, told: RegExp])[] = [
  ['backup-folder', /^backup-folder.zip: holds both .*; give a zip file with one feed in it$/],
  ['same-twice', /^same-twice.zip: holds both stops.txt and stops.txt; give a zip file with one feed in it$/],
  [
    'bzip2',
    /is compressed with bzip2, which is not read; zip the feed again with ordinary compression \(Deflate\)$/,
  ],
  [
    'lzma',
    /is compressed with LZMA, which is not read; zip the feed again with ordinary compression \(Deflate\)$/,
  ],
  ['nested', /^nested.zip: holds no feed but feed.zip; unpack it, and import what is in it$/],
  ['absolute', /^absolute.zip: holds a file whose path leads out of the zip file/],
  ['dotdot', /^dotdot.zip: holds a file whose path leads out of the zip file/],
  ['prefixed', /^prefixed.zip: is not a complete zip file/],
  ['comment', /^comment.zip: is not a complete zip file/],
  ['cut', /^cut.zip: is not a complete zip file/],
  ['html', /^html.zip: is not a complete zip file/],
  ['empty', /^empty.zip: is not a complete zip file/],
  ['bit-flip', /^stops.txt: is damaged/],
]

/** Python makes the zip files, because its library writes forms that ours does not. */
const noPython = spawnSync('python3', ['--version']).status === 0 ? false : 'python3 is not here'

test('T31: Files beside those of a feed do not matter, nor does the way a zip file stores them; anything in it that cannot be read is reported in a sentence of its own', {
  skip: skip || noPython,
}, async (t) => {
  const folder = await temporaryFolder(t)
  execFileSync('python3', [path.join(cases, 'make-zips.py'), folder], { stdio: 'ignore' })
  const { report: _, ...plain } = await readCase(path.join(folder, 'plain.zip'))
  for (const name of asPlain) {
    const { report: _own, ...timetable } = await readCase(path.join(folder, `${name}.zip`))
    assert.deepEqual(timetable, plain, name)
  }
  for (const [name, expected] of refusedZips)
    assert.match((await refusedCase(path.join(folder, `${name}.zip`))).join('\n'), expected)
  const before = process.memoryUsage().rss
  assert.match(
    (await refusedCase(path.join(folder, 'bomb.zip'))).join('\n'),
    /^stops.txt, line 1: the row has no end/,
  )
  const lines = await readCase(path.join(folder, 'bomb-lines.zip'))
  assert.equal(lines.trains.length, 1)
  assert.ok(process.memoryUsage().rss - before < 400e6, 'a file that unpacks to 200 MB goes by')
})

/** The price of a seat in second class between two stops of the only train. */
function priceOf({ trains, fares }: GtfsTimetable, fromLeg: number, toLeg: number): number {
  const [train] = trains
  const fare = fares.find(({ name }) => name === train?.fareName)
  assert.ok(train && fare)
  const run = { train: { ...train, id: 1 as TrainId }, fare } as unknown as TrainRun
  return priceCents(run, 'SECOND', { fromLeg, toLeg })
}

test('T34: Coordinates that are missing, 0,0, or too far away for any train are reported by stop, and distances follow the stops whose position is known', {
  skip,
}, async () => {
  const island = await readCase('null-island')
  assert.deepEqual(told(island), [
    'stops.txt, line 3: NI Beta lies at 0,0, where there is no railway; distances are measured without it',
  ])
  assert.equal(priceOf(island, 0, 2), 3860)
  assert.deepEqual(
    island.stations.map(({ name, latitude }) => [name, latitude]),
    [
      ['NI Alpha', 52.5],
      ['NI Beta', null],
      ['NI Gamma', 51.5],
    ],
  )
  const gap = await readCase('gap-coordinates')
  assert.deepEqual(told(gap), [
    'stops.txt, line 5: GC Nowhere has no coordinates; distances are measured without it',
  ])
  assert.equal(priceOf(gap, 0, 2), 2360)
  const times = gap.trains[0]?.stops.map((stop) => stop.departureSeconds / 3600)
  assert.deepEqual(times, [10, 11, 12, 13])
})

test('T35: Stops that share code and name but lie more than 10 km apart are separate stations, with a warning', {
  skip,
}, async () => {
  const timetable = await readCase('same-code-same-name')
  assert.deepEqual(
    timetable.stations.map(({ code }) => code),
    ['SCA', 'SCB', '2'],
  )
  assert.match(
    told(timetable)[0] ?? '',
    /^stops.txt, line 3: has the code 1 and the name Hauptbahnhof of line 2/,
  )
})

test('T14: a service forgotten years ago does not decide how far a feed moves', {
  skip,
}, async () => {
  const { trains, report } = await readCase('stale-service', { shiftTo: '2026-12-01' })
  const [first] = trains[0]?.serviceDates ?? []
  assert.equal(first, '2026-12-01')
  assert.equal(report.lastDate, '2027-11-28')
  assert.deepEqual([trains.length, report.runsBefore, report.runsAfter], [1, 3, 0])
})

/** Feeds that need no repairs, with their number of trains. */
const plainFeeds: readonly (readonly [name: string, trains: number])[] = [
  ['after-midnight', 5],
  ['blank-lines', 1],
  ['boarding', 2],
  ['clash1', 1],
  ['clash2', 1],
  ['divided', 2],
  ['dst', 7],
  ['dst-midnight', 3],
  ['end-waits', 1],
  ['long-way', 1],
  ['loop', 1],
  ['next-timetable-1', 1],
  ['next-timetable-2', 1],
  ['platforms-without-parent', 2],
  ['rail-types', 5],
  ['zones', 1],
]

test('T20: the other feeds of public bug reports are read unchanged', { skip }, async () => {
  for (const [name, trains] of plainFeeds) {
    const timetable = await readCase(name)
    assert.equal(timetable.trains.length, trains, name)
  }
  for (const name of ['yen', 'dinar', 'dear']) {
    const { fareRules } = readRulePair(null, path.join(cases, `${name}-fares.json`))
    assert.equal((await readCase(name, { fareRules })).trains.length, 1, name)
  }
})
