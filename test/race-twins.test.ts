import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { type TestContext, test } from 'node:test'
import Database from 'better-sqlite3'
import { databaseFileIn, openDatabase, overlappingClaims } from './harness/database.ts'
import { runHoldfast } from './harness/processes.ts'
import { lastByteRace, rawRequest } from './harness/raw.ts'
import { temporaryFolder } from './harness/world.ts'
import { startNaiveServer } from './twins/naive-server.ts'

// The tests of the concurrent sale prove something only if a seller without the protection fails them.

test('I1: of two processes that both saw the seat free, the database refuses the second', async (t) => {
  const { outcomes, overlaps } = await meet(await freshDatabase(t))
  assert.deepEqual(outcomes.toSorted(), ['seat_claims_no_overlap', 'sold'])
  assert.equal(overlaps, 0)
})

test('and without the triggers both sell it, or the test above proves nothing', async (t) => {
  const file = await freshDatabase(t)
  dropTriggers(file)
  const { outcomes, overlaps } = await meet(file)
  assert.deepEqual(outcomes, ['sold', 'sold'])
  assert.equal(overlaps, 1)
})

test('I1: fifty requests whose last bytes come in one tick meet, and a server that looks and takes in one turn sells once', async (t) => {
  assert.equal(await soldBy(t, { guarded: true }), 1)
})

test('and one that waits between looking and taking sells more than once, or there is no race', async (t) => {
  const sold = await soldBy(t, { guarded: false })
  t.diagnostic(`sold ${sold} times`)
  assert.ok(sold > 1)
})

async function freshDatabase(t: TestContext): Promise<string> {
  const data = temporaryFolder(t)
  const made = await runHoldfast(['demo'], { HOLDFAST_DATA: data })
  assert.equal(made.status, 0, made.stderr)
  return databaseFileIn(data)
}

function dropTriggers(file: string): void {
  const database = new Database(file)
  database.exec('DROP TRIGGER seat_claims_no_overlap_insert; DROP TRIGGER seat_claims_no_overlap_update')
  database.close()
}

// The meeting point: each says that it has looked before either may take.
async function meet(file: string): Promise<{ outcomes: string[]; overlaps: number }> {
  const script = join(import.meta.dirname, 'twins', 'naive-seller.ts')
  const sellers = [
    ['1', '0', '2'],
    ['2', '1', '3'],
  ].map((wish) => {
    const child = spawn(process.execPath, [script, file, ...wish], { stdio: ['pipe', 'pipe', 'inherit'] })
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
  })
  const seen = await Promise.all(sellers.map(({ lines }) => lines.next()))
  assert.deepEqual(
    seen.map(({ value }) => value),
    ['free', 'free'],
  )
  const outcomes = await Promise.all(
    sellers.map(async ({ child, lines }) => {
      const closed = once(child, 'close')
      child.stdin.write('go\n')
      const { value } = await lines.next()
      await closed
      return String(value)
    }),
  )
  const database = openDatabase(file)
  const overlaps = overlappingClaims(database).length
  database.close()
  return { outcomes, overlaps }
}

async function soldBy(t: TestContext, options: { guarded: boolean }): Promise<number> {
  const server = await startNaiveServer(options)
  t.after(server.close)
  const requests = Array.from({ length: 50 }, () => rawRequest('POST', '/', {}, '{}'))
  return (await lastByteRace([server.url], requests)).filter((answer) => answer.status === 201).length
}
