import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { openCounter } from './harness/counter.ts'
import { runHoldfast, startHoldfast } from './harness/processes.ts'
import { dayAhead } from './harness/railway.ts'
import { writeFeed } from './harness/toy-feed.ts'
import { temporaryFolder } from './harness/world.ts'
import { projectRoot } from './tree/source-tree.ts'
import { unpackBackup } from './upgrade/backup.fixture.ts'

// What an operator meets on the first day.

test('O80: A result reaches a pipe whole, however long it is', async (t) => {
  const data = temporaryFolder(t)
  assert.equal((await runHoldfast(['demo'], { HOLDFAST_DATA: data })).status, 0)
  const date = dayAhead(3)
  const found = await runHoldfast(['runs', 'ARD', 'CAP', '--date', date, '--json'], { HOLDFAST_DATA: data })
  const [{ train_run_id: id }] = JSON.parse(found.stdout).train_runs
  // A pipe between two programs takes 64 KiB; the channels that Node makes for its children take more.
  const main = join(projectRoot, 'src', 'main.ts')
  const args = ['seats', id, 'ARD', 'CAP', '--json', '--data', data]
  const piped = spawnSync('sh', ['-c', '"$0" "$@" | cat', process.execPath, main, ...args], {
    encoding: 'utf8',
    maxBuffer: 16 << 20,
  })
  assert.ok(piped.stdout.length > 1 << 16, `${piped.stdout.length} characters, ${piped.stderr}`)
  assert.ok(JSON.parse(piped.stdout).coaches.length > 1)
})

test('O81: What only looks works beside a server: `doctor`, `audit verify`, `clock`, `secrets show`, `migrate`, and `mend-texts` without `--yes`.', async (t) => {
  const { world, client, token, holdOf } = await openCounter(t, {})
  assert.equal((await client.book(token, await holdOf())).status, 201)
  const looks = [['audit', 'verify'], ['clock'], ['secrets', 'show'], ['migrate'], ['mend-texts']]
  for (const args of [['doctor'], ...looks]) {
    const { status, stdout, stderr } = await world.run([...args, '--json'])
    assert.equal(status, 0, `${args.join(' ')}: ${stdout}${stderr}`)
    assert.ok(JSON.parse(stdout))
  }
  await world.stopServer()
  const database = new BetterSqlite3(join(world.data, 'holdfast.db'))
  database.exec(`UPDATE booking_seats SET passenger_name = 'Ada' || char(0)`)
  database.close()
  await world.startServer()
  const { status, stdout } = await world.run(['mend-texts'])
  assert.equal(status, 1)
  assert.match(stdout, /booking_seats, row .*: passenger_name has U\+0000\nTo mend them: /)
})

test('O82: A command that works with a database does not create one: a folder without a database is refused, and not created', async (t) => {
  const data = join(temporaryFolder(t), 'mistyped')
  const commands = [
    ['doctor'],
    ['audit', 'verify'],
    ['clock'],
    ['migrate'],
    ['migrate', '--without-log'],
    ['mend-texts'],
    ['backup', join(temporaryFolder(t), 'backup')],
    ['stations'],
    ['runs', 'A', 'B'],
    ['seats', '1', 'A', 'B'],
    ['hold', '1', 'A', 'B', '--class', 'SECOND'],
    ['book', 'h_1', '--passenger', '1-1:Ada:36:F'],
    ['cancel', 'ABCDEFGH'],
  ]
  for (const args of commands) {
    const { status, stderr } = await runHoldfast([...args, '--data', data])
    assert.equal(status, 1, `${args.join(' ')}: ${stderr}`)
    assert.match(stderr, /There is no Holdfast database in .*mistyped: create one with/)
  }
  const { status, stderr } = await runHoldfast(['secrets', 'show', '--data', data])
  assert.equal(status, 1)
  assert.match(stderr, /There are no secrets in .*mistyped: create them with "holdfast serve"/)
  assert.ok(!existsSync(data))
})

test('O83: Where no train goes on a day, `runs` gives the command for the next day with one.', async (t) => {
  const data = temporaryFolder(t)
  const run = (...args: readonly string[]) => runHoldfast(args, { HOLDFAST_DATA: data })
  const days = [dayAhead(3), dayAhead(5)].map((day) => `S,${day.replaceAll('-', '')},1\n`)
  const changes = {
    'calendar.txt':
      'service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n',
    'calendar_dates.txt': `service_id,date,exception_type\n${days.join('')}`,
  }
  const feed = writeFeed(join(temporaryFolder(t), 'feed'), changes)
  const imported = await run('import', 'gtfs', feed)
  assert.equal(imported.status, 0, imported.stderr)
  const none = await run('runs', 'Alba', 'Berg', '--date', dayAhead(3 + 1))
  assert.equal(none.status, 0)
  assert.equal(
    none.stdout,
    `No train on ${dayAhead(4)}. The next day with one:\n  holdfast runs Alba Berg --date ${dayAhead(5)}\n`,
  )
  assert.match((await run('runs', 'Alba', 'Berg', '--date', dayAhead(5))).stdout, /IC 1 +Berg /)
  assert.match((await run('runs', 'A', 'B', '--date', dayAhead(6))).stdout, /^No train on .*, nor on the 62/)
  assert.match((await run('runs', 'B', 'A', '--date', dayAhead(3))).stdout, /^No train on .*, nor on the 62/)
  const last = await run('runs', 'A', 'B', '--date', '9999-12-31')
  assert.match(last.stdout, /^No train on 9999-12-31, nor/)
})

test('O84: A command has flags for the settings that it uses and for no others; an unknown flag is wrong use', async (t) => {
  const help = (await runHoldfast(['mock-payments', '--help'])).stdout
  const flags = [...help.matchAll(/^ {2}(--[\w-]+)/gm)].map(([, flag]) => flag ?? '')
  assert.ok(flags.includes('--host') && flags.includes('--data') && flags.includes('--json'), help)
  const ofOthers = flags.filter((flag) => !/^--(mock-[\w-]+|host|data|json)$/.test(flag))
  assert.deepEqual(ofOthers, [])
  const wrong = await runHoldfast(['mock-payments', '--port', '9'])
  assert.equal(wrong.status, 2)
  const env = { HOLDFAST_DATA: temporaryFolder(t) }
  const service = await startHoldfast(['mock-payments', '--mock-port', '0', '--mock-fail-rate', '1'], env)
  const totals = await fetch(`${service.url}/v1/totals`)
  assert.equal(totals.status, 200)
  assert.equal(await service.end('SIGTERM'), 0)
})

test('O85: Wrong use is said in one sentence, with where the help is; with `--json` standard output has it as JSON too.', async () => {
  const wrong = [['nonsense'], ['doctor', '--nope'], ['doctor', 'more'], ['import', 'gtfs'], ['copy']]
  for (const args of wrong) {
    const plain = await runHoldfast(args)
    assert.deepEqual([plain.status, plain.stdout], [2, ''], args.join(' '))
    assert.match(plain.stderr, /^error: .*\nAdd --help to see what it takes; "holdfast --help" lists/)
    const asJson = await runHoldfast([...args, '--json'])
    assert.equal(asJson.status, 2)
    assert.match(JSON.parse(asJson.stdout).error, /^(unknown|too many|missing|required) /)
  }
})

test('O86: Only `serve`, `start`, `migrate`, `restore` and `copy` bring rows to a newer schema: every other command leaves an older database as it is, and where it needs the newest schema it says how to go on.', async (t) => {
  const data = join(temporaryFolder(t), 'older')
  unpackBackup(join(projectRoot, 'test', 'upgrade', '0.1.0-sqlite.backup.gz'), data)
  const file = join(data, 'holdfast.db')
  const before = readFileSync(file)
  const feed = writeFeed(join(temporaryFolder(t), 'feed'))
  const needing = [
    ['doctor'],
    ['stations'],
    ['runs', 'A', 'B'],
    ['hold', '1', 'A', 'B', '--class', 'SECOND'],
    ['cancel', 'ABCDEFGH'],
    ['demo'],
    ['import', 'gtfs', feed],
    ['mend-texts'],
  ]
  for (const args of needing) {
    const { status, stderr } = await runHoldfast([...args, '--data', data])
    assert.equal(status, 1, `${args.join(' ')}: ${stderr}`)
    assert.match(stderr, /at schema 2 and this program knows \d+: .*"holdfast migrate"/, args.join(' '))
  }
  for (const args of [['audit', 'verify'], ['clock'], ['secrets', 'show'], ['config']])
    assert.equal((await runHoldfast([...args, '--data', data])).status, 0, args.join(' '))
  assert.ok(readFileSync(file).equals(before), 'the file is as it was, to the byte')
  const migrated = await runHoldfast(['migrate', '--data', data])
  assert.match(migrated.stdout, /from schema 2 to \d/)
  assert.equal((await runHoldfast(['doctor', '--data', data])).status, 0)
})
