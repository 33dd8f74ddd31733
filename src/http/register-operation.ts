import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { factsOnWire, sendAnswer, sendProblem } from './answering.ts'
import type { Gate } from './gate.ts'
import type { HttpMetrics, OperationMetrics } from './http-metrics.ts'
import type { Lanes } from './lanes.ts'
import { answeredAlready, type HttpContext, hasHead, type Operation, type Outcome } from './operation.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    operation?: Operation
  }
}

export interface Registrar {
  readonly context: HttpContext
  readonly gate: Gate
  readonly lanes: Lanes
  readonly metrics: HttpMetrics
}

/** Nobody: what the handler of a public operation is given as its caller, and has no use for. */
const nobody = { userId: 0 as never }

/** Makes a route of an operation. Everything that depends on the operation alone is done once, here. */
export function registerOperation(app: FastifyInstance, registrar: Registrar, operation: Operation): void {
  const { context, gate, lanes } = registrar
  const metrics = registrar.metrics.of(operation.name)
  const { lane, handle } = operation
  app.route({
    method: operation.method,
    exposeHeadRoute: hasHead(operation),
    url: operation.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    config: { operation },
    schema: runtimeSchema(operation),
    onRequest(request, reply, done) {
      if (gate(operation, request, reply)) done()
    },
    async handler(request, reply) {
      lanes.enter(lane)
      try {
        const outcome = await handle(context, {
          caller: request.caller ?? nobody,
          idempotencyKey: request.idempotencyKey,
          params: request.params,
          query: request.query,
          // Undefined where the schema lets it be left out.
          body: request.body ?? {},
          request,
          reply,
        })
        return sendOutcome(registrar, metrics, request, reply, outcome)
      } finally {
        lanes.leave(lane)
      }
    },
  })
}

function sendOutcome(
  { context, metrics: all }: Registrar,
  metrics: OperationMetrics,
  request: FastifyRequest,
  reply: FastifyReply,
  outcome: Outcome,
): FastifyReply {
  if (outcome === answeredAlready) return reply
  const { deps } = context
  if ('refusal' in outcome) {
    const { refusal } = outcome
    all.refused(refusal.code)
    sendProblem(request, reply, refusal.code, factsOnWire(refusal, deps.store))
  } else sendAnswer(reply, outcome)
  const milliseconds = deps.monotonicMs() - request.arrivedAtMs
  metrics.answered(reply.statusCode, milliseconds / 1000)
  if (deps.logRequests)
    deps.log.debug(
      {
        request_id: request.id,
        operation: request.routeOptions.config.operation?.name,
        status: reply.statusCode,
        ms: Math.round(milliseconds * 1000) / 1000,
      },
      'answered',
    )
  return reply
}

/** What the framework checks and writes by; the documentation has more (`openapi.ts`). */
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
