import { isUtf8 } from 'node:buffer'
import { errorCodes, type FastifyInstance } from 'fastify'
import { bodyLimitsOf } from './body-limits.ts'
import { RequestMalformed } from './validation.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The body as it came, for an operation that takes it unread; otherwise empty. */
    rawBody: string
  }
}

/** Reads no body: ignores a body on a request that takes none. */
export function readNoBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _body, done) => done(null, undefined))
}

/**
 * Reads JSON bodies only. A member named `__proto__` is an ordinary member here: values are only taken from
 * members that a schema names.
 */
export function readJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.decorateRequest('rawBody', '')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes, done) => {
    const { operation } = request.routeOptions.config
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (encoding !== 'identity') return done(new errorCodes.FST_ERR_CTP_INVALID_MEDIA_TYPE(encoding))
    const read = readText(bytes as Buffer, (text) => {
      if (!operation?.takesRawBody) return parseJson(text, bytes as Buffer, bodyLimitsOf(operation).depth)
      request.rawBody = text
      return { value: {} }
    })
    if ('error' in read) done(read.error)
    else done(null, read.value)
  })
}

type ReadBody = { value: unknown } | { error: RequestMalformed }

function readText(bytes: Buffer, read: (text: string) => ReadBody): ReadBody {
  // An empty body counts as left out; the schema of the operation says if that is allowed.
  if (bytes.length === 0) return { value: undefined }
  return isUtf8(bytes) ? read(bytes.toString('utf8')) : broken('must be UTF-8')
}

function parseJson(text: string, bytes: Buffer, deepest: number): ReadBody {
  if (opensMore(text, deepest) && isDeeper(bytes, deepest))
    return broken(`must not be nested more than ${deepest} levels deep`)
  try {
    const value: unknown = JSON.parse(text)
    // The framework treats null as a body that was left out.
    return value === null ? broken('must be an object') : { value }
  } catch (error) {
    return broken(`must be JSON: ${whereBroken(error)}`)
  }
}

const [quote, backslash, brace, bracket, braceEnd, bracketEnd] = Buffer.from('"\\{[}]')

/** True if a text has more opening brackets, even within names. Few bodies do, and only they need a scan. */
function opensMore(text: string, most: number): boolean {
  let count = 0
  for (const opening of ['{', '['])
    for (let at = text.indexOf(opening); at >= 0; at = text.indexOf(opening, at + 1))
      if (++count > most) return true
  return false
}

/** True if objects and lists are nested deeper. It scans the bytes, so no deep value is ever built. */
function isDeeper(bytes: Buffer, deepest: number): boolean {
  let depth = 0
  let isInText = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (isInText && byte === backslash) at++
    else if (byte === quote) isInText = !isInText
    else if (isInText) continue
    else if (byte === brace || byte === bracket) depth++
    else if (byte === braceEnd || byte === bracketEnd) depth--
    if (depth > deepest) return true
  }
  return false
}

/**
 * Keeps only the position from the parser's message, because its quote from the body may be a person's name.
 */
function whereBroken(error: unknown): string {
  const message = error instanceof Error ? error.message : ''
  const position = /position \d+(?: \(line \d+ column \d+\))?/.exec(message)
  return position ? `broken at ${position[0]}` : 'it ends too early or has a misplaced character'
}

function broken(detail: string): ReadBody {
  return { error: new RequestMalformed([{ pointer: '', detail }]) }
}
