import assert from 'node:assert/strict'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { TestContext } from 'node:test'
import { ZipFile } from 'yazl'
import type { TrainPlan } from '../../domain/railway/timetable.ts'
import { type GtfsProblem, GtfsRefused } from './problems.ts'
import { type GtfsTimetable, type ReadGtfsOptions, readGtfs } from './read-gtfs.ts'

/** The columns of calendar.txt, as its first line without a line break. */
export const calendarHead =
  'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date'

/** File name to content; undefined omits a file of the small feed. */
export type FeedFiles = Readonly<Record<string, string | Buffer | undefined>>

/**
 * One train, T1, from A over B to C every day of May 2026;
 * A and B are stations with a platform, C is only a stop.
 */
export const smallFeed: FeedFiles = {
  'agency.txt': 'agency_id,agency_name,agency_timezone\nag,Small Railway,Europe/Berlin\n',
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nr1,ag,RE 1,2\n',
  'stops.txt': [
    'stop_id,stop_code,stop_name,stop_lat,stop_lon,parent_station,location_type',
    'sa,AA,Adorf,50,10,,1',
    'a1,AA-1,Adorf platform 1,50,10,sa,0',
    'sb,,Bstadt,50,11,,1',
    'b1,,Bstadt platform 1,50,11,sb,0',
    'c,CC,Cburg,50,13,,0',
    '',
  ].join('\n'),
  'calendar.txt': `${calendarHead}\ndaily,1,1,1,1,1,1,1,20260501,20260531\n`,
  'trips.txt': 'route_id,service_id,trip_id,trip_short_name\nr1,daily,T1,\n',
  'stop_times.txt': calls('T1 a1 08:00:00', 'T1 b1 09:00:00 09:02:00', 'T1 c 11:00:00'),
}

/**
 * stop_times.txt from lines such as `T1 a1 08:00:00` or `T1
 * a1 08:00:00 08:02:00`; sequence numbers increase through the file.
 */
export function calls(...lines: readonly string[]): string {
  const rows = lines.map((line, index) => {
    const [trip, stop, arrival = '', departure = arrival] = line.split(' ')
    return `${trip},${stop},${index + 1},${arrival},${departure}\n`
  })
  return `trip_id,stop_id,stop_sequence,arrival_time,departure_time\n${rows.join('')}`
}

/** A folder that is removed after the test. */
export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'holdfast-gtfs-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The small feed with some files changed, in a folder. */
export async function writeFeed(t: TestContext, changes: FeedFiles = {}): Promise<string> {
  const folder = path.join(await temporaryFolder(t), 'small')
  await mkdir(folder)
  for (const [file, content] of Object.entries({ ...smallFeed, ...changes }))
    if (content !== undefined) await writeFile(path.join(folder, file), content)
  return folder
}

/** The small feed with some files changed, in a zip file; `prefix` is a folder inside it. */
export async function zipFeed(
  t: TestContext,
  changes: FeedFiles = {},
  prefix = '',
  compress = true,
): Promise<string> {
  const target = path.join(await temporaryFolder(t), 'small.zip')
  const zip = new ZipFile()
  for (const [file, content] of Object.entries({ ...smallFeed, ...changes }))
    if (content !== undefined) zip.addBuffer(Buffer.from(content), prefix + file, { compress })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(target))
  return target
}

/** Options that every reading needs; one consist and one fare for all. */
export const plainOptions: ReadGtfsOptions = {
  today: '2026-05-01',
  consistRules: { file: 'consists.json', consists: [], consistFor: () => 'plain' },
  fareRules: { file: 'fares.json', fares: [], fareFor: () => 'plain' },
}

/** Reads the small feed with some files changed. */
export async function read(
  t: TestContext,
  changes: FeedFiles = {},
  options: Partial<ReadGtfsOptions> = {},
): Promise<GtfsTimetable> {
  return readGtfs(await writeFeed(t, changes), { ...plainOptions, ...options })
}

/** The problems for which a reading is refused; throws if it is not refused. */
export async function refusalOf(reading: Promise<unknown>): Promise<readonly GtfsProblem[]> {
  try {
    await reading
  } catch (error) {
    if (error instanceof GtfsRefused) return error.problems
    throw error
  }
  throw new Error('the feed was read, though it should be refused')
}

/** The train of a timetable that has no other; fails if it has none or several. */
export function onlyTrain({ trains }: GtfsTimetable): TrainPlan {
  const [train, ...others] = trains
  assert.ok(train)
  assert.equal(others.length, 0)
  return train
}
