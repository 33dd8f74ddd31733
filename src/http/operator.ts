import type { FastifyRequest } from 'fastify'
import { tokensEqual } from '../app/tokens.ts'
import { bearerToken } from './bearer-token.ts'

/** Headers in which proxies name their clients. */
const forwardingHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]

/**
 * True if the request comes from the operator: it has the configured token, or comes from this machine
 * without a proxy.
 */
export function isOperator(request: FastifyRequest, token: string | null): boolean {
  const given = bearerToken(request)
  // There are several while the operator changes the token.
  if (given !== undefined) return token?.split(',').some((one) => tokensEqual(given, one)) ?? false
  return isDirect(request)
}

/**
 * True if the request comes from this machine, without a proxy, and names this machine as its host: a page of
 * another site that has given its own name this machine's address gets nowhere.
 */
export function isAtMachine(request: FastifyRequest): boolean {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  return isDirect(request) && (host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host))
}

function isDirect(request: FastifyRequest): boolean {
  const isForwarded = forwardingHeaders.some((name) => request.headers[name] !== undefined)
  return !isForwarded && isLoopback(request.socket.remoteAddress ?? '')
}

/** Checks the connection itself, whatever a proxy says. */
function isLoopback(address: string): boolean {
  return address === '::1' || /^(?:::ffff:)?127\./.test(address)
}
