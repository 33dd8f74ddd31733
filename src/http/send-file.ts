import type { FastifyReply, FastifyRequest } from 'fastify'
import { hasAlready, tagAsAsked } from './conditional.ts'
import { chooseEncoding, tagOf } from './encodings.ts'
import type { PageFile } from './page-files.ts'

/** Sends a file in the smallest encoding that the client accepts. All requests share the bytes. */
export function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  file: PageFile,
  { status = 200, policy }: { readonly status?: number; readonly policy?: string } = {},
): FastifyReply {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  const encoding = chooseEncoding(accepted, (one) => one in file.bodies)
  const etag = tagOf(file.etag, encoding)
  reply.headers({
    ...(policy ? { 'content-security-policy': policy } : {}),
    'cache-control': file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    etag,
  })
  if (status === 200 && hasAlready(request, file.etag))
    return reply
      .header('etag', tagAsAsked(request, file.etag) ?? etag)
      .code(304)
      .send()
  if (encoding !== 'identity') reply.header('content-encoding', encoding)
  return reply
    .code(status)
    .type(file.mediaType)
    .send(file.bodies[encoding] ?? file.bodies.identity)
}
