import assert from 'node:assert/strict'
import { test } from 'node:test'
import { centsOf } from './amount.ts'

test('X72: an amount is read with a point or a comma, never rounded, and as fine as its currency', () => {
  const rows = [
    ['12', 'EUR', 1200],
    ['12.5', 'EUR', 1250],
    [' 12,05 ', 'EUR', 1205],
    ['12.', 'EUR', 1200],
    ['0', 'EUR', 0],
    ['12.345', 'EUR', undefined],
    ['1.000,00', 'EUR', undefined],
    ['-5', 'EUR', undefined],
    ['', 'EUR', undefined],
    ['five', 'EUR', undefined],
    ['500', 'JPY', 500],
    ['500.1', 'JPY', undefined],
    ['1.234', 'KWD', 1234],
  ] as const
  for (const [typed, currency, cents] of rows)
    assert.equal(centsOf(typed, currency), cents, `${typed} ${currency}`)
})
