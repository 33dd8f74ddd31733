import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSignedBy, signWebhook, webhookWindowSeconds } from './webhook-signature.ts'

const now = 1_790_000_000
const event = {
  id: 'evt_1',
  timestamp: String(now),
  body: '{"a":1}',
  signature: signWebhook('secret', 'evt_1', now, '{"a":1}'),
}

test('P15: a webhook is genuine if the secret, id, time and every byte of the body are those that were signed', () => {
  assert(isSignedBy('secret', event, now))
  assert(!isSignedBy('Secret', event, now))
  for (const changed of [
    { id: 'evt_2' },
    { timestamp: String(now + 1) },
    { body: '{"a":1} ' },
    { signature: '' },
    { signature: event.signature.slice(0, -2) },
    { timestamp: 'soon' },
  ])
    assert(!isSignedBy('secret', { ...event, ...changed }, now), JSON.stringify(changed))
})

test('P15, O32: a sender that changes its secret signs with both', () => {
  const signature = `${signWebhook('old', event.id, now, event.body)} ${event.signature}`
  assert(isSignedBy('secret', { ...event, signature }, now))
})

test('P15: a signature is valid for five minutes before and after its time', () => {
  for (const away of [-webhookWindowSeconds, webhookWindowSeconds])
    assert(isSignedBy('secret', event, now + away))
  for (const away of [-webhookWindowSeconds - 1, webhookWindowSeconds + 1])
    assert(!isSignedBy('secret', event, now + away))
})
