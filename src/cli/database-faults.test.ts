import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainDatabaseFault, explainFullDisk } from './database-faults.ts'

const url = 'postgres://anna:secret@db.example:5433/sales'

function told(code: string, message: string): Error {
  const cause = Object.assign(new Error(message), { code })
  const explained = explainDatabaseFault(new Error('wrapped', { cause }), url)
  assert.ok(explained instanceof Error)
  assert.doesNotMatch(explained.message, /secret/)
  return explained
}

test('O19: a command that cannot use its PostgreSQL database says why, and what to do, in one sentence', () => {
  const cases: readonly (readonly [code: string, message: string, said: RegExp, name: string])[] = [
    [
      'ECONNREFUSED',
      'connect ECONNREFUSED',
      /db\.example:5433 does not answer .* check that it is running/,
      'CommandFailed',
    ],
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND', /does not answer/, 'CommandFailed'],
    ['28P01', 'password authentication failed', /does not let user anna in: .*password/, 'WrongUse'],
    ['3D000', 'database "sales" does not exist', /has no database "sales": .*CREATE DATABASE/, 'WrongUse'],
    ['42501', 'permission denied for table bookings', /anna may not do this in database sales/, 'WrongUse'],
    [
      '42501',
      'permission denied to create extension "btree_gist"',
      /CREATE EXTENSION btree_gist/,
      'WrongUse',
    ],
    ['0A000', 'extension "btree_gist" is not available', /install the "contrib" package/, 'WrongUse'],
    ['53300', 'too many clients already', /raise max_connections/, 'CommandFailed'],
  ]
  for (const [code, message, said, name] of cases) {
    const explained = told(code, message)
    assert.match(explained.message, said)
    assert.equal(explained.name, name)
  }
})

test('O19: a fault that needs no explanation is reported unchanged', () => {
  assert.equal(told('57014', 'canceling statement due to statement timeout').message, 'wrapped')
  const fault = new Error('the database is at schema 99')
  assert.equal(explainDatabaseFault(fault, url), fault)
})

test('O102: A command that finds the disk full says so, and what to do.', () => {
  for (const cause of [
    'database or disk is full',
    'SQLITE_FULL: database or disk is full',
    'could not extend file "base/5/16384": No space left on device',
    'ENOSPC: no space left on device, write',
  ]) {
    const said = explainFullDisk(cause)
    assert.equal(said, `The disk is full (${cause}): make room, and run the command again.`)
  }
  assert.equal(explainFullDisk('another fault'), 'another fault')
})
