import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Instant } from '../../domain/instant.ts'
import type { ImportReport, ImportTerms } from '../../domain/railway/import-differences.ts'
import type { Timetable } from '../../domain/railway/timetable.ts'
import type { ApiCall, Operations } from '../operations.ts'
import { connectToServer } from './admin-client.ts'
import { listenForAdmin } from './admin-server.ts'
import { linesOf } from './lines.ts'
import { socketPathIn } from './socket-path.ts'
import { fromLines, toLines } from './timetable-lines.ts'

const quiet = () => undefined
const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
const terms: ImportTerms = { fromDate: '2026-11-01', toDate: '2026-12-31' }
const timetable = {
  source: 'Linie Å',
  firstDate: '2026-11-29',
  stations: [{ code: 'A' }, { code: 'Ö' }],
  consists: [{ name: 'short' }],
  fares: [{ name: 'standard' }],
  trains: Array.from({ length: 500 }, (_, index) => ({ key: `train ${index}`, name: 'Ü\n"quoted"' })),
} as unknown as Timetable

function folderFor(t: TestContext, ...parts: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-admin-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const deep = join(folder, ...parts)
  mkdirSync(deep, { recursive: true })
  return deep
}

/** Operations that answer with what they were asked. */
function echo(): Operations & { readonly imported: Timetable[] } {
  const imported: Timetable[] = []
  return {
    imported,
    isRemote: false,
    payments: { url: 'http://127.0.0.1:1', account: 'ab12' },
    api: async (call: ApiCall) => ({ status: 200, body: { asked: call } }),
    async importTimetable(given, { fromDate, toDate }, onProgress) {
      imported.push(given)
      for (let done = 1; done <= 3; done++) onProgress(done, 3)
      const { source, stations, trains, consists } = given
      const counts = { stations: stations.length, trains: trains.length, consists: consists.length }
      return { ok: true, value: { source, ...counts, fromDate, toDate } as ImportReport }
    },
    staff: async (call) => ({ ok: false, refusal: { code: call.verb } }),
    keys: async (call) => ({ ok: false, refusal: { code: call.verb } }),
    privacy: async () => ({ ok: true, value: [] }),
    listSetbacks: async () => [
      { kind: 'step', what: 'hf-1-5', tryCount: 3, nextAt: 9 as Instant, fault: 'Error: no' },
    ],
    comparePictures: async () => {
      throw new Error('the disk is gone')
    },
    close: async () => {},
  }
}

async function serve(t: TestContext, folder: string) {
  const own = echo()
  const server = await listenForAdmin(folder, own, log)
  t.after(() => server.close())
  const remote = await connectToServer(folder)
  assert.ok(remote)
  t.after(() => remote.close())
  return { own, remote }
}

test('O12: a command asks a running server through its socket, and hears its progress', async (t) => {
  const { own, remote } = await serve(t, folderFor(t))
  assert.equal(remote.isRemote, true)
  assert.deepEqual(remote.payments, own.payments)
  const call: ApiCall = { method: 'POST', path: '/api/sessions', body: { name: 'Zoë' }, headers: { a: 'b' } }
  assert.deepEqual(await remote.api(call), { status: 200, body: { asked: call } })
  const heard: number[] = []
  const reply = await remote.importTimetable(timetable, terms, (done) => heard.push(done))
  assert.ok(reply.ok)
  const report = reply.value
  assert.deepEqual([report.source, report.trains, report.toDate], ['Linie Å', 500, '2026-12-31'])
  assert.equal(heard.at(-1), 3)
  assert.deepEqual(own.imported, [timetable])
  assert.deepEqual(await remote.listSetbacks(), await own.listSetbacks())
})

test('O12: a fault on the server is a fault of the command, and the socket goes on', async (t) => {
  const { remote } = await serve(t, folderFor(t))
  await assert.rejects(remote.comparePictures(quiet), /the disk is gone/)
  assert.equal((await remote.api({ method: 'GET', path: '/' })).status, 200)
})

test('O12: nobody but the user of the server may use the socket', async (t) => {
  const folder = folderFor(t)
  await serve(t, folder)
  assert.equal(statSync(join(folder, 'admin.sock')).mode & 0o777, 0o600)
})

test('O12: when no server runs, nobody answers, even if a dead server left its socket', async (t) => {
  const folder = folderFor(t)
  assert.equal(await connectToServer(folder), undefined)
  const { close } = await listenForAdmin(folder, echo(), log)
  await close()
  assert.equal(await connectToServer(folder), undefined)
  writeFileSync(join(folder, 'admin.sock'), '')
  assert.equal(await connectToServer(folder), undefined)
  await serve(t, folder)
})

const elsewhere = process.platform !== 'linux' && 'only Linux can name a folder by an open file'
test('O12: a data folder whose path is too long for a socket still has one', {
  skip: elsewhere,
}, async (t) => {
  const { remote } = await serve(t, folderFor(t, 'a'.repeat(60), 'b'.repeat(60)))
  assert.equal((await remote.api({ method: 'GET', path: '/' })).status, 200)
})

test('O15: a timetable stays the same when it crosses the socket, however its lines are cut', async () => {
  const bytes = Buffer.from([...toLines(timetable, terms)].join(''))
  for (const size of [1, 7, 64, bytes.length]) {
    const chunks: Buffer[] = []
    for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size))
    assert.deepEqual(await fromLines(linesOf(chunksOf(chunks))), { timetable, terms })
  }
})

test('O15: a timetable that lost a line on the way is not imported', async () => {
  const lines = [...toLines(timetable, terms)]
  for (const lost of [0, 1, 4, 250, lines.length - 1]) {
    const parts = chunksOf(lines.toSpliced(lost, 1).map((line) => Buffer.from(line)))
    await assert.rejects(fromLines(linesOf(parts)), /did not arrive whole; nothing was imported/)
  }
})

async function* chunksOf(chunks: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* chunks
}

test('O15: a timetable larger than every buffer on the way arrives', async (t) => {
  const { own, remote } = await serve(t, folderFor(t))
  const trains = Array.from({ length: 4000 }, (_, index) => ({
    key: `train ${index}`,
    name: 'Ü'.repeat(index % 3000),
  }))
  await remote.importTimetable({ ...timetable, trains } as unknown as Timetable, terms, () => {})
  assert.deepEqual(own.imported[0]?.trains, trains)
})

for (const begun of [false, true])
  test(`T112: A command whose server dies ${begun ? 'after' : 'before'} its answer has begun says that what it asked for may be done or not.`, async (t) => {
    const folder = folderFor(t)
    const { path, release } = socketPathIn(folder)
    const dying = createServer((incoming, outgoing) => {
      if (incoming.url === '/about') return void outgoing.end('{"result":{"payments":null}}\n')
      if (begun) outgoing.write('{"progress":{"done":1,"total":2}}\n')
      setImmediate(() => incoming.destroy())
    })
    await new Promise<void>((resolve) => dying.listen(path, resolve))
    t.after(() => {
      dying.close()
      release()
    })
    const remote = await connectToServer(folder)
    await assert.rejects(async () => remote?.comparePictures(() => {}), /may be done or not/)
    await remote?.close()
  })
