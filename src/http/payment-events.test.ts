import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openWorld } from './world.fixture.ts'

/** A provider whose signature is the word `genuine`. */
async function worldWithProvider() {
  const asked: string[] = []
  const { deps } = await openWorld()
  const gateway = {
    ...deps.gateway,
    readEvent: (event: { signature: string; body: string }) =>
      event.signature === 'genuine' ? { key: event.body } : undefined,
    find: async (key: string) => {
      asked.push(key)
      return null
    },
  }
  return { world: await openWorld({ gateway }), asked }
}

const headers = (signature: string) => ({
  'webhook-id': 'evt_1',
  'webhook-timestamp': '1000',
  'webhook-signature': signature,
})

test('P15: a genuine event is accepted with its body byte for byte, and the provider is asked by key', async () => {
  const { world, asked } = await worldWithProvider()
  const body = '{ "a":  1 }'
  const answer = await world.call('POST', '/api/payments/webhooks/mock', {
    body,
    headers: headers('genuine'),
  })
  assert.equal(answer.status, 204)
  assert.deepEqual(asked, [body])
})

test('K1: an event whose ID is not one line of text is 400, and nothing is asked or stored', async () => {
  const { world, asked } = await worldWithProvider()
  for (const id of ['evt\x9b', 'x'.repeat(256)]) {
    const answer = await world.call('POST', '/api/payments/webhooks/mock', {
      body: {},
      headers: { ...headers('genuine'), 'webhook-id': id },
    })
    assert.equal(answer.status, 400)
    assert.deepEqual((answer.body.errors as { pointer: string }[])[0]?.pointer, '/Webhook-Id')
  }
  assert.deepEqual(asked, [])
})

test('W60: an event is parsed only after its signature was found genuine, so a forged one is 401 whatever it is', async (t) => {
  const { world, asked } = await worldWithProvider()
  const parse = t.mock.method(JSON, 'parse')
  const parsed = () => parse.mock.calls.map((call) => call.arguments[0])
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
  for (const body of ['{"a":1}', 'no JSON', '{', deep]) {
    const sent = { body, headers: headers('forged') }
    assert.equal((await world.call('POST', '/api/payments/webhooks/mock', sent)).status, 401)
    assert.ok(!parsed().includes(body))
  }
  assert.deepEqual(asked, [])
})

test('P15: a forged event is 401 and no provider is asked; an unknown provider is 404', async () => {
  const { world, asked } = await worldWithProvider()
  const forged = await world.call('POST', '/api/payments/webhooks/mock', {
    body: {},
    headers: headers('forged'),
  })
  assert.deepEqual([forged.status, forged.body.code], [401, 'unauthenticated'])
  const unsigned = await world.call('POST', '/api/payments/webhooks/mock', { body: {} })
  assert.equal(unsigned.status, 401)
  const foreign = await world.call('POST', '/api/payments/webhooks/acme', {
    body: {},
    headers: headers('genuine'),
  })
  assert.deepEqual([foreign.status, foreign.body.code], [404, 'not_found'])
  assert.deepEqual(asked, [])
})
