import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wording } from '../http/problem.ts'
import { adviceFor } from './advice.ts'

const call = { method: 'POST', path: '/api/seat_holds', headers: { 'idempotency-key': 'a-key' } } as const

/** Codes that no command can meet: it sends what they ask for, or has no such operation. */
const neverMet = new Set([
  'idempotency_key_missing',
  'unauthenticated',
  'forbidden',
  'not_found',
  'quote_not_found',
  'code_not_accepted',
  'passkey_not_found',
  'second_factor_needed',
  'second_factor_exists',
  'no_second_factor',
  'method_not_allowed',
  'body_too_large',
  'unsupported_media_type',
])

test('O89: The command line says what to do next in commands, never in requests, headers or members of the API.', () => {
  for (const [code, [, detail]] of Object.entries(wording)) {
    if (neverMet.has(code)) continue
    const said = adviceFor(call, { code }) ?? detail
    assert.doesNotMatch(said, /GET|POST|\/api|`|Idempotency|Retry-After|seat_number/, code)
  }
  const taken = { code: 'seat_taken', seat_numbers: ['1-1', '1-2'], alternatives: ['2-1', '2-2'] }
  assert.equal(adviceFor(call, taken), '1-1, 1-2: taken for part of the way. 2-1, 2-2 would be free.')
  assert.match(adviceFor(call, { code: 'outcome_unknown' }) ?? '', /again with --key a-key/)
})
