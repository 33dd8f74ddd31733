import { Type } from 'typebox'
import { refuse } from '../../domain/result.ts'
import { defineOperation } from '../operation.ts'

const Health = Type.Object({
  status: Type.String({ examples: ['ok'] }),
  version: Type.String({ examples: ['0.1.0'] }),
})

const shared = {
  method: 'GET',
  access: 'public',
  idempotency: 'none',
  lane: 'confirm',
  tag: 'Operation',
} as const

export const showHealth = defineOperation({
  ...shared,
  name: 'showHealth',
  path: '/healthz',
  summary: 'Whether the process lives',
  description: 'For a supervisor: no answer means start it again.',
  answers: { 200: { description: 'It does.', schema: Health } },
  refusals: [],
  handle: ({ deps }) => ({ status: 200, body: { status: 'ok', version: deps.version } }),
})

export const showReadiness = defineOperation({
  ...shared,
  name: 'showReadiness',
  path: '/readyz',
  summary: 'Whether requests should be sent here',
  description: 'For a load balancer: 503 while the server stops or cannot write to its database.',
  answers: { 200: { description: 'They should.', schema: Health } },
  refusals: [],
  async handle({ deps, isStopping }) {
    if (isStopping())
      return refuse({ code: 'overloaded', reason: 'the server is stopping', retryAfterMs: 5_000 })
    const { ok, detail } = await deps.store.health()
    if (!ok) return refuse({ code: 'overloaded', reason: detail, retryAfterMs: 5_000 })
    return { status: 200, body: { status: 'ready', version: deps.version } }
  },
})

export const showMetrics = defineOperation({
  ...shared,
  name: 'showMetrics',
  path: '/metrics',
  summary: 'Metrics',
  description: 'In the Prometheus text format. They name no person.',
  answers: { 200: { description: 'The metrics.', schema: Type.String(), mediaType: 'text/plain' } },
  refusals: [],
  async handle({ deps }) {
    return {
      status: 200,
      body: await deps.registry.metrics(),
      headers: { 'content-type': deps.registry.contentType },
    }
  },
})
