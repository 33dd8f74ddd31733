import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeFormats } from '../../shared/lib/format.ts'
import { consoleEn } from '../i18n/en.ts'
import { factWords } from './fact-words.ts'

const f = makeFormats('en-GB')

test('X73: facts of an audit entry are told by name, money in its currency, and nothing unknown is lost', () => {
  const facts = { seat_numbers: ['4-1', '4-2'], refund_cents: 1250, from_leg: 0, rule_version: 2, note: null }
  assert.deepEqual(factWords(consoleEn, f, facts, 'EUR'), [
    [consoleEn.acts.facts.seat_numbers, '4-1, 4-2'],
    [consoleEn.acts.facts.refund_cents, '€12.50'],
    ['rule version', '2'],
  ])
  assert.deepEqual(factWords(consoleEn, f, { fee_cents: 5, currency: 'JPY' }, 'EUR'), [
    [consoleEn.acts.facts.fee_cents, 'JP¥5'],
  ])
  assert.deepEqual(factWords(consoleEn, f, { fee_cents: 5 }), [['fee cents', '5']])
})
