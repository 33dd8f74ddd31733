import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvOf, wantsCsv } from './csv.ts'

test('Y71: CSV is quoted as RFC 4180 has it, and no text in it is a formula', () => {
  const rows = [
    ['plain', 'a "quoted", text', null, 12],
    ['=1+1', '+49 30', '@SUM(A1)', -5],
    ['-2', '\tx', 'two\nlines', 0],
  ]
  assert.equal(
    csvOf(['a', 'b', 'c', 'd'], rows),
    [
      'a,b,c,d',
      'plain,"a ""quoted"", text",,12',
      "'=1+1,'+49 30,'@SUM(A1),-5",
      '\'-2,\'\tx,"two\nlines",0',
      '',
    ].join('\r\n'),
  )
})

test('Y71: JSON is the answer unless CSV is asked for', () => {
  assert.deepEqual(
    [undefined, '*/*', 'application/json', 'text/csv', 'application/json;q=0.1, Text/CSV'].map(wantsCsv),
    [false, false, false, true, true],
  )
})
