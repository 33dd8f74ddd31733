import type { Problem } from '../api-types.ts'
import { noteServerTime } from '../lib/today.ts'

/** Why there is no usable answer: the server's refusal, or that no answer came. */
export type ApiRefusal = Problem | Unreachable

/** The request may or may not have arrived. Repeating it with the same key is safe. */
interface Unreachable {
  readonly code: 'unreachable'
}

export type ApiReply<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: ApiRefusal }

export interface ApiRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly idempotencyKey?: string
  /** The run that a change is about: a proxy can send it to the node that sells this run. */
  readonly runId?: string
  readonly signal?: AbortSignal
}

/** Sends one request. Refusals and lost connections are values; only an abort throws. */
export async function send<T>(request: ApiRequest): Promise<ApiReply<T>> {
  let response: Response
  let text: string
  try {
    response = await fetch(addressOf(request), initOf(request))
    text = await response.text()
  } catch (error) {
    if (request.signal?.aborted) throw error
    return { ok: false, refusal: { code: 'unreachable' } }
  }
  noteServerTime(response.headers.get('date'))
  const body = parse(text)
  if (response.ok) return { ok: true, value: body as T }
  return { ok: false, refusal: isProblem(body) ? body : { code: 'unreachable' } }
}

function addressOf({ path, query }: ApiRequest): string {
  return query ? `${path}?${new URLSearchParams(query)}` : path
}

function initOf({ method = 'GET', body, idempotencyKey, runId, signal }: ApiRequest): RequestInit {
  return {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey }),
      ...(runId === undefined ? {} : { 'holdfast-run': runId }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }
}

function parse(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return null
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string'
}
