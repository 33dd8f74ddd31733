import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { storeFaultOf } from '../app/store-fault.ts'
import { sendProblem } from './answering.ts'
import { bodyLimitsOf } from './body-limits.ts'
import type { HttpDeps } from './http-deps.ts'
import type { HttpMetrics } from './http-metrics.ts'
import type { Operation } from './operation.ts'
import type { Facts, RefusalCode } from './problem.ts'
import { RequestMalformed } from './validation.ts'

/**
 * How much of an oversized body is still read and dropped, so its sender reads the answer instead of a reset.
 */
const swallowedBytes = 64 * 1024 * 1024
const longestSwallowMs = 5_000

interface Fault {
  readonly code: RefusalCode
  readonly facts?: Facts
}

/** Turns every exception of a request into a problem. */
export function handleFaults(app: FastifyInstance, deps: HttpDeps, metrics: HttpMetrics): void {
  const retryAfterMs = () => Math.round(1000 * (1 + (deps.randomBytes(1)[0] ?? 0) / 255))
  app.setErrorHandler(async (error: FastifyError, request, reply) => {
    const { operation } = request.routeOptions.config ?? {}
    const fault = faultOf(error, operation, retryAfterMs)
    metrics.refused(fault.code)
    if (fault.code === 'internal_error' || fault.code === 'outcome_unknown')
      deps.log.error({ request_id: request.id, err: error }, 'request failed')
    if (fault.code === 'body_too_large') await swallow(request, reply)
    sendProblem(request, reply, fault.code, fault.facts)
    metrics
      .of(operation?.name ?? 'none')
      .answered(reply.statusCode, (deps.monotonicMs() - request.arrivedAtMs) / 1000)
    return reply
  })
}

const malformed = (detail: string): Fault => ({
  code: 'malformed_request',
  facts: { errors: [{ pointer: '', detail }] },
})

function faultOf(error: FastifyError, operation: Operation | undefined, retryAfterMs: () => number): Fault {
  if (error instanceof RequestMalformed) return { code: 'malformed_request', facts: { errors: error.errors } }
  const storeFault = storeFaultOf(error)
  if (storeFault === 'run_not_found') return { code: storeFault }
  if (storeFault) return { code: storeFault, facts: { retry_after_ms: retryAfterMs() } }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { code: 'body_too_large', facts: { limit_bytes: bodyLimitsOf(operation).bytes } }
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return { code: 'unsupported_media_type' }
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return malformed('has a different length than Content-Length says')
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return malformed('the URL cannot be decoded')
    default:
      return error.statusCode === 400 ? malformed('cannot be read') : { code: 'internal_error' }
  }
}

async function swallow(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  // The framework closes the connection after an unread body, and closing resets it while data still arrives.
  reply.removeHeader('connection')
  let bytes = 0
  request.raw.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > swallowedBytes) request.raw.destroy()
  })
  request.raw.resume()
  // A client that asked to close the connection is answered after the body, for the same reason.
  if (!reply.raw.shouldKeepAlive)
    await Promise.race([once(request.raw, 'close'), pause(longestSwallowMs, null, { ref: false })])
}
