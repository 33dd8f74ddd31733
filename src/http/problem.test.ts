import assert from 'node:assert/strict'
import test from 'node:test'
import { problemOf, type RefusalCode, statusOf } from './problem.ts'

/** A second copy of the contract's table, with `run_changed`, which newer timetables have brought. */
const contract: Readonly<Record<number, string>> = {
  400: 'malformed_request idempotency_key_missing',
  401: 'unauthenticated sign_in_refused second_factor_needed second_factor_refused',
  402: 'payment_declined',
  403: 'forbidden setup_refused recent_sign_in_needed',
  404:
    'not_found import_not_found run_not_found seat_not_on_run ' +
    'hold_not_found booking_not_found quote_not_found staff_not_found key_not_found passkey_not_found ' +
    'day_not_closed',
  405: 'method_not_allowed',
  409:
    'second_factor_exists no_second_factor second_factor_off ' +
    'seat_taken not_enough_seats run_changed run_not_on_sale sale_closed hold_consumed ' +
    'hold_pinned hold_already_extended hold_extension_off already_cancelled personal_data_erased ' +
    'too_many_notes passenger_not_there not_sold_at_desk balance_differs ' +
    'no_email_address email_taken last_administrator key_name_taken too_many_keys ' +
    'too_many_passkeys passkeys_unavailable day_already_closed day_not_over ' +
    'earlier_day_open request_in_progress',
  410: 'hold_expired hold_released quote_expired',
  413: 'body_too_large',
  415: 'unsupported_media_type',
  422:
    'station_not_on_run unknown_station segment_backwards duplicate_seats ' +
    'too_many_seats passengers_do_not_match_seats seat_has_no_passenger idempotency_key_reused ' +
    'code_not_accepted passkey_not_accepted password_too_common seat_not_alike',
  429: 'rate_limited too_many_holds network_holds_too_many seats_cooling_down class_under_pressure',
  500: 'internal_error',
  503: 'overloaded outcome_unknown payment_unavailable',
  504: 'payment_timed_out',
}

test('W2: every refusal code has the status of the contract, and there is no other code', () => {
  const listed = Object.entries(contract).flatMap(([status, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(status)] as const),
  )
  assert.deepEqual(Object.fromEntries(listed), { ...statusOf })
})

test('W1: every problem says what happened and what to do next', () => {
  for (const code of Object.keys(statusOf) as RefusalCode[]) {
    const problem = problemOf(code, '/x#1', { seat_numbers: ['4-1'] })
    assert.ok(problem.title.length > 5 && problem.detail.length > 10, code)
    assert.deepEqual(
      { ...problem, title: '', detail: '' },
      {
        type: `urn:holdfast:problem:${code}`,
        title: '',
        status: statusOf[code],
        detail: '',
        instance: '/x#1',
        code,
        seat_numbers: ['4-1'],
      },
    )
  }
})
