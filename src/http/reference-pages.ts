import fastify, { type FastifyInstance } from 'fastify'
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

const root = '/docs'

/**
 * The reference pages at /docs, made of /openapi.json. They are loaded when somebody first looks at them: alone they take as long to
 * load as half of the rest of a server, and most servers never show them.
 */
export function showReferencePages(app: FastifyInstance): void {
  let pages: Promise<FastifyInstance> | undefined
  // Public like the document that they show. They are pages and no operations, so the document does not list them.
  const config = { page: 'public' } as const
  for (const path of [root, `${root}/`, `${root}/js/scalar.js`]) {
    app.get(path, { config }, async (request, reply) => {
      pages ??= loadPages()
      const { routing } = await pages
      reply.hijack()
      routing(request.raw, reply.raw)
    })
  }
  app.addHook('onClose', async () => {
    await (await pages)?.close()
  })
}

/** An application of its own, since a server that is ready takes no more routes. */
async function loadPages(): Promise<FastifyInstance> {
  const { default: reference } = await import('@scalar/fastify-api-reference')
  const pages = fastify()
  pages.addHook('onSend', (_request, reply, payload, next) => {
    reply.header('content-security-policy', contentSecurity)
    reply.header('x-content-type-options', 'nosniff')
    next(null, payload)
  })
  // The script of the reference alone is 5 MB.
  pages.addHook('onSend', makeCompressor())
  pages.register(reference, {
    routePrefix: root,
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
  await pages.ready()
  return pages
}
