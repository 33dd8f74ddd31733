import type { FastifyRequest } from 'fastify'

/** Whether the client has the answer with this tag already. Weak comparison, RFC 9110 section 13.1.2. */
export function hasAlready(request: FastifyRequest, tag: string): boolean {
  const asked = request.headers['if-none-match']
  if (asked === undefined) return false
  if (asked.trim() === '*') return true
  return asked.split(',').some((one) => one.trim().replace(/^W\//, '') === tag)
}

/** Caches may keep the answer, and have to ask each time whether it is still true. */
export const askEachTime = 'no-cache'
/** For what only one caller may see. */
export const keepNowhere = 'no-store'
