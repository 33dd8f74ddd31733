import assert from 'node:assert/strict'
import { test } from 'node:test'
import type pg from 'pg'
import { type Prepared, PreparedFlush } from './prepared-flush.ts'

/** The names that a connection prepares while it executes a statement this often. */
function namesPrepared(statement: Prepared, times: number): readonly string[] {
  const prepared: string[] = []
  const bound: string[] = []
  const connection = {
    stream: { cork: () => {}, uncork: () => {} },
    parse: ({ name }: { name: string }) => prepared.push(name),
    bind: ({ statement: name }: { statement: string }) => bound.push(name),
    execute: () => {},
    sync: () => {},
  } as unknown as pg.Connection
  for (let time = 0; time < times; time++) new PreparedFlush([statement]).submit(connection)
  for (const name of bound) assert.ok(prepared.includes(name), `${name} was never prepared`)
  return prepared
}

test('Q94: a connection makes its plans again after 8, 16, 32 ... uses, because tables grow', () => {
  const statement = { name: 'lock', text: 'SELECT 1', values: [] }
  assert.deepEqual(namesPrepared(statement, 7), ['lock'])
  assert.deepEqual(namesPrepared(statement, 40), ['lock', 'lock_3', 'lock_4', 'lock_5'])
})
