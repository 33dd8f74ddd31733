import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { keepNowhere, tagAsAsked } from './conditional.ts'
import { chooseEncoding, type Encoding, tagOf } from './encodings.ts'
import { hasHead } from './operation.ts'

/** Less than this fits into the first packets that a connection sends anyway. */
export const leastBytes = 2_048

const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants
const gzipAsync = promisify(gzip)
const brotliAsync = promisify(brotliCompress)

// Both in threads of their own. A seat map of 1,100 seats, 276 kB, becomes 17 kB and 10 kB in some 2 ms.
const compressors = {
  gzip: (bytes: Buffer) => gzipAsync(bytes, { level: 6 }),
  br: (bytes: Buffer) =>
    brotliAsync(bytes, { params: { [BROTLI_PARAM_QUALITY]: 5, [BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
} satisfies Record<Exclude<Encoding, 'identity'>, (bytes: Buffer) => Promise<Buffer>>

/**
 * Compresses what everybody may read, where it is large and the client takes it. What changes something, what only its owner may see
 * and what never ends is left as it is: the first for speed, the second because the length of compressed secrets tells of them.
 */
export function compressPublicAnswers(app: FastifyInstance): void {
  const compress = makeCompressor()
  app.addHook('onRoute', (route: RouteOptions) => {
    const operation = route.config?.operation
    if (operation?.access !== 'public' || !hasHead(operation)) return
    // First, because the one that takes the body out of an answer to HEAD says how long it was.
    route.onSend = [compress, ...[route.onSend ?? []].flat()]
  })
}

/** The hook that compresses; exported for pages that are no operations. */
export function makeCompressor() {
  // Bytes that are kept are sent again and again, and are compressed once for as long as they are.
  const compressed = new WeakMap<Buffer, Map<Encoding, Promise<Buffer>>>()

  function compressOnce(bytes: Buffer, encoding: Exclude<Encoding, 'identity'>): Promise<Buffer> {
    const forms = compressed.get(bytes) ?? new Map<Encoding, Promise<Buffer>>()
    compressed.set(bytes, forms)
    const form = forms.get(encoding) ?? compressors[encoding](bytes)
    forms.set(encoding, form)
    return form
  }

  return (
    request: FastifyRequest,
    reply: FastifyReply,
    payload: unknown,
    done: (error: Error | null, payload?: unknown) => void,
  ): void => {
    reply.header('vary', 'accept-encoding')
    const tag = reply.getHeader('etag')
    if (reply.statusCode === 304 && typeof tag === 'string')
      reply.header('etag', tagAsAsked(request, tag) ?? tag)
    const encoding = encodingFor(request, reply, payload)
    if (encoding === 'identity') {
      done(null, payload)
      return
    }
    const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(String(payload))
    compressOnce(bytes, encoding).then((smaller) => {
      reply.header('content-encoding', encoding)
      if (typeof tag === 'string') reply.header('etag', tagOf(tag, encoding))
      done(null, smaller)
    }, done)
  }
}

function encodingFor(request: FastifyRequest, reply: FastifyReply, payload: unknown): Encoding {
  const isWhole = typeof payload === 'string' || Buffer.isBuffer(payload)
  if (!isWhole || payload.length < leastBytes || reply.hasHeader('content-encoding')) return 'identity'
  if (reply.getHeader('cache-control') === keepNowhere) return 'identity'
  return chooseEncoding(String(request.headers['accept-encoding'] ?? ''), () => true)
}
