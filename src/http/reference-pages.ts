import { randomBytes } from 'node:crypto'
import fastify, { type FastifyInstance } from 'fastify'
import { contentSecurity } from './answer-headers.ts'
import { keepNowhere } from './conditional.ts'
import { fileOf, htmlType, type PageFile, scriptType } from './page-files.ts'
import { sendFile } from './send-file.ts'

const root = '/docs'
const pagePath = `${root}/`
const scriptPath = `${root}/js/scalar.js`

interface ReferencePages {
  /** The page for one answer, whose scripts and styles carry this nonce. */
  readonly pageWith: (nonce: string) => string
  readonly script: PageFile
}

/**
 * The reference pages at /docs, generated from /openapi.json. They load on first use: loading them takes half
 * as long as the rest of a server, and most servers never show them.
 */
export function showReferencePages(app: FastifyInstance): void {
  let loading: Promise<ReferencePages> | undefined
  function load(): Promise<ReferencePages> {
    loading ??= loadPages().catch((fault) => {
      loading = undefined
      throw fault
    })
    return loading
  }
  // Public, like the document that they show. They are pages, not operations, so the document does not list
  // them.
  const config = { page: 'public' } as const
  app.get(root, { config }, (_request, reply) => reply.redirect(pagePath, 301))
  app.get(pagePath, { config }, async (_request, reply) => {
    const { pageWith } = await load()
    const nonce = randomBytes(16).toString('base64url')
    const headers = { 'content-security-policy': policyOf(nonce), 'cache-control': keepNowhere }
    return reply.headers(headers).type(htmlType).send(pageWith(nonce))
  })
  app.get(scriptPath, { config }, async (request, reply) => sendFile(request, reply, (await load()).script))
}

/** Creates the page and its script once, and keeps them: the script alone is 5 MB. */
async function loadPages(): Promise<ReferencePages> {
  const { default: reference } = await import('@scalar/fastify-api-reference')
  const nonceHere = 'NONCE-OF-THE-ANSWER'
  const maker = fastify()
  await maker.register(reference, {
    routePrefix: root,
    configuration: {
      url: '/openapi.json',
      pageTitle: 'Holdfast API',
      nonce: nonceHere,
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      hideClientButton: true,
      showDeveloperTools: 'never',
    },
  })
  const { body: page } = await maker.inject(pagePath)
  const { body: script } = await maker.inject(scriptPath)
  await maker.close()
  return {
    pageWith: (nonce) => page.replaceAll(nonceHere, nonce),
    script: await fileOf(stylesWithNonce + script, scriptType),
  }
}

/** The reference puts its nonce on only one of the style sheets that it creates; all of them need it. */
const stylesWithNonce = `{
  const nonce = document.querySelector('meta[property=csp-nonce]').content
  const create = document.createElement.bind(document)
  document.createElement = (name, options) =>
    Object.assign(create(name, options), name === 'style' ? { nonce } : {})
}
`

/** The page loads everything from this server, and runs only the scripts and styles with this nonce. */
function policyOf(nonce: string): string {
  return contentSecurity({
    'script-src': [`'nonce-${nonce}'`],
    'style-src': [`'nonce-${nonce}'`],
    'img-src': ["'self'", 'data:', 'blob:'],
    'font-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'base-uri': ["'none'"],
  })
}
