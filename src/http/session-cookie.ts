import { parseCookie, stringifySetCookie } from 'cookie'
import type { FastifyRequest } from 'fastify'

/**
 * The name of the session cookie, which no script can read. A request is checked for one name only. Over
 * https, no other host and no page without https can set a cookie of that name. Otherwise the name includes
 * the port, so other servers on the same machine do not overwrite it, since cookies ignore ports.
 */
function cookieName(request: FastifyRequest, whose: Whose): string {
  if (isSecure(request)) return `__Host-holdfast_${whose}`
  const port = /:(\d+)$/.exec(request.host)?.[1] ?? '80'
  return `holdfast_${whose}_${port}`
}

/** The cookie of passengers, and that of staff, who are often both in one browser. */
export type Whose = 'session' | 'staff'

/** The token in the session cookie; undefined if there is none. */
export function cookieToken(request: FastifyRequest, whose: Whose = 'session'): string | undefined {
  const { cookie } = request.headers
  return cookie === undefined ? undefined : parseCookie(cookie)[cookieName(request, whose)]
}

/**
 * The `Set-Cookie` for this token. The cookie ends with the session. Browsers do not send it with requests
 * from other sites, except, with the one of passengers, when the user follows a link. An empty token with no
 * time to last takes the cookie away.
 */
export function sessionCookie(
  request: FastifyRequest,
  token: string,
  lastsMs: number,
  whose: Whose = 'session',
): string {
  return stringifySetCookie({
    name: cookieName(request, whose),
    value: token,
    path: '/',
    maxAge: Math.floor(lastsMs / 1000),
    httpOnly: true,
    sameSite: whose === 'staff' ? 'strict' : 'lax',
    secure: isSecure(request),
  })
}

/**
 * True if the request comes from a page of this server. Browsers say so in headers that no script can set:
 * `Sec-Fetch-Site`, or `Origin` if the connection is not secure and they omit the first. A client that sends
 * neither is not a page.
 */
export function isOwnPage(request: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = request.headers
  if (site !== undefined) return site === 'same-origin'
  return origin !== undefined && hostOf(origin) === request.host.toLowerCase()
}

/**
 * A browser sends cookies no matter which site starts a request, so changes must come from the pages of this
 * server.
 */
export const fromElsewhere = { code: 'forbidden', reason: 'not_from_own_pages' } as const

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

/** As a trusted proxy reports it, otherwise as the connection is. */
function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https'
}
