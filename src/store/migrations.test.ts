import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { knownMigrations as ofPostgres } from './postgres/migrate.ts'
import { knownMigrations as ofSqlite } from './sqlite/migrate.ts'

/**
 * SHA-256 of the migrations of each database in a release. Add a release's migrations when it is made, and
 * change none.
 */
const released = {
  sqlite: [
    'b9f01a17108c9e5b4fdbfdd751f8dd78dece9ca58b601c0636bc6be21e536eb8',
    'fdfbe3457564c92135cb39c9ed1e993bfe99437845a52c4de6aa97fc2cf16e2a',
  ],
  postgres: [
    '8b55b1ecf77c8e0fe7f0b1821b1f752266166921af8d92a7ddb97df5e1382c9a',
    'b991195365091e13bec417a3c4dc82f23d8acbee1b695894a867ac52ba90187b',
  ],
}

const digestOf = ({ sql }: { readonly sql: string }) => createHash('sha256').update(sql).digest('hex')

test('D14: a migration of a release never changes', () => {
  assert.deepEqual(ofSqlite().slice(0, released.sqlite.length).map(digestOf), released.sqlite)
  assert.deepEqual(ofPostgres().slice(0, released.postgres.length).map(digestOf), released.postgres)
})

test('D15: both databases have the same migrations, by number and name', () => {
  assert.deepEqual(
    ofSqlite().map(({ name }) => name),
    ofPostgres().map(({ name }) => name),
  )
})
