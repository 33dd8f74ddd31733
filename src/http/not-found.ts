import type { FastifyInstance } from 'fastify'
import { sendProblem } from './answering.ts'
import type { HttpMetrics } from './http-metrics.ts'
import type { ShowLostPage } from './pages.ts'

/** A route that has been added: an operation, a page or a file. */
interface KnownRoute {
  readonly methods: readonly string[]
  readonly segments: readonly string[]
}

/** Lists the routes that are added after this call. */
export function listRoutes(app: FastifyInstance): readonly KnownRoute[] {
  const routes: KnownRoute[] = []
  app.addHook('onRoute', ({ method, url }) => {
    routes.push({ methods: [method].flat(), segments: url.split('/') })
  })
  return routes
}

/**
 * Answers requests for unknown paths before their body is read: 405 if only the method is wrong, otherwise
 * 404.
 */
export function handleUnknownRoutes(
  app: FastifyInstance,
  routes: readonly KnownRoute[],
  metrics: HttpMetrics,
  showLostPage: ShowLostPage,
): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done()
    if (showLostPage(request, reply)) return
    const path = request.url.split('?', 1)[0] ?? ''
    const allowed = methodsFor(routes, path.split('/'))
    const code = allowed.length > 0 && !allowed.includes(request.method) ? 'method_not_allowed' : 'not_found'
    metrics.refused(code)
    if (code === 'method_not_allowed') reply.header('allow', allowed.join(', '))
    sendProblem(request, reply, code)
    metrics.of('none').answered(reply.statusCode, 0)
  })
}

/** The methods that a path has, in order of their names. */
function methodsFor(routes: readonly KnownRoute[], path: readonly string[]): readonly string[] {
  const found = routes.filter(
    ({ segments }) =>
      segments.length === path.length &&
      segments.every((one, index) => (one.startsWith(':') ? path[index] !== '' : one === path[index])),
  )
  return [...new Set(found.flatMap(({ methods }) => methods))].sort()
}
