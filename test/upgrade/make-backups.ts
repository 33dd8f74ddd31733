// Makes the backups of an older version from which the upgrade
// tests start, once for each released version:
//
//   git archive COMMIT | tar -x -C FOLDER       the tree of that version, with its node_modules
//   HOLDFAST_MAIN=FOLDER/src/main.ts node test/upgrade/make-backups.ts VERSION
//
// A server of that version sells a little of everything on SQLite, and another on
// PostgreSQL. The requests and answers of its clients are kept beside the backup,
// so that the newer program can repeat them. Version 0.1.0 is the tree of commit 47f9025.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from '../../src/store/postgres/server.fixture.ts'
import { untilSettled } from '../harness/ledger.ts'
import { dayAhead } from '../harness/railway.ts'
import { writeFeed } from '../harness/toy-feed.ts'
import { createWorld, temporaryFolder, type World } from '../harness/world.ts'
import { viewOfServer } from '../postgres/nodes.ts'
import { packBackup } from './backup.fixture.ts'
import { sellEverything } from './sell-everything.fixture.ts'

const endings: (() => unknown)[] = []
const scope = { after: (end: () => unknown) => void endings.push(end) }
const env = {
  HOLDFAST_DEMO: 'off',
  HOLDFAST_HORIZON_DAYS: '5',
  HOLD_TTL_SECONDS: '86400',
  SESSION_TTL_HOURS: '8760',
}

const version = process.argv[2]
if (version === undefined || process.env.HOLDFAST_MAIN === undefined)
  throw new Error('say HOLDFAST_MAIN=FOLDER/src/main.ts node test/upgrade/make-backups.ts VERSION')
try {
  await make('sqlite', await createWorld(scope, { env }))
  const server = await startServer()
  endings.push(() => server.close())
  const url = await server.createDatabase()
  const site = {
    serverCount: 1,
    environment: { DATABASE_URL: url },
    database: viewOfServer(url),
    needsMockApart: false,
  }
  await make('postgres', await createWorld(scope, { site: async () => site, env }))
} finally {
  for (const end of endings) await end()
}

async function make(kind: string, world: World): Promise<void> {
  await importToy(world)
  const calls = await sellEverything(world.client, dayAhead(2))
  await untilSettled(world)
  const folder = join(temporaryFolder(scope), 'backup')
  const backup = await world.run(['backup', folder, '--json'])
  if (backup.status !== 0) throw new Error(backup.stdout + backup.stderr)
  await world.stopServer()
  const file = join(import.meta.dirname, `${version}-${kind}`)
  writeFileSync(`${file}.backup.gz`, packBackup(folder))
  writeFileSync(`${file}.calls.json`, `${JSON.stringify({ madeAt: Date.now(), calls })}\n`)
}

/** One train a day over three stations, with one coach. */
async function importToy(world: World): Promise<void> {
  const folder = temporaryFolder(scope)
  const feed = writeFeed(join(folder, 'feed'), {
    'stops.txt': 'stop_id,stop_name,stop_lat,stop_lon\nA,Alba,50,10\nB,Berg,51,10\nC,Cölln,52,10\n',
    'stop_times.txt':
      'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n' +
      'T,23:00:00,23:00:00,A,1\nT,24:30:00,24:40:00,B,2\nT,26:00:00,26:00:00,C,3\n',
  })
  const consists = join(folder, 'consists.json')
  const coaches = [{ number: '1', layout: 'open-saloon-2' }]
  writeFileSync(
    consists,
    JSON.stringify({ consists: [{ name: 'railcar', coaches }], rules: [], default: 'railcar' }),
  )
  const imported = await world.run(['import', 'gtfs', feed, '--consists', consists])
  if (imported.status !== 0) throw new Error(imported.stdout + imported.stderr)
}
