import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'
import { createRandom, type Random, seedOf } from '../../../test/harness/random.ts'
import type { HoldId, TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { AuditEntry } from '../../domain/records/audit.ts'
import type { ChainEnd } from '../../domain/records/checkpoint.ts'
import { auditHash, entryOfStretch } from '../../store/audit-chain.ts'
import type { AuditChain, Inspector, StoredEntry } from '../../store/inspector.ts'
import { checkpointKeyOf, publicKeyOf, publicTextOf } from './signed-checkpoint.ts'
import { verifyAudit } from './verify-audit.ts'
import { readCheckpoints, toldBefore } from './verify-checkpoints.ts'
import { CheckpointWriter, type ToldBefore } from './write-checkpoints.ts'

const nobody = {
  ...{ userId: null, paymentId: null, bookingId: null },
  ...{ staffId: null, keyId: null, reason: null },
}
const key = freshKey()

function freshKey() {
  const { privateKey } = generateKeyPairSync('ed25519')
  return checkpointKeyOf(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
}

function publicHalf(of = key): KeyObject {
  const found = publicKeyOf(publicTextOf(of))
  assert.ok(found)
  return found
}

/** Audit chains as a database has them, which anybody who can write to it can change. */
class Chains {
  readonly runs = new Map<TrainRunId, StoredEntry[]>()
  now = 1_000

  grow(run: number, facts: AuditEntry['facts'] = {}): void {
    const trainRunId = run as TrainRunId
    const chain = this.runs.get(trainRunId) ?? []
    this.runs.set(trainRunId, chain)
    const { seq = 0, hash: previous = '' } = chain.at(-1) ?? {}
    this.now += 7
    const at = this.now as Instant
    const note = { trainRunId, seq: seq + 1, at, action: 'hold_placed', ...nobody, facts } as const
    const entry = { ...note, holdId: (seq + 1) as HoldId }
    const hash = auditHash(previous, entry)
    chain.push({ seq: seq + 1, hash, entry: { ...entry, hash } })
  }

  /** As an attacker does who knows how chains are made: everything after `length` entries is made up. */
  makeAnew(run: number, length: number, newLength: number): void {
    const chain = this.runs.get(run as TrainRunId) ?? []
    chain.splice(length)
    while (chain.length < newLength) this.grow(run, { made_up: this.now })
  }

  get ends(): readonly ChainEnd[] {
    return [...this.runs]
      .map(([trainRunId, chain]) => ({
        trainRunId,
        seq: chain.at(-1)?.seq ?? 0,
        hash: chain.at(-1)?.hash ?? '',
      }))
      .sort((a, b) => a.trainRunId - b.trainRunId)
  }

  writer(lines: string[], before: ToldBefore = { seqs: new Map(), lastHash: '' }, log: string[] = []) {
    const tell = (_: object, message: string) => void log.push(message)
    const deps = {
      store: {
        now: () => this.now as Instant,
        auditEnds: async ({ afterRunId, limit }: { afterRunId: number; limit: number }) =>
          this.ends.filter(({ trainRunId }) => trainRunId > afterRunId).slice(0, limit),
      },
      log: { debug: tell, info: tell, warn: tell, error: tell },
      account: 'a',
      key,
      sink: { append: async (line: string) => void lines.push(line), close: async () => {} },
    }
    return new CheckpointWriter(deps as unknown as ConstructorParameters<typeof CheckpointWriter>[0], before)
  }

  async verify(lines: readonly string[], publicKey = publicHalf()) {
    const { ends, faults } = await readCheckpoints(lines, publicKey)
    const chains: AuditChain[] = [...this.runs].map(([trainRunId, entries]) => {
      const { seq = 0, hash = '' } = entries.at(-1) ?? {}
      return { trainRunId, head: { seq, hash }, entries }
    })
    const inspector = { runIds: () => [...this.runs.keys()], auditChains: () => chains, auditHash }
    const report = await verifyAudit(inspector as unknown as Inspector, () => {}, ends)
    return { ok: report.ok && faults.length === 0, broken: report.broken, faults }
  }
}

/** Some runs that grow, with a look after some of the steps. */
async function grown(random: Random) {
  const chains = new Chains()
  const lines: string[] = []
  const writer = chains.writer(lines)
  for (let step = 0; step < 60; step++) {
    chains.grow(random.int(5))
    if (random.int(4) === 0) await writer.look()
  }
  await writer.look()
  return { chains, lines, writer }
}

test('U21: each chain that has grown is told of once, and what was told is found again', async (t) => {
  const random = createRandom(seedOf(t, 'CHECKPOINT_SEED', 'src/app/upkeep/checkpoints.test.ts'))
  for (let round = 0; round < 20; round++) {
    const { chains, lines, writer } = await grown(random)
    assert.deepEqual((await chains.verify(lines)).faults, [])
    assert.equal((await chains.verify(lines)).ok, true)
    const { seqs } = await toldBefore(lines)
    assert.deepEqual(new Map(chains.ends.map(({ trainRunId, seq }) => [trainRunId, seq])), new Map(seqs))
    const count = lines.length
    await writer.look()
    assert.equal(lines.length, count, 'nothing has grown, so nothing is told')
  }
})

test('U21: a server that starts again goes on where the file ends', async (t) => {
  const random = createRandom(seedOf(t, 'CHECKPOINT_SEED', 'src/app/upkeep/checkpoints.test.ts'))
  const { chains, lines } = await grown(random)
  const before = lines.length
  const again = chains.writer(lines, await toldBefore(lines))
  await again.look()
  assert.equal(lines.length, before)
  chains.grow(2)
  await again.look()
  assert.equal(lines.length, before + 1)
  assert.deepEqual(await chains.verify(lines), { ok: true, broken: [], faults: [] })
})

test('U22: a chain that was cut anywhere, made anew from any entry, or removed is found, though it is whole in itself', async (t) => {
  const random = createRandom(seedOf(t, 'CHECKPOINT_SEED', 'src/app/upkeep/checkpoints.test.ts'))
  const { chains, lines } = await grown(random)
  for (const [run, entries] of [...chains.runs]) {
    for (let length = 0; length < entries.length; length++)
      for (const newLength of [length, entries.length, entries.length + 3]) {
        chains.runs.set(run, [...entries])
        chains.makeAnew(run, length, newLength)
        const { ok, broken, faults } = await chains.verify(lines)
        assert.equal(ok, false, `run ${run} made anew after ${length} entries, up to ${newLength}`)
        assert.deepEqual(
          [broken.map((one) => [one.trainRunId, one.fault]), faults],
          [[[run, 'checkpoint_differs']], []],
        )
        assert.equal((await chains.verify([])).ok, true, 'without checkpoints nobody sees it')
      }
    chains.runs.delete(run)
    assert.match((await chains.verify(lines)).broken[0]?.detail ?? '', /has only 0 now/)
    chains.runs.set(run, entries)
  }
  assert.equal((await chains.verify(lines)).ok, true)
})

test('U23: a line that was changed, left out, swapped, or signed by another key is found', async (t) => {
  const random = createRandom(seedOf(t, 'CHECKPOINT_SEED', 'src/app/upkeep/checkpoints.test.ts'))
  const { chains, lines } = await grown(random)
  assert.ok(lines.length > 3)
  const faultsOf = async (changed: readonly string[], publicKey?: KeyObject) =>
    (await chains.verify(changed, publicKey)).faults
  assert.match((await faultsOf(lines, publicHalf(freshKey())))[0] ?? '', /not signed by this key/)
  for (const [index, line] of lines.entries()) {
    const changed = line.replace(/\d(?=,"[\w-]{43}"\]\]\}$)/, (digit) => String((Number(digit) + 1) % 10))
    assert.notEqual(changed, line)
    assert.match((await faultsOf(lines.with(index, changed)))[0] ?? '', /not signed by this key/)
    assert.match((await faultsOf(lines.with(index, 'nonsense')))[0] ?? '', /cannot be read/)
    const isLast = index === lines.length - 1
    const without = await faultsOf(lines.toSpliced(index, 1))
    if (!isLast) assert.match(without[0] ?? '', /does not follow the line before/)
    if (!isLast) {
      const swapped = lines.toSpliced(index, 2, lines[index + 1] ?? '', line)
      assert.ok((await faultsOf(swapped)).length > 0)
    }
  }
})

test('U24: clearing entries keeps checkpoints valid', async () => {
  const chains = new Chains()
  const lines: string[] = []
  const writer = chains.writer(lines)
  for (let step = 0; step < 6; step++) {
    chains.grow(1)
    await writer.look()
  }
  chains.grow(1)
  const entries = chains.runs.get(1 as TrainRunId) ?? []
  const last = entries[3]
  assert.ok(last)
  const stretch = { fromSeq: 2, toSeq: 4, hash: last.hash, holdId: null }
  const cleared = entryOfStretch(1 as TrainRunId, 5 as Instant, stretch)
  entries.splice(1, 3, { seq: 4, hash: last.hash, entry: cleared })
  const told = entries.at(-1)
  assert.ok(told?.entry)
  const note = { ...told.entry, action: 'records_cleared' as const, facts: { entries: '2-4' } }
  const hash = auditHash(entries.at(-2)?.hash ?? '', note)
  entries.splice(-1, 1, { seq: told.seq, hash, entry: { ...note, hash } })
  assert.deepEqual(await chains.verify(lines), { ok: true, broken: [], faults: [] })
})

test('U25: a chain that gets shorter while a server runs is told in the log, once, and no later line hides it', async () => {
  const chains = new Chains()
  const [lines, log]: [string[], string[]] = [[], []]
  const writer = chains.writer(lines, undefined, log)
  for (let step = 0; step < 4; step++) chains.grow(1)
  await writer.look()
  chains.makeAnew(1, 2, 2)
  await writer.look()
  await writer.look()
  assert.equal(log.length, 1)
  assert.match(log[0] ?? '', /shorter than a checkpoint says/)
  chains.grow(1)
  await writer.look()
  assert.equal(lines.length, 1)
  assert.equal((await chains.verify(lines)).ok, false)
})
