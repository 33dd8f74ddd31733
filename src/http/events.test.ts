import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import test from 'node:test'
import { addressOf } from './address.fixture.ts'
import { makeStreams, streamText } from './streams.ts'
import { openWorld, timetable, type World, worldRange } from './world.fixture.ts'

const nobody = { address: '127.0.0.1', userId: null }

interface SeatEvent {
  readonly name: string
  readonly id: string
  readonly changes: string
}

/** Reads a stream of events; `next` waits for one, and is undefined if the stream ends first. */
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
      if (fields.get('event') !== 'changed') assert.equal(String(commit_seq), fields.get('id'))
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
  const segment = `from_station_code=${from}&to_station_code=${to}`
  const path = `/api/train_runs/${world.runId('DAY 2')}/seats/events?${segment}`
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

test('W11: a stream starts with the taken seats, and continues with the changes for its segment', async () => {
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

test('W11: a client that reconnects gets the changes since then, or all seats if that was too long ago', async () => {
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
  assert.equal((await ahead.next())?.name, 'reset', 'a number from another database')
  const odd = await listen(world, 'A', 'C', 'x')
  assert.equal((await odd.next())?.name, 'reset')
  const upToDate = await listen(world, 'A', 'C', '3')
  const mine = await world.guest()
  await hold(world, mine, 'h4', 'A', 'C', ['4-4'])
  assert.deepEqual(await upToDate.next(), { name: 'seats', id: '4', changes: '4-4 HELD' })
  await world.app.close()
})

test('W11: watchers of different segments get only the changes of their own', async () => {
  const world = await openWorld()
  const token = await world.guest()
  const early = await listen(world, 'A', 'B')
  const late = await listen(world, 'C', 'E')
  assert.deepEqual(await early.next(), { name: 'reset', id: '0', changes: '' })
  assert.deepEqual(await late.next(), { name: 'reset', id: '0', changes: '' })
  await hold(world, token, 'h1', 'A', 'C', ['4-1'])
  await hold(world, token, 'h2', 'B', 'E', ['4-2'])
  await hold(world, token, 'h3', 'A', 'E', ['4-3'])
  // There are one or two events, depending on the machine; the test waits for each.
  const changesUpTo = async (listener: Listener, last: string) => {
    let changes = (await listener.next())?.changes ?? ''
    while (!changes.endsWith(last)) changes += `,${(await listener.next())?.changes}`
    return changes
  }
  assert.equal(await changesUpTo(early, '4-3 HELD'), '4-1 HELD,4-3 HELD')
  assert.equal(await changesUpTo(late, '4-3 HELD'), '4-2 HELD,4-3 HELD')
  await world.app.close()
})

test('W11: when a newer timetable changes the run itself, the stream says so and ends, and the next one starts with a reset', async () => {
  const world = await openWorld()
  const listener = await listen(world, 'A', 'C')
  assert.deepEqual(await listener.next(), { name: 'reset', id: '0', changes: '' })
  const trains = timetable.trains.map((train) => ({ ...train, timeZone: 'Asia/Tokyo' }))
  await world.store.importTimetable({ ...timetable, trains }, worldRange)
  assert.deepEqual(await listener.next(), { name: 'changed', id: '', changes: '' })
  assert.equal(await listener.next(), undefined)
  const again = await listen(world, 'A', 'C', '')
  assert.deepEqual(await again.next(), { name: 'reset', id: '0', changes: '' })
  await world.app.close()
})

test('W11: streams give the same refusals as the seat map', async () => {
  const world = await openWorld()
  const path = (run: string, from: string) =>
    `/api/train_runs/${run}/seats/events?from_station_code=${from}&to_station_code=C`
  assert.equal((await world.call('GET', path('999', 'A'))).body.code, 'run_not_found')
  assert.equal((await world.call('GET', path(world.runId('DAY 2'), 'D'))).body.code, 'segment_backwards')
  await world.app.close()
})

test('W11: a stream does not answer HEAD', async () => {
  const world = await openWorld()
  const path = `/api/train_runs/${world.runId('DAY 2')}/seats/events`
  const head = await world.call('HEAD', `${path}?from_station_code=A&to_station_code=C`)
  assert.deepEqual([head.status, head.headers.allow], [405, 'GET'])
  await world.app.close()
})

test('W11: a silent stream sends a comment at intervals', async () => {
  const streams = makeStreams({}, 5)
  const server = createServer((_asked, answer) => {
    answer.writeHead(200)
    streams.open(answer, nobody, () => {})
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

test('L20: a session and an address may have a limited number of streams at once, and ended ones make room', async () => {
  const world = await openWorld({ streams: { address: 4, session: 2 } })
  const { port, host } = await addressOf(world.app)
  const path = `/api/train_runs/${world.runId('DAY 2')}/seats/events?from_station_code=A&to_station_code=C`
  const [one, other] = [await world.guest(), await world.guest()]
  const open = (token?: string) =>
    new Promise<{ status: number; body: string; end: () => Promise<unknown> }>((resolve, reject) => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
      const asked = request({ host, port, path, headers }, (answer) => {
        const end = () =>
          new Promise((ended) => {
            answer.on('close', ended)
            asked.destroy()
          })
        answer.on('error', () => {})
        answer.once('data', (bytes) => resolve({ status: answer.statusCode ?? 0, body: String(bytes), end }))
      })
      asked.on('error', reject).end()
    })
  const first = await open(one)
  assert.equal(first.status, 200)
  assert.equal((await open(one)).status, 200)
  const third = await open(one)
  assert.equal(third.status, 429)
  assert.match(third.body, /"code":"rate_limited".*"reason":"streams_of_session"/)
  assert.deepEqual([(await open(other)).status, (await open()).status], [200, 200])
  const fifth = await open()
  assert.equal(fifth.status, 429)
  assert.match(fifth.body, /"reason":"streams_of_address"/)
  await first.end()
  let again = await open(one)
  // The server notices the end a moment after the client closes.
  while (again.status === 429) again = await open(one)
  assert.equal(again.status, 200)
  await world.app.close()
})

test('L20: with limits off, streams are not counted by session or address', async () => {
  const world = await openWorld({ limits: false, streams: { address: 0, session: 0 } })
  assert.equal((await (await listen(world, 'A', 'C')).next())?.name, 'reset')
  await world.app.close()
})

test('L32: an event is framed once, and every stream gets it whole and in order, also right after the head', async () => {
  const streams = makeStreams()
  const sends: ((text: ReturnType<typeof streamText>) => void)[] = []
  const texts = Array.from({ length: 20 }, (_, index) => streamText(`data: ${index} é\n\n`))
  const server = createServer((_asked, answer) => {
    answer.writeHead(200)
    const stream = streams.open(answer, nobody, () => {})
    // The first ones leave with the head, in the same turn.
    for (const text of texts.slice(0, 5)) stream.send(text)
    sends.push((text) => stream.send(text))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const bodies = [1, 2, 3].map(async () => {
    const [answer] = await once(request({ port, host: '127.0.0.1' }).end(), 'response')
    return buffer(answer)
  })
  while (sends.length < bodies.length) await new Promise((resolve) => setImmediate(resolve))
  for (const text of texts.slice(5)) {
    for (const send of sends) send(text)
    if (text.plain.length % 2 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
  streams.endAll()
  const whole = texts.map((text) => text.plain).join('')
  for (const body of await Promise.all(bodies)) assert.equal(body.toString(), whole)
  await new Promise((resolve) => server.close(resolve))
})

test('W12: a client that does not read is cut off, and the others continue', async () => {
  const streams = makeStreams()
  const opened = Promise.withResolvers<void>()
  const ended: string[] = []
  const sending: ((text: string) => void)[] = []
  const server = createServer((asked, answer) => {
    answer.writeHead(200)
    const stream = streams.open(answer, nobody, () => ended.push(String(asked.url)))
    sending.push((text) => stream.send(streamText(text)))
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
  // The kernel buffers several megabytes for the client before anything piles up here.
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

test('W12: a stop ends streams, finishes accepted requests, and answers not ready before that', async () => {
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

test('P23: a payment service that does not answer is a reason in the body, but no reason to send requests elsewhere', async () => {
  const { deps, ...closing } = await openWorld()
  await closing.app.close()
  let isUp = false
  const world = await openWorld({ gateway: { ...deps.gateway, isAvailable: () => isUp } })
  const away = await world.call('GET', '/readyz')
  assert.deepEqual(
    [away.status, away.body.status, away.body.reasons],
    [200, 'ready', ['The payment service does not answer: no payment is possible until it does.']],
  )
  isUp = true
  assert.equal((await world.call('GET', '/readyz')).body.reasons, undefined)
  await world.app.close()
})
