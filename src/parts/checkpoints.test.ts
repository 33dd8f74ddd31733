import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { until } from '../../test/harness/wait.ts'
import { publicKeyOf } from '../app/upkeep/signed-checkpoint.ts'
import { readCheckpoints } from '../app/upkeep/verify-checkpoints.ts'
import type { Config } from '../cli/config.ts'
import type { TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { Store } from '../store/store.ts'
import { checkpointKeyOfFolder, linesOf, startCheckpoints } from './checkpoints.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdfast-checkpoints-'))
after(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'audit-checkpoints.jsonl')
const log = { debug() {}, info() {}, warn() {}, error() {} }

/** One look by a server whose only chain has so many entries. */
async function lookOnce(seq: number, auditCheckpoints: string | null = null): Promise<void> {
  const ends = [{ trainRunId: 1 as TrainRunId, seq, hash: `hash ${seq}` }]
  const store = { now: () => seq as Instant, auditEnds: async () => ends } as unknown as Store
  const config = { data: folder, auditCheckpoints, auditCheckpointSeconds: 300 } as Config
  const stop = await startCheckpoints({ store, log, account: 'a' }, config, () => {})
  await stop()
}

async function read(path: string) {
  const publicKey = publicKeyOf(checkpointKeyOfFolder(folder).publicKey)
  assert.ok(publicKey)
  return readCheckpoints(await linesOf(path), publicKey)
}

test('U26: half of a line that a kill has left is removed, and nothing else: the next line follows the last whole one', async () => {
  await lookOnce(1)
  await lookOnce(2)
  const whole = readFileSync(file, 'utf8')
  assert.equal(statSync(file).mode & 0o777, 0o600)
  for (const torn of ['{', whole.slice(0, whole.indexOf('\n')), 'x'.repeat(200_000)]) {
    appendFileSync(file, torn)
    await lookOnce(2)
    assert.equal(readFileSync(file, 'utf8'), whole)
  }
  appendFileSync(file, '{"holdfast')
  await lookOnce(3)
  const { count, faults, ends } = await read(file)
  assert.deepEqual([count, faults, ends.get(1 as TrainRunId)?.length], [3, [], 3])
})

test('U26: a file without a whole line becomes empty before its first one', async () => {
  const other = join(folder, 'other.jsonl')
  appendFileSync(other, 'half')
  await lookOnce(4, other)
  assert.deepEqual((await read(other)).faults, [])
})

test('U27: checkpoints go to the standard input of a command, which a later start runs again', async () => {
  const received = join(folder, 'received')
  await lookOnce(5, `|cat >> '${received}'`)
  await lookOnce(6, `|cat >> '${received}'`)
  const { count, faults } = await until('two lines', async () => {
    const found = await read(received)
    return found.count === 2 ? found : undefined
  })
  assert.deepEqual([count, faults], [2, []])
})
