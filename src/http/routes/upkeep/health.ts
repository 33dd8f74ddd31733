import { Type } from 'typebox'
import { refuse } from '../../../domain/result.ts'
import { defineOperation } from '../../operation.ts'

const Health = Type.Object({
  status: Type.String({ examples: ['ok'] }),
  version: Type.String({ examples: ['0.1.0'] }),
})

const Readiness = Type.Object({
  ...Health.properties,
  status: Type.String({ examples: ['ready'] }),
  reasons: Type.Optional(
    Type.Array(Type.String(), {
      description: 'What does not work, although requests should still be sent here.',
    }),
  ),
})

/**
 * Not a reason to send requests elsewhere: searches, holds and cancellations still work, and other servers
 * use the same provider.
 */
const providerIsAway = 'The payment service does not answer: no payment is possible until it does.'

const shared = {
  method: 'GET',
  access: 'public',
  idempotency: 'none',
  lane: 'health',
  tag: 'Operation',
} as const

export const showHealth = defineOperation({
  ...shared,
  name: 'showHealth',
  path: '/healthz',
  summary: 'Check that the process is alive',
  description: 'For a supervisor: restart the process if there is no answer.',
  answers: { 200: { description: 'It is alive.', schema: Health } },
  refusals: [],
  handle: ({ deps }) => ({ status: 200, body: { status: 'ok', version: deps.version } }),
})

export const showReadiness = defineOperation({
  ...shared,
  name: 'showReadiness',
  path: '/readyz',
  summary: 'Check that the server is ready',
  description:
    'For a load balancer: 503 while the server is stopping or cannot write to its database. If ' +
    'the payment service does not answer, the body of the 200 has it as a reason, since ' +
    'everything except payment still works.',
  answers: { 200: { description: 'It is ready.', schema: Readiness } },
  refusals: [],
  async handle({ deps, isStopping }) {
    if (isStopping())
      return refuse({ code: 'overloaded', reason: 'the server is stopping', retryAfterMs: 5_000 })
    const { ok, detail } = await deps.store.health()
    if (!ok) return refuse({ code: 'overloaded', reason: detail, retryAfterMs: 5_000 })
    const body = { status: 'ready', version: deps.version }
    if (deps.gateway.isAvailable()) return { status: 200, body }
    return { status: 200, body: { ...body, reasons: [providerIsAway] } }
  },
})

export const showMetrics = defineOperation({
  ...shared,
  name: 'showMetrics',
  path: '/metrics',
  access: 'operator',
  summary: 'Metrics',
  description:
    'In the Prometheus text format, generated at most once a second, without personal data. Send ' +
    'the request from the machine of the server without a proxy, or send the METRICS_TOKEN of the ' +
    'server as a bearer token.',
  answers: { 200: { description: 'The metrics.', schema: Type.String(), mediaType: 'text/plain' } },
  refusals: [],
  async handle({ deps, metricsText }) {
    return {
      status: 200,
      body: await metricsText(),
      headers: { 'content-type': deps.registry.contentType },
    }
  },
})
