import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { dayAhead, seatsOf } from './harness/railway.ts'
import { writeFeed } from './harness/toy-feed.ts'
import { createWorld, temporaryFolder, type World } from './harness/world.ts'
import { projectRoot } from './tree/source-tree.ts'

const feeds = join(projectRoot, '..', 'shared', 'cases', 'feeds')
const skip = !existsSync(feeds) && 'the folder ../shared/cases with small feeds is not here'

const demoOff = { env: { HOLDFAST_DEMO: 'off' } }

async function stationsOf({ client }: World): Promise<readonly string[]> {
  const { stations } = (await client.stations()).body
  return stations.map((station) => `${station.station_code} ${station.name}`)
}

test('T42: clash2 after clash1 is refused by file and line with both names, and Lyon and Dijon stay what they are', {
  skip,
}, async (t) => {
  const world = await createWorld(t, demoOff)
  const [first, second] = [join(feeds, 'clash1'), join(feeds, 'clash2')]
  assert.equal((await world.run(['import', 'gtfs', first])).status, 0)
  const refused = await world.run(['import', 'gtfs', second])
  assert.deepEqual([refused.status, refused.stdout], [1, ''])
  const lines = refused.stderr.trimEnd().split('\n')
  assert.deepEqual(lines.slice(-3, -1), [
    '  stops.txt, line 2: station 1 is Oslo (59.9, 10.7) here, and Lyon (45.7, 4.8) in "C1 Rail"',
    '  stops.txt, line 3: station 2 is Bergen (60.4, 5.3) here, and Dijon (47.3, 5) in "C1 Rail"',
  ])
  assert.match(lines.at(-1) ?? '', /^2 stations of "C2 Rail" .* --same-stations .* Nothing was changed\.$/)
  const dry = await world.run(['import', 'gtfs', second, '--dry-run', '--json'])
  const { needs, clashes } = JSON.parse(dry.stdout)
  assert.deepEqual([dry.status, needs, clashes.length, clashes[0].line], [0, 'station_clash', 2, 2])
  assert.deepEqual(await stationsOf(world), ['2 Dijon', '1 Lyon'])
})

test('T43, O97: with --station-prefix clash2 is loaded beside clash1, and keeps its prefix at the next import', {
  skip,
}, async (t) => {
  const world = await createWorld(t, demoOff)
  const [first, second] = [join(feeds, 'clash1'), join(feeds, 'clash2')]
  assert.equal((await world.run(['import', 'gtfs', first])).status, 0)
  const wrong = await world.run(['import', 'gtfs', second, '--station-prefix', 'no blank'])
  assert.deepEqual([wrong.status, wrong.stdout], [2, ''])
  assert.match(wrong.stderr, /--station-prefix is "no blank"; it must be up to 20 letters/)
  const apart = await world.run(['import', 'gtfs', second, '--station-prefix', 'c2-'])
  assert.equal(apart.status, 0, apart.stderr)
  assert.match(apart.stdout, /^ {2}All its station codes begin with "c2-"\.$/m)
  const all = ['c2-2 Bergen', '2 Dijon', '1 Lyon', 'c2-1 Oslo']
  assert.deepEqual(await stationsOf(world), all)
  const again = await world.run(['import', 'gtfs', second, '--json'])
  const { stationPrefix, runsOpened, runsUnchanged } = JSON.parse(again.stdout)
  assert.deepEqual([stationPrefix, runsOpened], ['c2-', 0])
  assert.ok(runsUnchanged > 0)
  assert.deepEqual(await stationsOf(world), all)
  const dry = await world.run(['import', 'gtfs', second, '--station-prefix', '', '--dry-run', '--json'])
  assert.equal(JSON.parse(dry.stdout).needs, 'station_clash')
})

test('D50: a booking shows the names and local times of its stations as they were sold, though its source has renamed one and moved it to another time zone', async (t) => {
  const world = await createWorld(t, demoOff)
  const folder = temporaryFolder(t)
  const importStops = async (stops: string) => {
    const feed = writeFeed(join(folder, 'feed'), { 'stops.txt': stops })
    const { status, stdout, stderr } = await world.run(['import', 'gtfs', feed, '--source', 'toy'])
    assert.equal(status, 0, stderr)
    return stdout
  }
  const head = 'stop_id,stop_name,stop_lat,stop_lon,stop_timezone\n'
  await importStops(`${head}A,Alba,50,10,\nB,Berg,51,10,\n`)
  const [ride] = (await world.client.search(pair, dayAhead(3))).body.train_runs
  assert.ok(ride)
  const token = await world.client.session()
  const wish = { train_run_id: ride.train_run_id, ...pair }
  const [seat] = seatsOf((await world.client.seats(wish)).body)
  const held = await world.client.hold(token, { ...wish, seat_numbers: [seat?.seat.seat_number ?? ''] })
  const sold = (await world.client.book(token, held.body)).body
  assert.deepEqual([sold.from_station_name, sold.to_station_name], ['Alba', 'Berg'])

  const told = await importStops(`${head}A,Alba Nord,50,10,Europe/Moscow\nB,Berg,51,10,\n`)
  assert.match(told, /^ {2}Stations renamed: 1$/m)
  assert.match(told, /^ {4}A: Alba \(Europe\/Berlin\) is Alba Nord \(Europe\/Moscow\) from now on/m)
  const now = (await world.client.booking(token, sold.booking_id)).body
  assert.deepEqual([now.from_station_name, now.departure_time], ['Alba', sold.departure_time])
  const run = (await world.client.call<RunBody>('GET', `/api/train_runs/${ride.train_run_id}`)).body
  assert.equal(run.stops[0]?.name, 'Alba')
  assert.deepEqual(await stationsOf(world), ['A Alba Nord', 'B Berg'])
  const [later] = (await world.client.search(pair, dayAhead(6))).body.train_runs
  const other = (await world.client.call<RunBody>('GET', `/api/train_runs/${later?.train_run_id}`)).body
  assert.equal(other.stops[0]?.name, 'Alba Nord')
})

interface RunBody {
  readonly stops: readonly { readonly name: string }[]
}

const pair = { from_station_code: 'A', to_station_code: 'B' }
