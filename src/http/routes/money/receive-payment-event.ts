import { Type } from 'typebox'
import { receivePaymentEvent as receive } from '../../../app/money/receive-payment-event.ts'
import { maybeBlankLineProblem } from '../../../domain/text.ts'
import { defineOperation } from '../../operation.ts'
import { RequestMalformed } from '../../validation.ts'

const longestEventId = 255

export const receivePaymentEvent = defineOperation({
  name: 'receivePaymentEvent',
  method: 'POST',
  path: '/api/payments/webhooks/{provider}',
  access: 'public',
  idempotency: 'none',
  lane: 'webhook',
  tag: 'Payments',
  summary: 'Receive an event from a payment provider',
  description:
    'For payment providers, not for clients. Events are signed as in Standard Webhooks: ' +
    'HMAC-SHA256 over ID, time and raw body, valid for five minutes. An event is only a hint: the ' +
    'server then asks the provider for the state of the payment, so a repeated, late or ' +
    'misordered event does no harm.',
  params: Type.Object({ provider: Type.String({ description: 'Name of the provider, `mock`.' }) }),
  headers: [
    { name: 'Webhook-Id', description: 'The same each time that the event is sent.' },
    { name: 'Webhook-Timestamp', description: 'Seconds since 1970.' },
    { name: 'Webhook-Signature', description: '`v1,` and the signature in base64.' },
  ],
  body: Type.Object({}, { description: 'The event, as the provider sends it.' }),
  // Providers send a payment with all its details, so an event can be large.
  bodyLimits: { bytes: 128 * 1024 },
  takesRawBody: true,
  answers: { 204: { description: 'The event was accepted.', schema: null } },
  refusals: ['unauthenticated', 'not_found'],
  async handle({ deps }, { params, request }) {
    const header = (name: string) => String(request.headers[name] ?? '')
    const id = header('webhook-id')
    const problem = maybeBlankLineProblem(id, longestEventId)
    if (problem !== undefined) throw new RequestMalformed([{ pointer: '/Webhook-Id', detail: problem }])
    const event = {
      id,
      timestamp: header('webhook-timestamp'),
      signature: header('webhook-signature'),
      body: request.rawBody,
    }
    const received = await receive(deps, params.provider, event)
    return received.ok ? { status: 204 } : received
  },
})
