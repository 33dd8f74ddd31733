import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { addressOf } from './address.fixture.ts'
import { sendRaw } from './raw.fixture.ts'
import { openWorld, type World } from './world.fixture.ts'

async function listen(t: TestContext): Promise<{ world: World; port: number }> {
  const world = await openWorld()
  t.after(() => world.app.close())
  return { world, port: (await addressOf(world.app)).port }
}

/** A connection that stays half open: it closes its side only when it is told to. */
async function open(t: TestContext, port: number, text: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  t.after(() => socket.destroy())
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(text, 'latin1')
  return socket
}

/** Waits until the server has no connection left; a test that waits too long fails by its time-out. */
async function allGone({ app }: World): Promise<void> {
  for (;;) {
    const { promise, resolve } = Promise.withResolvers<number>()
    app.server.getConnections((_error, count) => resolve(count))
    if ((await promise) === 0) return
    await new Promise((soon) => setTimeout(soon, 20))
  }
}

/** Counts how many answers are being made at once. */
function watchHealth({ store }: World): { most: number } {
  const seen = { now: 0, most: 0 }
  store.health = async () => {
    seen.now++
    seen.most = Math.max(seen.most, seen.now)
    await new Promise((resolve) => setTimeout(resolve, 10))
    seen.now--
    return { ok: true, detail: '' }
  }
  return seen
}

const ready = 'GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n'
const lastReady = 'GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'

test('L25: requests that one connection sends ahead are answered one after the other', async (t) => {
  const { world, port } = await listen(t)
  const seen = watchHealth(world)
  const { text } = await sendRaw(port, ready.repeat(9) + lastReady, true)
  assert.equal(text.split('HTTP/1.1 200').length - 1, 10)
  assert.equal(seen.most, 1)
})

test('L25: those of several connections are answered beside each other', async (t) => {
  const { world, port } = await listen(t)
  const seen = watchHealth(world)
  await Promise.all(Array.from({ length: 5 }, () => sendRaw(port, lastReady, true)))
  assert.ok(seen.most > 1, String(seen.most))
})

test('L25: a client that leaves is not answered what it sent ahead', async (t) => {
  const { world, port } = await listen(t)
  let asked = 0
  const first = Promise.withResolvers<void>()
  const gate = Promise.withResolvers<void>()
  world.store.health = async () => {
    asked++
    first.resolve()
    await gate.promise
    return { ok: true, detail: '' }
  }
  const socket = await open(t, port, ready.repeat(20))
  await first.promise
  socket.destroy()
  await allGone(world)
  gate.resolve()
  await sendRaw(port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', true)
  assert.equal(asked, 1)
})

test('L27: who sends more behind an event stream is cut off, and who does not keeps it', {
  timeout: 20_000,
}, async (t) => {
  const { world, port } = await listen(t)
  const path = `/api/train_runs/${world.runId('DAY 2')}/seats/events?from_station_code=A&to_station_code=B`
  const stream = `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`
  const honest = await open(t, port, stream)
  await once(honest, 'data')
  for (const more of [stream, ready]) {
    const greedy = await open(t, port, stream)
    await once(greedy, 'data')
    greedy.write(more)
    await once(greedy, 'end')
  }
  const atOnce = await open(t, port, stream + ready)
  atOnce.resume()
  await once(atOnce, 'end')
  assert.equal(honest.readyState, 'open')
})

const bodyToCome =
  'POST /api/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{'

test('L28: a connection that ends within a body is answered and closed', { timeout: 20_000 }, async (t) => {
  const { world, port } = await listen(t)
  for (const before of ['', ready]) {
    const socket = await open(t, port, before + bodyToCome)
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.end()
    await once(socket, 'end')
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
    assert.deepEqual(statuses, before ? ['200', '400'] : ['400'], text)
  }
  await allGone(world)
})

test('L29: a connection that broke is closed, whether or not its other side closes it', {
  timeout: 20_000,
}, async (t) => {
  const { world, port } = await listen(t)
  const connectTo = 'CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n'
  for (const text of [connectTo, connectTo + 'x'.repeat(100_000), 'nonsense\r\n\r\n']) {
    const socket = await open(t, port, text)
    const [answer] = await once(socket, 'data')
    assert.match(String(answer), /^HTTP\/1\.1 40[05] /)
  }
  await allGone(world)
})
