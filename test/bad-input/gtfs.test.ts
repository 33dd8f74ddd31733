import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, type TestContext, test } from 'node:test'
import { ZipFile } from 'yazl'
import { until } from '../harness/wait.ts'
import { createWorld, temporaryFolder } from '../harness/world.ts'

// A server without trains shows anything that a refused feed leaves behind.
const world = await createWorld({ after }, { env: { HOLDFAST_DEMO: 'off' } })

const feed: Readonly<Record<string, string>> = {
  'agency.txt': 'agency_name,agency_url,agency_timezone\nBranch Line,https://example.org,Europe/Zurich\n',
  'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\na,Alder,47.0,8.0\nb,Birch,47.2,8.1\nc,Cedar,47.4,8.2\n',
  'routes.txt': 'route_id,route_short_name,route_type\nr,R1,2\n',
  'trips.txt': 'route_id,service_id,trip_id\nr,daily,t1\n',
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n' +
    't1,23:50:00,23:50:00,a,1\nt1,24:20:00,24:21:00,b,2\n' +
    't1,24:50:00,24:50:00,c,3\n',
  'calendar.txt':
    'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n' +
    'daily,1,1,1,1,1,1,1,20200101,20991231\n',
}

const times = feed['stop_times.txt'] ?? ''

/** Refused feeds, and what the refusal of each says. */
const broken: readonly (readonly [name: string, files: Readonly<Record<string, string>>, said: RegExp])[] = [
  ['a feed without its stops', { ...feed, 'stops.txt': '' }, /stops\.txt/],
  ['a row that is cut short', { ...feed, 'stop_times.txt': times.slice(0, -8) }, /stop_times\.txt:4:/],
  [
    'a trip that is not listed',
    { ...feed, 'stop_times.txt': times.replaceAll('t1', 't9') },
    /stop_times\.txt:2:.*t9/,
  ],
  [
    'a stop that is not listed',
    { ...feed, 'stop_times.txt': times.replace(',b,', ',x,') },
    /stop_times\.txt:3:.*x/,
  ],
  [
    'a time that is none',
    { ...feed, 'stop_times.txt': times.replace('24:20:00', 'noon') },
    /stop_times\.txt:3:.*noon/,
  ],
  [
    'a train that arrives before it leaves',
    { ...feed, 'stop_times.txt': times.replace('24:50:00,24:50:00', '22:00:00,22:00:00') },
    /stop_times\.txt:4:/,
  ],
  [
    'a quote that is never closed',
    { ...feed, 'stops.txt': `${feed['stops.txt']}d,"Dogwood,1,2\n` },
    /stops\.txt/,
  ],
  [
    'a date that is none',
    { ...feed, 'calendar.txt': (feed['calendar.txt'] ?? '').replace('20200101', '20200231') },
    /calendar\.txt:2:/,
  ],
  [
    'a zone that is none',
    { ...feed, 'agency.txt': (feed['agency.txt'] ?? '').replace('Europe/Zurich', 'Mars/Olympus') },
    /agency\.txt:2:.*Mars/,
  ],
]

/** A command refuses a feed before a server hears of it, so several servers see one of each kind. */
const someOf = <T>(all: readonly T[]): readonly T[] => (world.servers.length > 1 ? all.slice(0, 1) : all)

test('T1: a broken feed is refused entirely, with file, line and reason, and status 1', async (t) => {
  for (const [name, files, said] of someOf(broken)) {
    const { status, stderr } = await importFeed(folderOf(t, files))
    assert.equal(status, 1, `${name}: ${stderr}`)
    assert.match(stderr, said, name)
    assert.doesNotMatch(stderr, /^\s+at .*:\d+:\d+/m, `${name}: a sentence, not a stack`)
  }
  for (const stations of await stationsAtEach())
    assert.deepEqual(stations, [], 'nothing of any of them is there')
})

test('T1: an empty file, a truncated zip, a zip without a feed and a missing file are refused in a sentence', async (t) => {
  const folder = temporaryFolder(t)
  const whole = await zipOf(feed)
  const files: Record<string, Buffer> = {
    'empty.zip': Buffer.alloc(0),
    'cut.zip': whole.subarray(0, whole.length / 2),
    'tail.zip': whole.subarray(whole.length / 2),
    'damaged.zip': Buffer.from(whole.map((byte, index) => (index > 40 && index < 80 ? byte ^ 0xff : byte))),
    'other.zip': await zipOf({ 'readme.txt': 'hello' }),
    'text.zip': Buffer.from('this is not a zip file'),
  }
  for (const [name, bytes] of someOf(Object.entries(files))) {
    writeFileSync(join(folder, name), bytes)
    const { status, stderr } = await importFeed(join(folder, name))
    assert.equal(status, 1, `${name}: ${stderr}`)
    assert.ok(stderr.trim().length > 0 && !/^\s+at .*:\d+:\d+/m.test(stderr), `${name}: ${stderr}`)
  }
  assert.notEqual((await importFeed(join(folder, 'absent.zip'))).status, 0)
  for (const stations of await stationsAtEach()) assert.deepEqual(stations, [])
  assert.equal(await world.database.number('SELECT count(*) FROM stations'), 0)
})

test('T1: the same feed without mistakes is imported, so the mistakes caused the refusals', async (t) => {
  const { status, stdout, stderr } = await importFeed(folderOf(t, feed))
  assert.equal(status, 0, stdout + stderr)
  // Of several nodes, the one that got the import knows it first.
  await until(
    'the stations at every server',
    async () => (await stationsAtEach()).every(({ length }) => length === 3) || undefined,
  )
})

/** The stations that each server knows. The client asks the servers in turn. */
function stationsAtEach() {
  return Promise.all(world.urls.map(async () => (await world.client.stations()).body.stations))
}

function folderOf(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = join(temporaryFolder(t), 'feed')
  mkdirSync(folder)
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, text] of Object.entries(files)) zip.addBuffer(Buffer.from(text), name)
  zip.end()
  const parts: Buffer[] = []
  for await (const part of zip.outputStream) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

function importFeed(feed: string) {
  return world.run(['import', 'gtfs', feed])
}
