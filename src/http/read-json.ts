import { isUtf8 } from 'node:buffer'
import type { FastifyInstance } from 'fastify'
import { RequestMalformed } from './validation.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Empty where the operation does not ask for it. */
    rawBody: string
  }
}

/**
 * Reads JSON bodies, and nothing else. A member named `__proto__` is a member like any other here: values are only ever taken
 * from members that a schema names.
 */
export function readJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.decorateRequest('rawBody', '')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    if (request.routeOptions.config.operation?.keepsRawBody) request.rawBody = bytes.toString('utf8')
    const parsed = parseJson(bytes)
    if ('error' in parsed) done(parsed.error)
    else done(null, parsed.value)
  })
}

function parseJson(bytes: Buffer | string): { value: unknown } | { error: RequestMalformed } {
  // No body at all counts as left out; whether it may be, the schema of the operation says.
  if (bytes.length === 0) return { value: undefined }
  if (typeof bytes !== 'string' && !isUtf8(bytes)) return broken('must be UTF-8')
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    // The framework takes null for a body that was left out.
    return value === null ? broken('must be an object') : { value }
  } catch (error) {
    return broken(`must be JSON: ${whereBroken(error)}`)
  }
}

/** The parser's own message says where; what it quotes of the body may be somebody's name. */
function whereBroken(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const position = /position \d+(?: \(line \d+ column \d+\))?/.exec(message)
  return position ? `broken at ${position[0]}` : 'it ends too early or has a character where none can be'
}

function broken(detail: string): { error: RequestMalformed } {
  return { error: new RequestMalformed([{ pointer: '', detail }]) }
}
