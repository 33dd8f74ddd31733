import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import Database from 'better-sqlite3'
import { openDatabase, overlappingClaims } from './harness/database.ts'
import { createRandom } from './harness/random.ts'
import { assertSerial, type Outcome } from './harness/serial.ts'
import { inParallel, until } from './harness/wait.ts'
import { temporaryFolder } from './harness/world.ts'

// A checker that has never failed is itself untested.

const sale = (seat: string, from: number, to: number, sold = true): Outcome => ({
  seats: [seat],
  from,
  to,
  sold,
})

test('the check of sales passes segments that touch, and fails a double sale and a refusal without need', () => {
  assertSerial([sale('1-1', 0, 2), sale('1-1', 2, 4), sale('1-1', 1, 3, false), sale('1-2', 1, 3)])
  assert.throws(() => assertSerial([sale('1-1', 0, 2), sale('1-1', 1, 3)]), /sold twice/)
  assert.throws(() => assertSerial([sale('1-1', 0, 2), sale('1-1', 2, 4, false)]), /without need/)
})

test('the query for overlaps finds each pair once, on every small world of two claims', (t) => {
  const file = join(temporaryFolder(t), 'claims.db')
  const database = new Database(file)
  database.exec(
    'CREATE TABLE seat_claims (train_run_id INT, seat_id INT, from_leg INT, ' +
      'to_leg INT, PRIMARY KEY (train_run_id, seat_id, from_leg))',
  )
  const reader = openDatabase(file)
  const segments = [0, 1, 2, 3].flatMap((from) =>
    [1, 2, 3, 4].filter((to) => to > from).map((to) => ({ from, to })),
  )
  for (const a of segments)
    for (const b of segments.filter((b) => b.from !== a.from)) {
      database.exec(
        `DELETE FROM seat_claims; INSERT INTO seat_claims VALUES (1, 1, ${a.from}, ` +
          `${a.to}), (1, 1, ${b.from}, ${b.to}), (1, 2, 0, 4), (2, 1, 0, 4)`,
      )
      const legs = [0, 1, 2, 3].filter((leg) => a.from <= leg && leg < a.to && b.from <= leg && leg < b.to)
      assert.equal(overlappingClaims(reader).length, legs.length > 0 ? 1 : 0, `${JSON.stringify([a, b])}`)
    }
  reader.close()
  database.close()
})

test('the same seed gives the same numbers, and another seed gives others', () => {
  const draw = (seed: number) => createRandom(seed).sample([...Array(50).keys()], 50)
  assert.deepEqual(draw(7), draw(7))
  assert.notDeepEqual(draw(7), draw(8))
  assert.deepEqual(
    draw(7).toSorted((a, b) => a - b),
    [...Array(50).keys()],
  )
})

test('waiting ends with a complaint when its time is over, and work in parallel keeps its order', async () => {
  await assert.rejects(
    until('a miracle', () => undefined, 50),
    /a miracle did not come about within 50 ms/,
  )
  await assert.rejects(
    until(
      'a miracle',
      () => {
        throw new Error('no way')
      },
      50,
    ),
    /no way/,
  )
  assert.deepEqual(await inParallel([3, 1, 2], 2, async (n) => n * 10), [30, 10, 20])
})
