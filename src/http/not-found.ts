import type { FastifyInstance } from 'fastify'
import { sendProblem } from './answering.ts'
import type { HttpMetrics } from './http-metrics.ts'
import { hasHead, type Operation } from './operation.ts'
import type { ShowLostPage } from './pages.ts'

/** Answers for addresses that no operation has: 405 where it is only the method, else 404. */
export function handleUnknownRoutes(
  app: FastifyInstance,
  operations: readonly Operation[],
  metrics: HttpMetrics,
  showLostPage: ShowLostPage,
): void {
  const routes = operations.map((operation) => ({
    methods: hasHead(operation) ? ['GET', 'HEAD'] : [operation.method],
    form: new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }))
  app.setNotFoundHandler((request, reply) => {
    if (showLostPage(request, reply)) return reply
    const path = request.url.split('?', 1)[0] ?? ''
    const allowed = [
      ...new Set(routes.filter(({ form }) => form.test(path)).flatMap(({ methods }) => methods)),
    ]
    const code = allowed.length > 0 && !allowed.includes(request.method) ? 'method_not_allowed' : 'not_found'
    metrics.refused(code)
    if (code === 'method_not_allowed') reply.header('allow', allowed.sort().join(', '))
    sendProblem(request, reply, code)
    metrics.of('none').answered(reply.statusCode, 0)
    return reply
  })
}
