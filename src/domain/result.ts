/**
 * A rule's answer: yes with a value, or an expected no with a code and the facts that the caller needs to
 * act.
 */
type Accepted<T> = { readonly ok: true; readonly value: T }
export type Refused<R extends { readonly code: string }> = { readonly ok: false; readonly refusal: R }
export type Reply<T, R extends { readonly code: string }> = Accepted<T> | Refused<R>

export function accept<T>(value: T): Accepted<T> {
  return { ok: true, value }
}

export function refuse<const R extends { readonly code: string }>(refusal: R): Refused<R> {
  return { ok: false, refusal }
}
