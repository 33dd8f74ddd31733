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

test('P15: a genuine event is taken with its body byte for byte, and the provider is asked by key', async () => {
  const { world, asked } = await worldWithProvider()
  const body = '{ "a":  1 }'
  const answer = await world.call('POST', '/api/payments/webhooks/mock', {
    body,
    headers: headers('genuine'),
  })
  assert.equal(answer.status, 204)
  assert.deepEqual(asked, [body])
})

test('P15: a forged event is 401 and asks nobody; a provider that is not ours is 404', async () => {
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
