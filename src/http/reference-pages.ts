import reference from '@scalar/fastify-api-reference'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { makeCompressor } from './compression.ts'

/** Everything that the pages need comes from this server; whatever else they might ask for, the browser does not load. */
const contentSecurity = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "frame-ancestors 'none'",
].join('; ')

/** The reference pages at /docs, made of /openapi.json. */
export function showReferencePages(app: FastifyInstance): void {
  app.register((pages, _options, done) => {
    pages.addHook('onRoute', (route: RouteOptions) => {
      // Public like the document that they show. They are pages and no operations, so the document does not list them.
      route.config = { ...route.config, page: 'public' }
    })
    pages.addHook('onSend', (_request, reply, payload, next) => {
      reply.header('content-security-policy', contentSecurity)
      reply.header('x-content-type-options', 'nosniff')
      next(null, payload)
    })
    // The script of the reference alone is 5 MB.
    pages.addHook('onSend', makeCompressor())
    pages.register(reference, {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        pageTitle: 'Holdfast API',
        withDefaultFonts: false,
        telemetry: false,
        agent: { disabled: true },
        mcp: { disabled: true },
        hideClientButton: true,
        showDeveloperTools: 'never',
      },
    })
    done()
  })
}
