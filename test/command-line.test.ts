import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runHoldfast } from './harness/processes.ts'
import { dayAhead } from './harness/railway.ts'
import { writeFeed } from './harness/toy-feed.ts'
import { until } from './harness/wait.ts'
import { createWorld, temporaryFolder } from './harness/world.ts'
import { projectRoot } from './tree/source-tree.ts'

test('O7, O12: a whole sale by commands, first without a server and then through a running one', async (t) => {
  const data = temporaryFolder(t)
  const env = { HOLDFAST_DATA: data, LOG_LEVEL: 'warn' }
  const feed = writeFeed(join(temporaryFolder(t), 'feed'))
  const run = async (...args: readonly string[]) => {
    const { status, stdout, stderr } = await runHoldfast([...args, '--json'], env)
    assert.equal(status, 0, `${args.join(' ')}: ${stdout}${stderr}`)
    return JSON.parse(stdout)
  }
  const dry = await run('import', 'gtfs', feed, '--dry-run')
  assert.deepEqual([dry.stations, dry.trains], [2, 1])
  assert.ok(!existsSync(join(data, 'holdfast.db')), 'a dry run makes no database')
  const imported = await run('import', 'gtfs', feed)
  assert.ok(imported.runsOpened >= 60, JSON.stringify(imported))

  const date = dayAhead(3)
  const { train_runs: runs } = await run('runs', 'Alba', 'berg', '--date', date)
  assert.equal(runs.length, 1)
  const id = runs[0].train_run_id
  const [{ travel_class: travelClass }] = runs[0].classes
  const hold = await run('hold', id, 'A', 'B', '--class', travelClass, '--count', '2')
  const passengers = hold.seats.flatMap(({ seat_number: seat }: { seat_number: string }) => [
    '--passenger',
    `${seat}:Ada Lovelace:36:F`,
  ])
  const booking = await run('book', hold.hold_token, ...passengers)
  assert.equal(booking.status, 'CONFIRMED')
  assert.equal((await run('audit', 'verify')).ok, true)

  const world = await createWorld(t, { env: { ...env, HOLDFAST_DEMO: 'auto' } })
  assert.equal((await world.client.stations()).body.stations.length, 2, 'the demo is for empty databases')
  const quoted = await run('cancel', booking.booking_id)
  assert.equal(quoted.booking, null)
  const cancelled = await run('cancel', booking.booking_id, '--yes')
  assert.equal(cancelled.booking.status, 'CANCELLED')
  assert.equal((await run('import', 'gtfs', feed)).trains, 1)
  const doctor = await run('doctor')
  assert.equal(doctor.ok, true, JSON.stringify(doctor))
  assert.equal((await run('migrate')).to, (await run('migrate')).newest)
  assert.equal(statSync(join(data, 'cli-session.json')).mode & 0o777, 0o600)
})

test('O51: `hold` prints the whole command that books its seats, quoted for a shell: it works as pasted.', async (t) => {
  const data = join(temporaryFolder(t), "it's a folder; really")
  const bin = temporaryFolder(t)
  symlinkSync(join(projectRoot, 'bin', 'holdfast.mjs'), join(bin, 'holdfast'))
  const feed = writeFeed(join(temporaryFolder(t), 'feed'))
  const run = async (...args: readonly string[]) => {
    const ended = await runHoldfast([...args, '--data', data], { LOG_LEVEL: 'warn' })
    assert.equal(ended.status, 0, `${args.join(' ')}: ${ended.stdout}${ended.stderr}`)
    return ended.stdout
  }
  await run('import', 'gtfs', feed)
  const found = JSON.parse(await run('runs', 'A', 'B', '--date', dayAhead(3), '--json'))
  const [{ train_run_id: id }] = found.train_runs
  const held = await run('hold', id, 'A', 'B', '--class', 'SECOND', '--count', '4')
  const line = held.split('\n').find((each) => each.startsWith('  holdfast book ')) ?? held
  const path = `${bin}:${process.env.PATH}`
  const pasted = spawnSync('sh', ['-c', line], { encoding: 'utf8', env: { ...process.env, PATH: path } })
  assert.equal(pasted.status, 0, `${line}: ${pasted.stderr}`)
  assert.match(pasted.stdout, /is CONFIRMED: .*Ada Lovelace.*Alan Turing.*Emmy Noether.*Ada Lovelace/)
})

test('O52, W3: a problem of the API is said with each of its errors, pointer and sentence.', async (t) => {
  const { run } = await createWorld(t, { env: { LOG_LEVEL: 'warn' } })
  const asked = [
    'book',
    'h_1',
    '--passenger',
    '4-1:\x1b[31m:36:F',
    '--passenger',
    '4-2:Ada:126:F',
    '--email',
    'x',
  ]
  const { status, stderr } = await run(asked)
  assert.equal(status, 1)
  const [said, ...errors] = stderr.trimEnd().split('\n')
  assert.match(said ?? '', /\(malformed_request\)$/)
  assert.deepEqual(errors, [
    '  /passengers/0/passenger_name must not have control characters; it has U+001B',
    '  /passengers/1/passenger_age must be <= 125',
    '  /contact/email must be an e-mail address such as ada@example.org',
  ])
  const json = await run([...asked, '--json'])
  assert.equal(JSON.parse(json.stdout).problem.errors.length, 3)
})

test('O50: a report on a feed whose names and values control a terminal does not control one', async (t) => {
  const data = temporaryFolder(t)
  const esc = '\x1b[31mBeta\x1b[0m\x1b]0;owned\x07'
  for (const changes of [
    { 'stops.txt': `stop_id,stop_name,stop_lat,stop_lon\nA,Alba,50,10\nB,${esc},51,10\n` },
    { 'stops.txt': `stop_id,stop_name,stop_lat,stop_lon\nA,Alba,${esc},10\nB,Berg,51,10\n` },
    { 'routes.txt': `route_id,agency_id,route_short_name,route_long_name,route_type\nR,1,IC,x,${esc}\n` },
  ]) {
    const feed = writeFeed(join(temporaryFolder(t), 'feed'), changes)
    const { status, stdout, stderr } = await runHoldfast(['import', 'gtfs', feed], { HOLDFAST_DATA: data })
    assert.equal(status, 1, stdout)
    assert.doesNotMatch(stdout + stderr, /[^\P{Cc}\n]/u)
    assert.match(stderr, /^(stops|routes)\.txt:[23]: /)
  }
})

test('O7: wrong use exits with 2, a refusal with 1, and a sentence says what is wrong', async (t) => {
  const env = { HOLDFAST_DATA: join(temporaryFolder(t), 'none') }
  const cases: readonly (readonly [readonly string[], number, RegExp])[] = [
    [['nonsense'], 2, /unknown command 'nonsense'/],
    [['hold', '1', 'A', 'B'], 2, /either --seats/],
    [['book', 'h_1', '--passenger', 'Ada'], 2, /must be SEAT:NAME:AGE:GENDER/],
    [['import', 'gtfs', 'nowhere.zip'], 2, /There is no file or folder nowhere\.zip/],
    [['import', 'gtfs', '.', '--shift-to', '2027-02-30'], 2, /--shift-to is "2027-02-30"/],
    [['runs', 'A', 'B'], 1, /There is no Holdfast database/],
    [['restore', '.'], 1, /is no backup/],
    [['doctor', '--help'], 0, /^/],
  ]
  await Promise.all(
    cases.map(async ([args, status, sentence]) => {
      const ended = await runHoldfast(args, env)
      assert.equal(ended.status, status, `${args.join(' ')}: ${ended.stderr}`)
      assert.match(ended.stderr, sentence)
      assert.doesNotMatch(ended.stderr, /^\s+at /m, 'a sentence, and no stack')
    }),
  )
  const file = join(temporaryFolder(t), 'file')
  writeFileSync(file, '')
  for (const folder of [file, join(file, 'below'), '/proc/none']) {
    const ended = await runHoldfast(['serve'], { HOLDFAST_DATA: folder })
    assert.equal(ended.status, 2, ended.stderr)
    assert.match(
      ended.stderr,
      /^HOLDFAST_DATA is ".*"; it must be a folder that this user can write to \(\w+\)\.\n$/,
    )
  }
  assert.ok(!existsSync(env.HOLDFAST_DATA) || !existsSync(join(env.HOLDFAST_DATA, 'holdfast.db')))
})

test('O37: a data folder that others can write to is refused, and is used once they cannot', async (t) => {
  const folder = temporaryFolder(t)
  for (const mode of [0o770, 0o757, 0o1777]) {
    chmodSync(folder, mode)
    const ended = await runHoldfast(['demo'], { HOLDFAST_DATA: folder })
    assert.equal(ended.status, 2, ended.stderr)
    assert.match(ended.stderr, /^HOLDFAST_DATA is ".*", which other users can write .*: run chmod go-w on it/)
    assert.deepEqual(readdirSync(folder), [])
  }
  chmodSync(folder, 0o755)
  const ended = await runHoldfast(['demo'], { HOLDFAST_DATA: folder })
  assert.equal(ended.status, 0, ended.stderr)
})

test('O7: a broken feed is refused with file, line and reason, and changes nothing', async (t) => {
  const data = temporaryFolder(t)
  const feed = writeFeed(join(temporaryFolder(t), 'feed'), {
    'stop_times.txt': 'trip_id,arrival_time,departure_time,stop_id,stop_sequence\nT,25:xx:00,23:00:00,A,1\n',
  })
  const ended = await runHoldfast(['import', 'gtfs', feed, '--json'], { HOLDFAST_DATA: data })
  assert.equal(ended.status, 1)
  const { problems } = JSON.parse(ended.stdout)
  assert.deepEqual([problems[0].file, problems[0].place], ['stop_times.txt', '2'])
  assert.ok(!existsSync(join(data, 'holdfast.db')))
})

test('O5: every command has help, and commands that do something give examples', async () => {
  const { stdout } = await runHoldfast(['--help'])
  const commands = [...stdout.matchAll(/^ {2}(\w[\w-]*) /gm)].map(([, name]) => name ?? '')
  assert.ok(commands.length >= 17, stdout)
  const whole = commands.flatMap((name) => {
    if (name === 'help') return []
    if (name === 'audit') return ['verify', 'key'].map((what) => [name, what])
    if (name === 'bookings')
      return ['find', 'show', 'history', 'cancel', 'note', 'rename', 'compensate'].map((what) => [name, what])
    if (name === 'desk') return ['accounts', 'receipt', 'settle'].map((what) => [name, what])
    if (name === 'keys') return ['list', 'add', 'revoke'].map((what) => [name, what])
    if (name === 'privacy') return ['export', 'erase'].map((what) => [name, what])
    if (name === 'reports') return ['sales', 'days', 'close', 'lines'].map((what) => [name, what])
    if (name === 'runs')
      return [
        [name],
        ...[
          'block',
          'free',
          'blocks',
          'close',
          'open',
          'closures',
          'cancel',
          'check',
          'manifest',
          'move',
          'why',
        ].map((what) => [name, what]),
      ]
    if (name === 'secrets') return ['show', 'rotate', 'drop'].map((what) => [name, what])
    if (name === 'staff')
      return ['list', 'add', 'role', 'disable', 'enable', 'reset', 'reset-factor'].map((what) => [name, what])
    return [name === 'import' ? ['import', 'gtfs'] : [name]]
  })
  await Promise.all(
    whole.map(async (args) => {
      const help = await runHoldfast([...args, '--help'])
      assert.equal(help.status, 0)
      assert.match(help.stdout, /Examples:\n {2}\S/, args.join(' '))
    }),
  )
})

test('O3: config prints every setting with its origin, and no secret', async (t) => {
  const data = temporaryFolder(t)
  writeFileSync(join(data, 'holdfast.config.json'), '{"hold_ttl_seconds": 90}')
  const secret = 'a-very-secret-secret-of-many-letters'
  const { stdout } = await runHoldfast(['config', '--json', '--port', '9'], {
    HOLDFAST_DATA: data,
    HOST: '::1',
    WEBHOOK_SECRET: secret,
  })
  assert.ok(!stdout.includes(secret))
  const { settings } = JSON.parse(stdout)
  const of = (name: string) => {
    const { value, origin } = settings.find((one: { name: string }) => one.name === name)
    return [value, origin]
  }
  assert.deepEqual(of('port'), [9, 'flag'])
  assert.deepEqual(of('host'), ['::1', 'environment'])
  assert.deepEqual(of('hold_ttl_seconds'), [90, 'file'])
  assert.deepEqual(of('payment_timeout_seconds'), [30, 'default'])
  assert.deepEqual(of('webhook_secret'), ['***', 'environment'])
})

test('O16: the demo railway is loaded on request, and not if it is switched off', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_DEMO: 'off', HOLDFAST_HORIZON_DAYS: '20' } })
  assert.deepEqual((await world.client.stations()).body.stations, [])
  const { status, stdout } = await world.run(['demo', '--json'])
  assert.equal(status, 0)
  assert.ok(JSON.parse(stdout).runsOpened > 1000)
  assert.ok((await world.client.stations()).body.stations.length > 20, 'the running server knows it at once')
})

test('J13: only a server warns that mails are written to files and reach nobody', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_DEMO: 'off', LOG_LEVEL: 'warn' } })
  assert.match(world.server.output(), /SMTP_URL is unset/)
  await world.stopServer()
  const { status, stderr } = await world.run(['stations', '--json'])
  assert.deepEqual([status, stderr], [0, ''])
})

test('O18: runs go on sale when their dates come within the horizon', async (t) => {
  const world = await createWorld(t, { env: { HOLDFAST_HORIZON_DAYS: '3' } })
  const stations = (await world.client.stations()).body.stations
  const { train_run_id: _run, ...segment } = await findAnyRide(world.client, stations)
  const runsIn = async (days: number) =>
    (await world.client.search(segment, dayAhead(days))).body.train_runs.length
  assert.ok((await runsIn(3)) > 0)
  assert.equal(await runsIn(7), 0)
  await world.stopServer()
  Object.assign(world.environment, { HOLDFAST_HORIZON_DAYS: '8' })
  await world.startServer()
  await until('runs of the days to come', async () => (await runsIn(7)) > 0 || undefined)
})

test('I17: after a sale, the log and the metrics contain no name, address, token or key', async (t) => {
  const world = await createWorld(t, { env: { LOG_LEVEL: 'debug' } })
  const { client } = world
  const canary = 'Xanthippe-Canary'
  const token = await client.session()
  const stations = (await client.stations()).body.stations
  const ride = await findAnyRide(client, stations)
  const hold = (
    await client.hold(token, { ...ride, travel_class: 'SECOND', seat_count: 1 }, `${canary}-key-1`)
  ).body
  const body = {
    hold_token: hold.hold_token,
    passengers: [
      {
        seat_number: hold.seats[0]?.seat_number,
        passenger_name: canary,
        passenger_age: 44,
        passenger_gender: 'X',
      },
    ],
    contact: { email: `${canary}@example.org`, phone: '+49123456789' },
    payment: { method: 'mock', token: 'tok_ok' },
  }
  const booked = await client.call('POST', '/api/bookings', { token, key: `${canary}-key-2`, body })
  assert.equal(booked.status, 201, booked.text)
  await client.call('POST', '/api/bookings', {
    token,
    key: `${canary}-key-3`,
    body: { ...body, passengers: canary },
  })
  const metrics = (await client.call('GET', '/metrics')).text
  assert.match(metrics, /^holdfast_holds_total 1$/m)
  assert.match(metrics, /^holdfast_sales_total 1$/m)
  await world.stopServer()
  const log = world.server.output()
  for (const secret of [canary, '+49123456789', token, hold.hold_token]) {
    assert.ok(!log.includes(secret), `the log has ${secret}`)
    assert.ok(!metrics.includes(secret), `the metrics have ${secret}`)
  }
})

async function findAnyRide(
  client: Awaited<ReturnType<typeof createWorld>>['client'],
  stations: readonly { station_code: string }[],
) {
  for (const from of stations) {
    for (const to of stations) {
      const segment = { from_station_code: from.station_code, to_station_code: to.station_code }
      const found = (await client.search(segment, dayAhead(3))).body.train_runs?.find((run) =>
        run.classes.some((one) => one.travel_class === 'SECOND'),
      )
      if (found) return { ...segment, train_run_id: found.train_run_id }
    }
  }
  assert.fail('no train on any pair of stations')
}

test('O17: the command says in a sentence when the dependencies are missing', (t) => {
  const elsewhere = temporaryFolder(t)
  for (const part of ['bin', 'src', 'package.json']) {
    cpSync(join(projectRoot, part), join(elsewhere, part), { recursive: true })
  }
  const ended = spawnSync(process.execPath, [join(elsewhere, 'bin', 'holdfast.mjs'), 'config'], {
    encoding: 'utf8',
  })
  assert.equal(ended.status, 2)
  assert.match(ended.stderr, /^The dependencies of Holdfast are not installed: run "npm ci" in .*\n$/)
})

test('O17: under another Node, the command runs under the pinned one and returns its status', (t) => {
  const other = (process.env.PATH ?? '')
    .split(':')
    .map((folder) => join(folder, 'node'))
    .find((path) => existsSync(path) && Number(versionOf(path).split('.')[0]) < 26)
  if (!other) return t.diagnostic('no older Node on this machine: nothing to show')
  if (!existsSync(join(projectRoot, 'node_modules', '.bin', 'node')))
    return t.diagnostic('none is installed: that of this machine is new enough')
  const bin = join(projectRoot, 'bin', 'holdfast.mjs')
  const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'))
  assert.equal(spawnSync(other, [bin, '--version'], { encoding: 'utf8' }).stdout, `${version}\n`)
  assert.equal(spawnSync(other, [bin, 'nonsense'], { encoding: 'utf8' }).status, 2)
})

function versionOf(node: string): string {
  return spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout
}
