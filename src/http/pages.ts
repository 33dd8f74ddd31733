import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { chooseEncoding, tagOf } from './encodings.ts'
import { type PageFile, pageOf, readPageFiles } from './page-files.ts'

/** What the server needs to show the web pages. */
export interface PagesOptions {
  /** The folder that `npm run web:build` writes. */
  readonly folder: string
  /** Whether the pages offer the tokens of the mock payment service that decide alone. */
  readonly isDemo: boolean
}

/** No inline script, nothing from other hosts, no frame around us. */
const contentSecurity = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Addresses of the passenger's pages; the page itself finds out what to show. */
const pagePaths = [
  '/',
  '/trains',
  '/trains/:train_run_id/seats',
  '/checkout/:hold_token',
  '/bookings',
  '/bookings/:booking_id',
  '/tickets/:link_token',
]

const notBuilt = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Holdfast: the pages are not built</title></head>
  <body>
    <h1>The pages are not built</h1>
    <p>The API runs; its reference is at <a href="/docs/">/docs</a>.
    Run <code>npm run web:build</code> in the folder of Holdfast and start it again; <code>npm start</code> does both.</p>
  </body>
</html>
`

/** Shows a page in place of a problem where a person follows a link that leads nowhere; false where a program asks. */
export type ShowLostPage = (request: FastifyRequest, reply: FastifyReply) => boolean

/**
 * Serves the web pages: the files of the build, and its index.html for every address of a page. Without options there are no pages
 * and the front door leads to the reference.
 */
export function showPages(app: FastifyInstance, options: PagesOptions | undefined): ShowLostPage {
  const config = { page: 'public' } as const
  if (!options) {
    app.get('/', { config }, (_request, reply) => reply.redirect('/docs/', 302))
    return () => false
  }
  const files = readPageFiles(options.folder)
  const index = withDemo(files?.get('/index.html') ?? pageOf(notBuilt), options.isDemo)
  const status = files ? 200 : 503
  for (const path of pagePaths)
    app.get(path, { config }, (request, reply) => sendPage(request, reply, index, status))
  for (const [path, file] of files ?? []) {
    if (path !== '/index.html')
      app.get(path, { config }, (request, reply) => sendPage(request, reply, file, 200))
  }
  return (request, reply) => {
    if (!isPersonAsking(request)) return false
    sendPage(request, reply, index, files ? 404 : 503)
    return true
  }
}

/** The built page says `off`; what was compressed when it was built does not fit then. */
function withDemo(index: PageFile, isDemo: boolean): PageFile {
  if (!isDemo) return index
  const text = index.bodies.identity.toString('utf8')
  return pageOf(text.replace('name="holdfast-demo" content="off"', 'name="holdfast-demo" content="on"'))
}

function isPersonAsking({ method, url, headers }: FastifyRequest): boolean {
  const isPage = method === 'GET' || method === 'HEAD'
  return isPage && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html')
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  file: PageFile,
  status: number,
): FastifyReply {
  reply.headers({
    'content-security-policy': contentSecurity,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
  })
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const encoding = chooseEncoding(accepted, (one) => one in file.bodies)
  const etag = tagOf(file.etag, encoding)
  reply.header('etag', etag)
  if (status === 200 && request.headers['if-none-match'] === etag) return reply.code(304).send()
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  return reply
    .code(status)
    .type(file.mediaType)
    .send(file.bodies[encoding] ?? file.bodies.identity)
}
