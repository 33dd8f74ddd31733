import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'
import { AccountDesk } from '../app/people/account-desk.ts'
import { makePasswords } from '../app/people/passwords.ts'
import { replacePassengers, type SavedPassenger, savedPassengers } from '../app/people/saved-passengers.ts'
import { atTheMachine, StaffDesk } from '../app/people/staff-desk.ts'
import { book } from '../app/sale/book.ts'
import { answerPrivacyCall } from '../app/upkeep/personal-requests.ts'
import { verifyDatabase } from '../app/upkeep/verify-database.ts'
import type { AccountId, UserId } from '../domain/ids.ts'
import { soleKey } from '../domain/people/keyring.ts'
import { type CopyPlace, copy } from './copy.ts'
import type { EngineStore } from './engine-store.ts'
import { openPostgresStore } from './postgres/postgres-store.ts'
import { startServer, withClient } from './postgres/server.fixture.ts'
import { saleOn } from './sold-railway.fixture.ts'
import { backUp as backUpFile } from './sqlite/backup.ts'
import { openSqliteStore } from './sqlite/sqlite-store.ts'
import { temporaryFile } from './sqlite/temporary-file.fixture.ts'
import { smallRange, smallTimetable } from './store.fixture.ts'
import { backUp as backUpTables } from './table-backup.ts'
import { restore } from './table-restore.ts'
import { TestTime } from './test-time.fixture.ts'

const server = await startServer()
after(() => server.close())

const secret = (byte: number) => Buffer.alloc(32, byte).toString('base64url')
const load = { now: Date.UTC(2027, 0, 31), verify: verifyDatabase, onProgress: () => {} }
const password = 'correct horse battery'
const address = '192.0.2.1'
const guest = { userId: 7 as UserId, guestId: null }
const inspector = { name: 'Ada Canarysdottir', email: 'ada.canary@example.org', password }
const passenger: SavedPassenger = {
  ...{ name: 'Bea Canary', birthYear: 1980, gender: 'F' },
  preferences: { position: null } as never,
}
const booked = { name: 'Cem Canary', email: 'cem.canary@example.org', phone: '+49 30 5550199' }
/** What is readable nowhere; the first letters alone may be in any sealed text. */
const canaries = ['canary', '5550199']

function desksOver(store: EngineStore) {
  const deps = {
    ...{ store, randomBytes, monotonicMs: () => performance.now(), secondFactor: 'off' as const },
    ...{ sessionKeys: () => soleKey(secret(7)), personalKeys: () => soleKey(secret(8)) },
    passwords: makePasswords(randomBytes, { memory: 8, passes: 1, parallelism: 1 }),
    sessionLimits: { idleMs: 1e9, lastsMs: 1e9 },
  }
  return { deps, staff: new StaffDesk(deps), accounts: new AccountDesk(deps) }
}

/** A member of staff, an account with a saved passenger, a booking, and a code that waits to be sent. */
async function fill(store: EngineStore): Promise<AccountId> {
  await store.importTimetable(smallTimetable(), smallRange)
  const { deps, staff, accounts } = desksOver(store)
  assert((await staff.add({ ...inspector, roles: ['inspector'] }, atTheMachine)).ok)
  const asked = { ...guest, language: 'en' as const, password }
  assert((await accounts.register({ ...asked, email: 'bea.canary@example.org' })).ok)
  const [sent] = await store.outbox.lease(1)
  const made = await accounts.verify(guest, sent?.message.content?.code ?? '')
  assert(made.ok && made.value.session.accountId !== null)
  const { accountId } = made.value.session
  assert((await replacePassengers(deps, accountId, [passenger])).ok)
  const other = { ...asked, userId: 8 as UserId, email: 'dora.canary@example.org' }
  assert((await accounts.register(other)).ok)
  const { deps: selling, sale } = saleOn(store)
  const { name, email, phone } = booked
  const request = {
    holdToken: await sale.hold(['1-1']),
    passengers: [{ seatNumber: '1-1', name, age: 36, gender: 'X' as const }],
    contact: { email, phone },
    payment: { method: 'mock', token: 'tok_ok' },
  }
  assert((await book(selling, { userId: 1 as UserId }, request, 'k')).ok)
  return accountId
}

/** The same in a file, with its secrets. */
async function filledFile(file: string) {
  const secretsFile = `${file}.json`
  const keys = { session_secret: secret(7), webhook_secret: secret(9), personal_secret: secret(8) }
  writeFileSync(secretsFile, JSON.stringify(keys))
  const time = new TestTime()
  const { store } = await openSqliteStore({ file, thread: 'caller', clock: time, schedule: time.schedule })
  const accountId = await fill(store)
  await assertUsable(store, accountId)
  await store.close()
  return { from: { kind: 'file', file, secretsFile } as const, accountId, time }
}

/** Everybody signs in, and reads what is theirs; the railway finds the booking. */
async function assertUsable(store: EngineStore, accountId: AccountId): Promise<void> {
  const { deps, staff, accounts } = desksOver(store)
  assert((await staff.signIn({ email: inspector.email, password, address })).ok)
  assert.deepEqual(
    (await staff.list()).map(({ name }) => name),
    [inspector.name],
  )
  assert(
    (
      await accounts.signIn(
        { email: 'Bea.Canary@example.org', password, address },
        { guestId: null, replacedId: null },
      )
    ).ok,
  )
  assert.deepEqual(await savedPassengers(deps, accountId), { ok: true, value: [passenger] })
  const found = await answerPrivacyCall(deps, { verb: 'export', of: booked.email })
  assert(found.ok)
  const [shown] = found.value
  assert.deepEqual([shown?.passengers[0]?.name, shown?.phone], [booked.name, booked.phone])
}

function assertUnreadable(text: string, where: string): void {
  for (const canary of canaries)
    assert.equal(text.toLowerCase().includes(canary), false, `${canary} in ${where}`)
}

/** Every row of every table, as `pg_dump` would write them. */
async function dumpOf(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const names = await client.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    const dumps: string[] = []
    for (const { tablename } of names.rows) {
      const { rows } = await client.query(`SELECT t::text AS row FROM ${tablename} t`)
      dumps.push(rows.map(({ row }) => row).join('\n'))
    }
    return dumps.join('\n')
  })
}

const wrappedKeys = async (url: string): Promise<readonly string[]> =>
  (await withClient(url, (client) => client.query('SELECT wrapped_key FROM personal_keys'))).rows.map(
    ({ wrapped_key: key }) => String(key),
  )

function textOf(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n')
}

test('Y15: staff, accounts, saved passengers and bookings are readable by their owners after copies in both directions, a backup and a restore; and readable for nobody in a file, a dump or a backup', async (t) => {
  const { file } = temporaryFile(t)
  const folder = dirname(file)
  const place = (name: string): CopyPlace & { kind: 'file' } => ({
    ...{ kind: 'file', file: join(folder, name) },
    secretsFile: join(folder, `${name}.json`),
  })
  const { from: first, accountId, time } = await filledFile(file)
  assertUnreadable(readFileSync(file, 'latin1'), 'the SQLite file')
  const at = async (): Promise<{ kind: 'server'; url: string; secretsFile: string }> => {
    return { kind: 'server', url: await server.createDatabase(), secretsFile: '' }
  }
  const moved = await at()
  await copy({ from: first, to: moved, ...load })
  const shared = await openPostgresStore({ url: moved.url })
  await assertUsable(shared.store, accountId)
  await shared.store.close()
  assertUnreadable(await dumpOf(moved.url), 'PostgreSQL')
  const back = place('back')
  await copy({ from: moved, to: back, ...load })
  const again = await openSqliteStore({
    file: back.file,
    thread: 'caller',
    clock: time,
    schedule: time.schedule,
  })
  await assertUsable(again.store, accountId)
  await again.store.close()
  const target = join(folder, 'of tables', 'today')
  const when = { version: '1', createdAt: '2027-01-31T00:00:00Z' }
  await backUpTables({ url: moved.url, target, ...when, ...load })
  const ofFile = join(folder, 'of a file', 'today')
  await backUpFile({
    ...{ databaseFile: back.file, ledgerFile: join(folder, 'none'), secretsFile: join(folder, 'none') },
    ...{ target: ofFile, ...when, verify: async () => ({ runs: 0, auditEntries: 0 }), onProgress: () => {} },
  })
  const wrapped = await wrappedKeys(moved.url)
  // One of the booking, one of the account, and one of the code that waits.
  assert.equal(wrapped.length, 3)
  for (const backup of [target, ofFile]) {
    const text = textOf(backup)
    assertUnreadable(text, backup)
    assert.deepEqual(
      wrapped.filter((key) => text.includes(key)),
      [],
    )
  }
  const restored = await at()
  await restore({ backup: target, url: restored.url, scratchFolder: folder, ...load })
  const third = await openPostgresStore({ url: restored.url })
  await assertUsable(third.store, accountId)
  await third.store.close()
})

test('Y22: a backup from before an account was deleted, restored with the key file and the master key, has nothing of it that anybody can read; what was not deleted is there', async (t) => {
  const { file } = temporaryFile(t)
  const folder = dirname(file)
  const when = { version: '1', createdAt: '2027-01-31T00:00:00Z' }
  const { from, accountId } = await filledFile(file)
  const source = await server.createDatabase()
  await copy({ from, to: { kind: 'server', url: source, secretsFile: '' }, ...load })
  const { store } = await openPostgresStore({ url: source })
  const backUp = (name: string, createdAt: string) =>
    backUpTables({ url: source, target: join(folder, 'backups', name), ...when, createdAt, ...load })
  await backUp('older', when.createdAt)
  const restored = async () => {
    const url = await server.createDatabase()
    await restore({ backup: join(folder, 'backups', 'older'), url, scratchFolder: folder, ...load })
    const opened = await openPostgresStore({ url })
    const { deps, accounts } = desksOver(opened.store)
    const { account } = await opened.store.readPeople({ accounts: [accountId] })
    const found = await answerPrivacyCall(deps, { verb: 'export', of: booked.email })
    const told = {
      address: (await accounts.find(accountId))?.email,
      saved: await savedPassengers(deps, accountId),
      isSealed: /^k1\./.test(account[0]?.email ?? ''),
      booked: found.ok && found.value[0]?.passengers[0]?.name,
    }
    await opened.store.close()
    return told
  }
  const before = await restored()
  assert.deepEqual(before, {
    ...{ address: 'bea.canary@example.org', saved: { ok: true, value: [passenger] } },
    ...{ isSealed: true, booked: booked.name },
  })
  const { accounts } = desksOver(store)
  const { session } = await store.readPeople({ sessionsOfAccounts: [accountId] })
  const caller = { id: accountId, sessionId: session[0]?.id ?? (0 as never) }
  assert((await accounts.delete(caller, { password, address })).ok)
  await backUp('newer', '2027-02-01T00:00:00Z')
  await store.close()
  assert.deepEqual(await restored(), { ...before, address: null, saved: { ok: true, value: [] } })
})
