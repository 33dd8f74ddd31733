import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Keyring } from '../../src/domain/people/keyring.ts'
import { type World, worldOver } from '../../src/http/world.fixture.ts'
import type { Table } from '../../src/store/columns/table.ts'
import { valuesOf, wholeLines } from '../../src/store/copy-lines.ts'
import type { EngineStore } from '../../src/store/engine-store.ts'
import { tablesOfBackup } from '../../src/store/older-tables.ts'
import { TestTime } from '../../src/store/test-time.fixture.ts'
import type { HoldBody, QuoteBody } from '../harness/wire.ts'
import { unpackBackup } from './backup.fixture.ts'
import type { Call } from './sell-everything.fixture.ts'

const here = import.meta.dirname
const version = '0.1.0'
type Kind = 'sqlite' | 'postgres'

/** The requests of the older version's clients, and their answers. */
export function callsOf(kind: Kind): { readonly madeAt: number; readonly calls: readonly Call[] } {
  return JSON.parse(readFileSync(join(here, `${version}-${kind}.calls.json`), 'utf8'))
}

export function unpack(kind: Kind, folder: string): void {
  unpackBackup(join(here, `${version}-${kind}.backup.gz`), folder)
}

/** The tables that the older version had, with the columns that it wrote. */
export function olderTables(postgresBackup: string): readonly Table[] {
  const manifest = JSON.parse(readFileSync(join(postgresBackup, 'manifest.json'), 'utf8'))
  const tables = tablesOfBackup(manifest.schema_version, manifest.files)
  assert.ok(tables && tables.length >= 20)
  return tables
}

export type Values = readonly (readonly (string | number | null)[])[]

/**
 * What an upgrade leaves as it was. O20: the version of the timetable starts again after a restore. Y4: the
 * copy of the names in an ended attempt to pay goes, and a file is written anew once.
 */
export function whatStays({ name, columns }: Table, rows: Values): Values {
  const isNew = (setting: unknown) =>
    /network_version|scrub_due|(personal|ticket)_secret/.test(String(setting))
  if (name === 'settings') return rows.filter(([setting]) => !isNew(setting))
  if (name !== 'payments') return rows
  return rows.map((row) => row.filter((_, index) => !/passengers|contact/.test(columns[index]?.name ?? '')))
}

/** The rows of a backup of tables. */
export async function rowsIn(postgresBackup: string, table: Table): Promise<Values> {
  return parse(table, [readFileSync(join(postgresBackup, `${table.name}.copy`))])
}

export async function parse(table: Table, chunks: Iterable<Buffer> | AsyncIterable<Buffer>): Promise<Values> {
  const rows: (string | number | null)[][] = []
  for await (const line of wholeLines(Readable.from(chunks))) rows.push(valuesOf(table, line))
  return rows
}

/** Columns that later versions write otherwise, as they read them. */
const inNewWords: Readonly<Record<string, string>> = {
  is_on_sale: 'CASE WHEN off_sale_reason IS NULL THEN 1 ELSE 0 END',
}

/** The rows of a table in the order of its key, as SQL for either database; `isOld` if nobody migrated it. */
export function selectOf({ name, columns, key }: Table, collation = '', isOld = false): string {
  const isText = (column: string) => columns.some(({ name: one, kind }) => one === column && kind === 'text')
  const order = key.map((column) => (isText(column) ? `${column}${collation}` : column))
  const selected = columns.map((column) => (isOld ? column.name : (inNewWords[column.name] ?? column.name)))
  return `SELECT ${selected.join(', ')} FROM ${name} ORDER BY ${order.join(', ')}`
}

/** The contents of the files in a folder, to check that nothing changed them. */
export function digestsOf(folder: string): Readonly<Record<string, string>> {
  const digest = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex')
  return Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [name, digest(name)]),
  )
}

/** A clock that is stopped one minute after the last call of the older version's clients. */
export function clockAfter({ madeAt }: { readonly madeAt: number }) {
  return new TestTime(madeAt + 60_000)
}

/** Serves the store of the newer program as the older one served it. */
export function serve(store: EngineStore, time: TestTime, sessionKeys: Keyring): Promise<World> {
  return worldOver(store, time, { sessionKeys: () => sessionKeys })
}

/**
 * Sends the older version's requests again, with the same keys, and expects the same answers. Then continues
 * where its clients stopped: pays for the open hold, and cancels by the open quote.
 */
export async function repeatCalls(world: World, calls: readonly Call[]): Promise<void> {
  for (const { method, path, token, key, body, status, answer } of calls) {
    // A quote has no key, so asking again gives another one.
    if (path.endsWith('/cancellation_quotes')) continue
    const again = await world.call(method, path, {
      ...(token === undefined ? {} : { token }),
      ...(key === undefined ? {} : { key }),
      ...(body === undefined ? {} : { body }),
    })
    const about = `${method} ${path} with ${key}: ${again.text}`
    assert.equal(again.status, status, about)
    if (answer !== null) assertHas(again.body, answer, about)
    if (key !== undefined && status < 400) assert.equal(again.headers['idempotent-replayed'], 'true', about)
  }
  await goOn(world, calls)
}

async function goOn(world: World, calls: readonly Call[]): Promise<void> {
  const last = (end: string): Call => {
    const call = calls.findLast(({ method, path }) => method === 'POST' && path.endsWith(end))
    assert.ok(call, end)
    return call
  }
  const [hold, quote] = [last('/seat_holds'), last('/cancellation_quotes')]
  const { hold_token, seats } = hold.answer as HoldBody
  const passengers = seats.map(({ seat_number }) => ({
    seat_number,
    passenger_name: 'Ada',
    passenger_age: 36,
    passenger_gender: 'F',
  }))
  const token = hold.token ?? ''
  const paid = await world.call('POST', '/api/bookings', {
    token,
    key: 'after the upgrade',
    body: { hold_token, passengers, payment: { method: 'mock', token: 'tok_ok' } },
  })
  assert.equal(paid.status, 201, paid.text)
  const canceled = await world.call('POST', quote.path.replace('cancellation_quotes', 'cancellations'), {
    token,
    key: 'canceled after the upgrade',
    body: { quote_id: (quote.answer as QuoteBody).quote_id },
  })
  assert.deepEqual([canceled.status, canceled.body.status], [201, 'CANCELLED'], canceled.text)
}

/** Members that depend on the time of the answer, and sentences, which a newer version may reword. */
const passing = new Set(['expires_in_ms', 'as_of', 'instance', 'payment', 'title', 'detail'])

/** Newer answers may say more, but must otherwise equal the older ones. */
function assertHas(found: unknown, wanted: unknown, about: string): void {
  if (typeof wanted !== 'object' || wanted === null) {
    assert.deepEqual(found, wanted, about)
    return
  }
  assert.ok(typeof found === 'object' && found !== null, about)
  if (Array.isArray(wanted)) assert.equal((found as unknown[]).length, wanted.length, about)
  for (const [name, value] of Object.entries(wanted))
    if (!passing.has(name))
      assertHas((found as Readonly<Record<string, unknown>>)[name], value, `${name} of ${about}`)
}
