import type { Asked, EachNode } from './each-node.ts'
import { lastByteRace, rawRequest } from './raw.ts'

interface Race {
  readonly nodes: Pick<EachNode, 'routeOf'>
  readonly urls: readonly string[]
  /** How many requests meet. */
  readonly copies: number
}

/**
 * Sends copies of one request whose last bytes come in one tick, and returns what each was told: the status,
 * a blank, and the body. A server without time for any of them is asked again.
 */
export async function raceCopies(
  { nodes, urls, copies }: Race,
  name: string,
  asked: Asked,
): Promise<readonly string[]> {
  const request = bytesOf(nodes, name, asked)
  for (let tries = 1; ; tries++) {
    const answers = await lastByteRace(
      urls,
      Array.from({ length: copies }, () => request),
    )
    const told = answers.map(({ status, body }) => `${status} ${body}`)
    if (tries === 5 || told.some((text) => text.startsWith('2'))) return told
  }
}

function bytesOf(
  { routeOf }: Race['nodes'],
  name: string,
  { token, key, path = {}, body, headers = {} }: Asked,
): Buffer {
  const { method, url } = routeOf(name, { path })
  const all = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(key === undefined ? {} : { 'idempotency-key': key }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  }
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
  return rawRequest(method, url, all, text)
}
