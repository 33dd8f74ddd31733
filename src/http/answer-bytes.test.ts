import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { leastBytes } from './answer-bytes.ts'
import { chooseEncoding, tagOf, tagOfAll } from './encodings.ts'
import { openWorld, type World } from './world.fixture.ts'

async function open(t: TestContext): Promise<World> {
  const world = await openWorld()
  t.after(() => world.app.close())
  return world
}

function seatsPath(world: World): string {
  return `/api/train_runs/${world.runId('DAY 2')}/seats?from_station_code=A&to_station_code=C`
}

function get(
  world: World,
  url: string,
  headers: Record<string, string> = {},
  method: 'GET' | 'HEAD' = 'GET',
) {
  return world.app.inject({ method, url, headers })
}

test('W25: a large public answer is sent in an encoding that the client accepts, with the same content', async (t) => {
  const world = await open(t)
  const plain = await get(world, seatsPath(world))
  assert.ok(plain.rawPayload.length > leastBytes)
  assert.deepEqual([plain.headers['content-encoding'], plain.headers.vary], [undefined, 'accept-encoding'])
  const zipped = await get(world, seatsPath(world), { 'accept-encoding': 'deflate, gzip' })
  assert.deepEqual([zipped.headers['content-encoding'], zipped.headers.vary], ['gzip', 'accept-encoding'])
  assert.equal(Number(zipped.headers['content-length']), zipped.rawPayload.length)
  assert.ok(zipped.rawPayload.length < plain.rawPayload.length / 4)
  assert.equal(gunzipSync(zipped.rawPayload).toString(), plain.body)
  const smallest = await get(world, seatsPath(world), { 'accept-encoding': 'gzip, br' })
  assert.equal(smallest.headers['content-encoding'], 'br')
  assert.equal(brotliDecompressSync(smallest.rawPayload).toString(), plain.body)
  assert.equal(smallest.headers['content-type'], plain.headers['content-type'])
})

test('W25: each encoding has its own tag, and any of the tags proves that the client has the answer', async (t) => {
  const world = await open(t)
  const forms = ['', 'gzip', 'br']
  const tags: string[] = []
  for (const form of forms) {
    const headers = { 'accept-encoding': form }
    const { etag } = (await get(world, seatsPath(world), headers)).headers
    tags.push(String(etag))
  }
  assert.equal(new Set(tags).size, forms.length)
  for (const tag of tags)
    for (const form of forms) {
      const again = await get(world, seatsPath(world), { 'accept-encoding': form, 'if-none-match': tag })
      const { etag, vary, 'content-encoding': encoding } = again.headers
      assert.deepEqual(
        [again.statusCode, again.body, etag, vary, encoding],
        [304, '', tag, 'accept-encoding', undefined],
      )
    }
  await world.call('POST', '/api/seat_holds', {
    token: await world.guest(),
    key: 'h1',
    body: {
      train_run_id: world.runId('DAY 2'),
      from_station_code: 'A',
      to_station_code: 'C',
      seat_numbers: ['4-1'],
    },
  })
  const headers = { 'accept-encoding': 'gzip', 'if-none-match': tags.join(', ') }
  const changed = await get(world, seatsPath(world), headers)
  assert.equal(changed.statusCode, 200)
  assert.match(
    gunzipSync(changed.rawPayload).toString(),
    /"seat_number":"4-1","seat_label":"1","status":"HELD"/,
  )
})

test('W25: HEAD describes a compressed answer as GET does', async (t) => {
  const world = await open(t)
  const headers = { 'accept-encoding': 'gzip' }
  const [whole, head] = [
    await get(world, seatsPath(world), headers),
    await get(world, seatsPath(world), headers, 'HEAD'),
  ]
  assert.equal(head.body, '')
  for (const name of ['content-encoding', 'content-length', 'etag', 'vary'])
    assert.equal(head.headers[name], whole.headers[name], name)
})

test('W25: small answers, answers to changes and private answers are sent uncompressed', async (t) => {
  const world = await open(t)
  const headers = { 'accept-encoding': 'gzip, br' }
  const encodingOf = (answer: { headers: Record<string, unknown> }) => answer.headers['content-encoding']
  const stations = await get(world, '/api/stations', headers)
  assert.ok(stations.rawPayload.length < leastBytes)
  assert.equal(encodingOf(stations), undefined)
  const token = await world.guest()
  const held = await world.call('POST', '/api/seat_holds', {
    token,
    key: 'h1',
    headers,
    body: {
      train_run_id: world.runId('DAY 2'),
      from_station_code: 'A',
      to_station_code: 'C',
      seat_numbers: ['4-1', '4-2', '4-3'],
    },
  })
  assert.deepEqual([held.status, encodingOf(held), held.headers.vary], [201, undefined, undefined])
  const bookings = await world.call('GET', '/api/bookings', { token, headers })
  assert.deepEqual([bookings.status, bookings.headers.vary], [200, undefined])
})

test('W25: the smallest encoding that a client accepts is chosen, and never one that it refuses with q=0', () => {
  const choose = (accept: string, forms = ['br', 'gzip']) =>
    chooseEncoding(accept, (one) => forms.includes(one))
  assert.equal(choose('gzip, deflate, br'), 'br')
  assert.equal(choose('GZIP;q=0.5'), 'gzip')
  assert.equal(choose('br;q=0, gzip;q=0.5'), 'gzip')
  assert.equal(choose('br, gzip;q=0.0', ['gzip']), 'identity')
  assert.equal(choose(''), 'identity')
  for (const form of ['br', 'gzip', 'identity'] as const)
    assert.equal(tagOfAll(tagOf('"1-2"', form)), '"1-2"')
})
