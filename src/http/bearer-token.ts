import type { FastifyRequest } from 'fastify'

/** The token of `Authorization: Bearer TOKEN`; undefined if there is none. */
export function bearerToken({ headers: { authorization } }: FastifyRequest): string | undefined {
  // Nearly every request uses this form; the name of the scheme is case-insensitive (RFC 9110 section 11.1).
  if (authorization?.startsWith('Bearer ')) return authorization.slice(7).trim()
  return authorization && /^bearer(?: |$)/i.test(authorization) ? authorization.slice(7).trim() : undefined
}
