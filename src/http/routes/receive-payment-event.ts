import { Type } from 'typebox'
import { receivePaymentEvent as receive } from '../../app/receive-payment-event.ts'
import { defineOperation } from '../operation.ts'

export const receivePaymentEvent = defineOperation({
  name: 'receivePaymentEvent',
  method: 'POST',
  path: '/api/payments/webhooks/{provider}',
  access: 'public',
  idempotency: 'none',
  lane: 'confirm',
  tag: 'Payments',
  summary: 'Hear from a payment provider',
  description:
    'For payment providers, not for clients. Signed as Standard Webhooks has it: HMAC-SHA256 over id, time and raw body, good for five minutes. The event is a hint; what the provider has when it is asked is what counts, so one that comes twice, late or out of order does no harm.',
  params: Type.Object({ provider: Type.String({ description: 'Name of the provider, `mock`.' }) }),
  headers: [
    { name: 'Webhook-Id', description: 'The same for each time that the event is sent.' },
    { name: 'Webhook-Timestamp', description: 'Seconds since 1970.' },
    { name: 'Webhook-Signature', description: '`v1,` and the signature in base64.' },
  ],
  body: Type.Object({}, { description: 'The event, as the provider has it.' }),
  keepsRawBody: true,
  answers: { 204: { description: 'The event was taken.', schema: null } },
  refusals: ['unauthenticated', 'not_found'],
  async handle({ deps }, { params, request }) {
    const header = (name: string) => String(request.headers[name] ?? '')
    const event = {
      id: header('webhook-id'),
      timestamp: header('webhook-timestamp'),
      signature: header('webhook-signature'),
      body: request.rawBody,
    }
    const received = await receive(deps, params.provider, event)
    return received.ok ? { status: 204 } : received
  },
})
