import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Brand } from '../domain/railway/brand.ts'
import { contentSecurity } from './answer-headers.ts'
import { type BrandPages, brandPages, escapeHtml } from './brand-pages.ts'
import { type PageFile, pageOf, readPageFiles } from './page-files.ts'
import { sendFile } from './send-file.ts'

/** What the server needs to serve the web pages. */
export interface PagesOptions {
  /** The folder that `npm run web:build` writes. */
  readonly folder: string
  /** True if the pages offer the mock payment service's tokens with fixed outcomes. */
  readonly isDemo: boolean
  /** True if the mails of the demo can be read on a page of their own. */
  readonly showsOutbox: boolean
  /** How long a hold keeps its seats: the pages say so before it is placed. */
  readonly holdMs: number
  readonly brand: Brand
  /** The public address of the pages; null if it is not known. */
  readonly siteUrl: string | null
}

/** No inline scripts, nothing from other hosts, no framing. */
const policy = contentSecurity({
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'connect-src': ["'self'"],
  'manifest-src': ["'self'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
})

/** Addresses of the passenger's pages; the page itself decides what to show. */
const pagePaths = [
  '/',
  '/trains',
  '/trains/:train_run_id/seats',
  '/checkout/:hold_token',
  '/bookings',
  '/bookings/:booking_id',
  '/tickets/:link_token',
  '/find',
  '/account',
  '/outbox',
  '/setup',
]

/** The page of the console, and its addresses. */
const consoleIndex = '/operator/index.html'
const consolePaths = [
  '/operator',
  '/operator/runs/:train_run_id',
  '/operator/runs/:train_run_id/manifest',
  '/operator/bookings',
  '/operator/bookings/:booking_id',
  '/operator/bookings/:booking_id/receipt',
  '/operator/sell',
  '/operator/reports',
  '/operator/people',
  '/operator/audit',
]

const notBuilt = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Holdfast: the pages are not built</title></head>
  <body>
    <h1>The pages are not built</h1>
    <p>The API is running; its reference is at <a href="/docs/">/docs</a>.
    Run <code>npm run web:build</code> in the Holdfast folder, and restart the server;
    <code>npm start</code> does both.</p>
  </body>
</html>
`

/** Shows a page instead of a problem if a person follows a broken link; false if a program asks. */
export type ShowLostPage = (request: FastifyRequest, reply: FastifyReply) => boolean

/**
 * Serves the web pages: the built files, and the page of its face for every address. Without options there
 * are no pages, and `/` leads to the reference.
 */
export function showPages(app: FastifyInstance, options: PagesOptions | undefined): ShowLostPage {
  const config = { page: 'public' } as const
  if (!options) {
    app.get('/', { config }, (_request, reply) => reply.redirect('/docs/', 302))
    return () => false
  }
  const files = readPageFiles(options.folder)
  const brand = brandPages(options.brand, options.siteUrl)
  const index = withFacts(
    files?.get('/index.html') ?? pageOf(notBuilt),
    {
      demo: options.isDemo ? 'on' : 'off',
      outbox: options.showsOutbox ? 'on' : 'off',
      'hold-seconds': String(options.holdMs / 1000),
    },
    brand,
  )
  const consolePage = withFacts(files?.get(consoleIndex) ?? pageOf(notBuilt), {}, brand)
  const status = files ? 200 : 503
  for (const [page, paths] of [[index, pagePaths] as const, [consolePage, consolePaths] as const])
    for (const path of paths)
      app.get(path, { config }, (request, reply) => sendFile(request, reply, page, { policy, status }))
  // A brand has its own icon in the place of the usual one.
  for (const [path, file] of new Map([...(files ?? []), ...brand.files])) {
    if (path !== '/index.html' && path !== consoleIndex)
      app.get(path, { config }, (request, reply) => sendFile(request, reply, file, { policy }))
  }
  return (request, reply) => {
    if (!isPersonAsking(request)) return false
    const lost = request.url.startsWith('/operator/') ? consolePage : index
    sendFile(request, reply, lost, { policy, status: files ? 404 : 503 })
    return true
  }
}

/**
 * The built page says `off`, and has the name of Holdfast, so it is given what this server says instead, and
 * compressed again.
 */
function withFacts(
  page: PageFile,
  facts: Readonly<Record<string, string>>,
  { head, description, facts: brand }: BrandPages,
): PageFile {
  const all = { ...facts, brand: escapeHtml(JSON.stringify(brand)) }
  const text = Object.entries(all).reduce(
    (html, [name, value]) =>
      html.replace(
        `name="holdfast-${name}" content="off"`,
        () => `name="holdfast-${name}" content="${value}"`,
      ),
    page.bodies.identity.toString('utf8'),
  )
  const name = escapeHtml(brand.name)
  return pageOf(
    text
      .replace(/<title>(.* · )?Holdfast<\/title>/, (_title, screen = '') => `<title>${screen}${name}</title>`)
      .replace(/name="description" content="[^"]*"/, () => `name="description" content="${description}"`)
      .replace('</head>', () => `  ${head}\n  </head>`),
  )
}

function isPersonAsking({ method, url, headers }: FastifyRequest): boolean {
  const isPage = method === 'GET' || method === 'HEAD'
  return isPage && !url.startsWith('/api/') && (headers.accept ?? '').includes('text/html')
}
