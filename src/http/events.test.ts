import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import test from 'node:test'
import { addressOf } from './address.fixture.ts'
import { makeStreams } from './streams.ts'
import { openWorld, type World } from './world.fixture.ts'

interface SeatEvent {
  readonly name: string
  readonly id: string
  readonly changes: string
}

/** Reads a stream of events; `next` waits for one, and fails the test when the stream ends first. */
class Listener {
  readonly #waiting: ((event: SeatEvent | undefined) => void)[] = []
  readonly #events: SeatEvent[] = []
  #text = ''
  isOver = false

  take(text: string): void {
    this.#text += text
    const blocks = this.#text.split('\n\n')
    this.#text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(
        block.split('\n').map((line) => [line.split(': ', 1)[0], line.slice(line.indexOf(': ') + 2)]),
      )
      const data = fields.get('data')
      if (data === undefined) continue
      const { commit_seq, changes } = JSON.parse(data)
      assert.equal(String(commit_seq), fields.get('id'))
      this.#give({
        name: fields.get('event') ?? '',
        id: fields.get('id') ?? '',
        changes: changes
          .map((one: { seat_number: string; status: string }) => `${one.seat_number} ${one.status}`)
          .join(),
      })
    }
  }

  end(): void {
    this.isOver = true
    for (const give of this.#waiting.splice(0)) give(undefined)
  }

  async next(): Promise<SeatEvent | undefined> {
    const event = this.#events.shift()
    if (event || this.isOver) return event
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  #give(event: SeatEvent): void {
    const give = this.#waiting.shift()
    if (give) give(event)
    else this.#events.push(event)
  }
}

async function listen(world: World, from: string, to: string, lastEventId?: string): Promise<Listener> {
  const address = world.app.server.address()
  const { host, port } =
    address && typeof address === 'object'
      ? { host: address.address, port: address.port }
      : await addressOf(world.app)
  const listener = new Listener()
  const path = `/api/train_runs/${world.runId('DAY 2')}/seats/events?from_station_code=${from}&to_station_code=${to}`
  await new Promise<void>((resolve, reject) => {
    const headers = lastEventId === undefined ? {} : { 'last-event-id': lastEventId }
    request({ host, port, path, headers }, (answer) => {
      assert.equal(answer.statusCode, 200)
      assert.equal(answer.headers['content-type'], 'text/event-stream; charset=utf-8')
      answer.setEncoding('utf8').on('data', (text: string) => listener.take(text))
      answer.on('close', () => listener.end())
      answer.on('error', () => listener.end())
      resolve()
    })
      .on('error', reject)
      .end()
  })
  return listener
}

function hold(world: World, token: string, key: string, from: string, to: string, seats: readonly string[]) {
  const body = {
    train_run_id: world.runId('DAY 2'),
    from_station_code: from,
    to_station_code: to,
    seat_numbers: seats,
  }
  return world.call('POST', '/api/seat_holds', { token, key, body })
}

test('W11: a stream starts with what is taken and goes on with what changes for its segment', async () => {
  const world = await openWorld()
  const token = await world.guest()
  await hold(world, token, 'h1', 'A', 'C', ['4-1', '4-2'])
  await hold(world, token, 'h2', 'C', 'E', ['4-5'])
  const listener = await listen(world, 'B', 'C')
  assert.deepEqual(await listener.next(), { name: 'reset', id: '2', changes: '4-1 HELD,4-2 HELD' })
  const later = await hold(world, token, 'h3', 'A', 'E', ['4-3'])
  assert.deepEqual(await listener.next(), { name: 'seats', id: '3', changes: '4-3 HELD' })
  await world.call('DELETE', `/api/seat_holds/${later.body.hold_token}`, { token })
  assert.deepEqual(await listener.next(), { name: 'seats', id: '4', changes: '4-3 AVAILABLE' })
  await world.advance(120_000)
  const expired = await listener.next()
  assert.deepEqual([expired?.name, expired?.changes], ['seats', '4-1 AVAILABLE,4-2 AVAILABLE'])
  await world.app.close()
  assert.equal(await listener.next(), undefined)
})

test('W11: who comes back hears what changed meanwhile, and all of it where that is too long ago', async () => {
  const world = await openWorld()
  const token = await world.guest()
  await hold(world, token, 'h1', 'A', 'C', ['4-1'])
  await hold(world, token, 'h2', 'A', 'C', ['4-2'])
  const watching = await listen(world, 'A', 'C')
  assert.equal((await watching.next())?.name, 'reset')
  await hold(world, token, 'h3', 'A', 'C', ['4-3'])
  await watching.next()
  const resumed = await listen(world, 'A', 'C', '2')
  assert.deepEqual(await resumed.next(), { name: 'seats', id: '3', changes: '4-3 HELD' })
  const ahead = await listen(world, 'A', 'C', '99')
  assert.equal((await ahead.next())?.name, 'reset', 'a number of another life of the database')
  const odd = await listen(world, 'A', 'C', 'x')
  assert.equal((await odd.next())?.name, 'reset')
  const upToDate = await listen(world, 'A', 'C', '3')
  const mine = await world.guest()
  await hold(world, mine, 'h4', 'A', 'C', ['4-4'])
  assert.deepEqual(await upToDate.next(), { name: 'seats', id: '4', changes: '4-4 HELD' })
  await world.app.close()
})

test('W11: watchers of different segments hear only of their own', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const early = await listen(world, 'A', 'B')
  const late = await listen(world, 'C', 'E')
  assert.deepEqual(await early.next(), { name: 'reset', id: '0', changes: '' })
  assert.deepEqual(await late.next(), { name: 'reset', id: '0', changes: '' })
  await hold(world, token, 'h1', 'A', 'C', ['4-1'])
  await hold(world, token, 'h2', 'B', 'E', ['4-2'])
  await hold(world, token, 'h3', 'A', 'E', ['4-3'])
  assert.deepEqual([(await early.next())?.changes, (await early.next())?.changes], ['4-1 HELD', '4-3 HELD'])
  assert.deepEqual([(await late.next())?.changes, (await late.next())?.changes], ['4-2 HELD', '4-3 HELD'])
  await world.app.close()
})

test('W11: streams refuse like the seat map', async () => {
  const world = await openWorld()
  const path = (run: string, from: string) =>
    `/api/train_runs/${run}/seats/events?from_station_code=${from}&to_station_code=C`
  assert.equal((await world.call('GET', path('999', 'A'))).body.code, 'run_not_found')
  assert.equal((await world.call('GET', path(world.runId('DAY 2'), 'D'))).body.code, 'segment_backwards')
  await world.app.close()
})

test('W11: a stream is not asked for its head alone', async () => {
  const world = await openWorld()
  const path = `/api/train_runs/${world.runId('DAY 2')}/seats/events`
  const head = await world.call('HEAD', `${path}?from_station_code=A&to_station_code=C`)
  assert.deepEqual([head.status, head.headers.allow], [405, 'GET'])
  await world.app.close()
})

test('W11: a silent stream sends a comment now and then', async () => {
  const streams = makeStreams(5)
  const server = createServer((_asked, answer) => {
    answer.writeHead(200)
    streams.open(answer, () => {})
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n'))
  let received = ''
  while (received.split(': still here\n\n').length < 4) received += String((await once(socket, 'data'))[0])
  streams.endAll()
  socket.destroy()
  await new Promise((resolve) => server.close(resolve))
})

test('W12: a client that does not read is cut off, and the others go on', async () => {
  const streams = makeStreams()
  const opened = Promise.withResolvers<void>()
  const ended: string[] = []
  const sending: ((text: string) => void)[] = []
  const server = createServer((asked, answer) => {
    answer.writeHead(200)
    const stream = streams.open(answer, () => ended.push(String(asked.url)))
    sending.push((text) => stream.send(text))
    if (sending.length === 2) opened.resolve()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const open = (path: string) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`))
    return socket.on('error', () => {})
  }
  let read = 0
  const reader = open('/reader').on('data', (bytes) => {
    read += bytes.length
  })
  const sleeper = open('/sleeper').pause()
  await opened.promise
  let sent = 0
  // The kernel takes some megabytes on behalf of the client before anything piles up here.
  for (let round = 0; round < 2_000 && streams.dropped === 0; round++) {
    for (const send of sending) send('x'.repeat(64 * 1024))
    sent += 64 * 1024
    await new Promise((resolve) => setImmediate(resolve))
    while (read < sent) await once(reader, 'data')
  }
  assert.equal(streams.dropped, 1)
  assert.equal(streams.size, 1)
  assert.deepEqual(ended, ['/sleeper'])
  streams.endAll()
  sleeper.destroy()
  await new Promise((resolve) => server.close(resolve))
})

test('W12: a stop ends streams, finishes what was accepted, and says no to readiness before', async () => {
  const world = await openWorld()
  const listener = await listen(world, 'A', 'C')
  await listener.next()
  const token = await world.guest()
  const { port } = world.app.server.address() as { port: number }
  const gate = Promise.withResolvers<void>()
  const arrived = Promise.withResolvers<void>()
  const decide = world.store.decide.bind(world.store)
  world.store.decide = async (scope, rule) => {
    arrived.resolve()
    await gate.promise
    return decide(scope, rule)
  }
  const body = JSON.stringify({
    train_run_id: world.runId('DAY 2'),
    from_station_code: 'A',
    to_station_code: 'C',
    seat_numbers: ['4-1'],
  })
  const answered = new Promise<number | undefined>((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${token}`,
      'idempotency-key': 'k',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }
    request({ host: '127.0.0.1', port, method: 'POST', path: '/api/seat_holds', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode))
    })
      .on('error', reject)
      .end(body)
  })
  await arrived.promise
  assert.equal((await world.call('GET', '/readyz')).status, 200)
  const closing = world.app.close()
  assert.equal(await listener.next(), undefined, 'the stream has ended')
  gate.resolve()
  assert.equal(await answered, 201)
  await closing
})

test('W23: readiness follows the database, health does not', async () => {
  const world = await openWorld()
  assert.equal((await world.call('GET', '/readyz')).body.status, 'ready')
  world.store.health = async () => ({ ok: false, detail: 'the disk is full' })
  const refused = await world.call('GET', '/readyz')
  assert.deepEqual([refused.status, refused.body.reason], [503, 'the disk is full'])
  assert.ok(refused.headers['retry-after'])
  assert.equal((await world.call('GET', '/healthz')).body.status, 'ok')
  await world.app.close()
})
