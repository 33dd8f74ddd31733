import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { factsOnWire, sendAnswer, sendProblem } from './answering.ts'
import { bodyLimitsOf } from './body-limits.ts'
import type { HttpMetrics, OperationMetrics } from './http-metrics.ts'
import { makeKeeping } from './keeping.ts'
import type { Lanes } from './lanes.ts'
import { answeredAlready, type HttpContext, hasHead, type Operation, type Outcome } from './operation.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: Operation
  }
}

interface Registrar {
  readonly context: HttpContext
  readonly lanes: Lanes
  readonly metrics: HttpMetrics
}

/** The caller passed to the handler of a public operation, which does not use it. */
const nobody = { userId: 0 as never }

/** Creates the route of an operation. Work that depends only on the operation is done once, here. */
export function registerOperation(app: FastifyInstance, registrar: Registrar, operation: Operation): void {
  const { context, lanes } = registrar
  const note = noteAnswers(context, registrar.metrics.of(operation.name), operation.name)
  const keeping = operation.keeps && makeKeeping(operation, context, note)
  const { lane, handle } = operation
  app.route({
    method: operation.method,
    exposeHeadRoute: hasHead(operation),
    url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { operation },
    bodyLimit: bodyLimitsOf(operation).bytes,
    schema: runtimeSchema(operation),
    ...(keeping ? { onRequest: keeping.onRequest } : {}),
    async handler(request, reply) {
      const make = () =>
        handle(context, {
          caller: request.caller ?? nobody,
          idempotencyKey: request.idempotencyKey,
          params: request.params,
          query: request.query,
          // Undefined if the schema allows an empty body.
          body: request.body ?? {},
          request,
          reply,
        })
      lanes.enter(lane)
      try {
        const outcome = await (keeping ? keeping.handle(request, reply, make) : make())
        return sendOutcome(registrar, note, request, reply, outcome)
      } finally {
        lanes.leave(lane, context.deps.monotonicMs() - request.arrivedAtMs)
      }
    },
  })
}

type Note = (request: FastifyRequest, status: number) => void

/** Counts the answers of an operation, and logs them if the operator wants that. */
function noteAnswers({ deps }: HttpContext, metrics: OperationMetrics, operation: string): Note {
  return (request, status) => {
    const milliseconds = deps.monotonicMs() - request.arrivedAtMs
    metrics.answered(status, milliseconds / 1000)
    if (!deps.logRequests) return
    const ms = Math.round(milliseconds * 1000) / 1000
    deps.log.debug({ request_id: request.id, operation, status, ms }, 'answered')
  }
}

function sendOutcome(
  { context, metrics }: Registrar,
  note: Note,
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome,
): FastifyReply {
  if (outcome === answeredAlready) return reply
  if ('refusal' in outcome) {
    const { refusal } = outcome
    metrics.refused(refusal.code)
    sendProblem(request, reply, refusal.code, factsOnWire(refusal, context.deps.store))
  } else sendAnswer(reply, outcome)
  note(request, reply.statusCode)
  return reply
}

/** The schemas that the framework checks and writes by; the documentation has more (`openapi.ts`). */
function runtimeSchema(operation: Operation) {
  const response = Object.fromEntries(
    Object.entries(operation.answers).flatMap(([status, { schema, mediaType }]) =>
      schema && mediaType === undefined ? [[status, schema]] : [],
    ),
  )
  return {
    ...(operation.params ? { params: operation.params } : {}),
    ...(operation.query ? { querystring: operation.query } : {}),
    ...(operation.body ? { body: operation.body } : {}),
    ...(Object.keys(response).length > 0 ? { response } : {}),
  }
}
