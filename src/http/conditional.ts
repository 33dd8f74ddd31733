import type { FastifyRequest } from 'fastify'
import { tagOfAll } from './encodings.ts'

/** Whether the client has the answer with this tag already, in whatever form. Weak comparison, RFC 9110 section 13.1.2. */
export function hasAlready(request: FastifyRequest, tag: string): boolean {
  const asked = request.headers['if-none-match']
  return asked?.trim() === '*' || tagAsAsked(request, tag) !== undefined
}

/** The tag under which the client has the answer with this tag: that of the form in which it was sent. */
export function tagAsAsked(request: FastifyRequest, tag: string): string | undefined {
  const asked = request.headers['if-none-match']?.split(',') ?? []
  return asked.map((one) => one.trim().replace(/^W\//, '')).find((one) => tagOfAll(one) === tag)
}

/** Caches may keep the answer, and have to ask each time whether it is still true. */
export const askEachTime = 'no-cache'
/** For what only one caller may see. */
export const keepNowhere = 'no-store'
