import type { ApiRefusal } from './client.ts'

/** Answers that say nothing about the outcome: the same key must be sent again. */
const undecided: ReadonlySet<string> = new Set([
  'unreachable',
  'outcome_unknown',
  'request_in_progress',
  'overloaded',
  'rate_limited',
  'internal_error',
])

/** Whether a request may have taken effect, or may still, although it was refused. */
export function isUndecided(refusal: ApiRefusal): boolean {
  return undecided.has(refusal.code)
}

/** 128 bits. `crypto.randomUUID` exists only in secure contexts. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
}
