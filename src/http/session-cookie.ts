import type { FastifyRequest } from 'fastify'

/**
 * The session of the web pages, in a cookie that no script can read. Only the request's own name is ever looked at: over https
 * one that no other host and no page without https can set, else one that other servers of the same machine do not overwrite,
 * since cookies do not know ports.
 */
export function cookieName(request: FastifyRequest): string {
  if (isSecure(request)) return '__Host-holdfast_session'
  const port = /:(\d+)$/.exec(request.host)?.[1] ?? '80'
  return `holdfast_session_${port}`
}

/** The token in the session cookie; undefined where there is none. */
export function cookieToken(request: FastifyRequest): string | undefined {
  const { cookie } = request.headers
  if (cookie === undefined) return undefined
  const start = `${cookieName(request)}=`
  return cookie
    .split(';')
    .map((one) => one.trim())
    .find((one) => one.startsWith(start))
    ?.slice(start.length)
}

/** The `Set-Cookie` for this token. It goes when the session does, and is not sent with what other sites start, save links. */
export function sessionCookie(request: FastifyRequest, token: string, lastsMs: number): string {
  const life = `Max-Age=${Math.floor(lastsMs / 1000)}`
  const attributes = ['Path=/', life, 'HttpOnly', 'SameSite=Lax', ...(isSecure(request) ? ['Secure'] : [])]
  return [`${cookieName(request)}=${token}`, ...attributes].join('; ')
}

/**
 * Whether a page of this very server asks. Browsers say so themselves in headers that no script can set: in `Sec-Fetch-Site`, or,
 * where the connection is not secure and they leave that out, by the origin. Who sends neither is no page.
 */
export function isOwnPage(request: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (site !== undefined) return site === 'same-origin'
  return origin !== undefined && hostOf(origin) === request.host.toLowerCase()
}

/** A browser sends cookies along whoever made it ask, so what changes something has to come from the pages of this server. */
export const fromElsewhere = { code: 'forbidden', reason: 'not_from_own_pages' } as const

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

/** As a proxy says that the operator trusts, else as the connection is. */
function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https'
}
