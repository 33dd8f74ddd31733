import type { FastifyRequest } from 'fastify'
import { tagOfAll } from './encodings.ts'

/**
 * True if the client already has the answer with this tag, in any encoding. Weak comparison, RFC 9110 section
 * 13.1.2.
 */
export function hasAlready(request: FastifyRequest, tag: string): boolean {
  const asked = request.headers['if-none-match']
  return asked?.trim() === '*' || tagAsAsked(request, tag) !== undefined
}

/** The client's own tag for this answer, which includes the encoding that it was sent in. */
export function tagAsAsked(request: FastifyRequest, tag: string): string | undefined {
  const asked = request.headers['if-none-match']?.split(',') ?? []
  const wanted = opaque(tag)
  const found = asked.map((one) => opaque(one.trim())).find((one) => tagOfAll(one) === wanted)
  return found && tag.slice(0, tag.length - wanted.length) + found
}

/** A tag without the mark of a weak one. */
function opaque(tag: string): string {
  return tag.startsWith('W/') ? tag.slice(2) : tag
}

/** Caches may keep the answer, but must ask each time if it is still current. */
export const askEachTime = 'no-cache'
/** For answers that only one caller may see. */
export const keepNowhere = 'no-store'
