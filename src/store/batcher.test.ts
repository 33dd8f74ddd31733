import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SeatId } from '../domain/ids.ts'
import type { Rule } from '../domain/inventory.ts'
import { accept } from '../domain/result.ts'
import type { Transaction } from './backend.ts'
import { EngineStore } from './engine-store.ts'
import { DiskFailed, OutcomeUnknown, RunGone, StoreUnavailable } from './faults.ts'
import { MemoryBackend } from './memory/memory-backend.ts'
import { ben, hold, runOn, smallRange, smallTimetable, TestTime } from './store.fixture.ts'

type Commit = Transaction['commit']

/** A database whose commits a test can get at: `onCommit` is asked to make each of them. */
class FaultyBackend extends MemoryBackend {
  onCommit: (commit: Commit, writes: Parameters<Commit>[0]) => Promise<void> = (commit, writes) =>
    commit(writes)
  commitCount = 0
  /** Called after an import is committed, before the engine reads the new timetable. */
  onLoadNetwork: () => Promise<void> = async () => {}

  override async loadNetwork() {
    await this.onLoadNetwork()
    return super.loadNetwork()
  }

  override async begin(): Promise<Transaction> {
    const transaction = await super.begin()
    return {
      ...transaction,
      commit: (writes) => {
        this.commitCount++
        return this.onCommit(transaction.commit, writes)
      },
    }
  }
}

async function open(onFatal: (fault: unknown) => void = (fault) => assert.fail(String(fault))) {
  const time = new TestTime()
  const backend = new FaultyBackend(time)
  const store = await EngineStore.open(backend, { schedule: time.schedule, onFatal })
  await store.importTimetable(smallTimetable(), smallRange)
  return { store, backend, run: runOn(store, '2026-06-10') }
}

/** Another timetable, in which every run that has no claims is another one. */
const retimed = smallTimetable({ ...smallTimetable().trains[0], name: 'A - E, retimed' })

test('D13: a hold that comes between the commit of an import and the new timetable is not placed on a run that is gone', async () => {
  const { store, backend, run } = await open()
  await store.picture(run)
  let held: Promise<unknown> | undefined
  backend.onLoadNetwork = async () => {
    held = hold(store, run, 'A-C', ['1-1'])
    held.catch(() => {})
    // Time enough for a batch.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  await store.importTimetable(retimed, smallRange)
  assert.ok(held)
  await assert.rejects(held, RunGone)
  assert.equal(store.network().run(run), undefined)
})

test('and past the engine it is, or the test above proves nothing', async () => {
  const { store, backend, run } = await open()
  await store.picture(run)
  await backend.importTimetable(retimed, smallRange)
  assert.equal((await hold(store, run, 'A-C', ['1-1'])).ok, true)
  assert.equal((await backend.loadNetwork()).run(run), undefined)
})

function outcome(settled: PromiseSettledResult<{ readonly ok: boolean }>): string {
  if (settled.status === 'rejected') return settled.reason.name
  return settled.value.ok ? 'held' : 'refused'
}

test('E8: what arrives in one turn is one commit, and what arrives while it runs is the next', async () => {
  const { store, backend, run } = await open()
  await Promise.all(['1-1', '1-2', '1-3'].map((seat) => hold(store, run, 'A-C', [seat])))
  assert.equal(backend.commitCount, 1)
  let finish = () => {}
  const reached = new Promise<void>((resolve) => {
    backend.onCommit = async (commit, writes) => {
      resolve()
      await new Promise<void>((go) => {
        finish = go
      })
      await commit(writes)
    }
  })
  const first = hold(store, run, 'A-C', ['1-4'])
  await reached
  backend.onCommit = (commit, writes) => commit(writes)
  const later = ['2-1', '2-2'].map((seat) => hold(store, run, 'A-C', [seat]))
  finish()
  await Promise.all([first, ...later])
  assert.equal(backend.commitCount, 3)
})

test('E9: nobody reads what is not committed: neither the picture, nor a refusal that rests on it', async () => {
  const { store, backend, run } = await open()
  let finish = () => {}
  const answered: string[] = []
  const reached = new Promise<void>((resolve) => {
    backend.onCommit = async (commit, writes) => {
      resolve()
      await new Promise<void>((go) => {
        finish = go
      })
      await commit(writes)
    }
  })
  const held = hold(store, run, 'A-C', ['1-1']).then(() => answered.push('held'))
  const refused = hold(store, run, 'B-D', ['1-1'], { userId: ben }).then(() => answered.push('refused'))
  await reached
  assert.equal((await store.picture(run))?.commitSeq, 0)
  assert.deepEqual(answered, [])
  finish()
  await Promise.all([held, refused])
  assert.deepEqual(answered, ['held', 'refused'])
  assert.equal((await store.picture(run))?.commitSeq, 1)
})

test('E10: a write that fails takes only the command that cannot be written; the others are decided again, alone', async () => {
  const { store, backend, run } = await open()
  const seatId = store.network().run(run)?.consist.seats[0]?.id as SeatId
  await store.picture(run)
  // Somebody writes past the engine: the picture does not know of it, the database does.
  backend.tables(run).addClaim({
    seatId,
    fromLeg: 0,
    toLeg: 4,
    state: 'BLOCKED',
    holdId: null,
    bookingId: null,
    expiresAt: null,
  })
  backend.tables(run).commitSeq = 1
  const outcomes = await Promise.allSettled([
    hold(store, run, 'A-C', ['1-1']),
    hold(store, run, 'A-C', ['1-2']),
    hold(store, run, 'C-E', ['1-3']),
  ])
  assert.deepEqual(outcomes.map(outcome), ['refused', 'held', 'held'])
  assert.equal(backend.tables(run).claims.length, 3)
})

test('I15: an error at COMMIT is answered as unknown, and the same key then tells the truth', async () => {
  const { store, backend, run } = await open()
  for (const isWritten of [true, false]) {
    const options = { idempotencyKey: `written ${isWritten}` }
    const seat = isWritten ? '1-1' : '1-2'
    backend.onCommit = async (commit, writes) => {
      if (isWritten) await commit(writes)
      throw new OutcomeUnknown('the answer to COMMIT was lost')
    }
    await assert.rejects(hold(store, run, 'A-C', [seat], options), OutcomeUnknown)
    backend.onCommit = (commit, writes) => commit(writes)
    const again = await hold(store, run, 'A-C', [seat], options)
    assert.equal(again.ok && again.value.replayed, isWritten)
  }
})

test('E11: a store that cannot write says so once, with nothing written, and goes on when it can', async () => {
  const { store, backend, run } = await open()
  backend.onCommit = async () => {
    throw new StoreUnavailable('disk full')
  }
  const outcomes = await Promise.allSettled([
    hold(store, run, 'A-C', ['1-1']),
    hold(store, run, 'A-C', ['1-2']),
  ])
  assert.deepEqual(outcomes.map(outcome), ['StoreUnavailable', 'StoreUnavailable'])
  assert.equal(backend.commitCount, 1)
  backend.onCommit = (commit, writes) => commit(writes)
  assert.equal((await hold(store, run, 'A-C', ['1-1'])).ok, true)
})

test('E12: a failing disk and a broken invariant stop the process', async () => {
  const fatal: unknown[] = []
  const { store, backend, run } = await open((fault) => fatal.push(fault))
  backend.onCommit = async () => {
    throw new DiskFailed('SQLITE_IOERR_FSYNC')
  }
  await assert.rejects(hold(store, run, 'A-C', ['1-1']), DiskFailed)
  backend.onCommit = (commit, writes) => commit(writes)
  const seatId = store.network().run(run)?.consist.seats[0]?.id as SeatId
  const claim = {
    seatId,
    fromLeg: 0,
    toLeg: 2,
    state: 'HELD',
    holdId: null,
    bookingId: null,
    expiresAt: null,
  } as const
  const twice: Rule<null, never> = () => ({
    reply: accept(null),
    changes: [
      { kind: 'claim_added', claim },
      { kind: 'claim_added', claim: { ...claim, fromLeg: 1 } },
    ],
  })
  await assert.rejects(store.decide({ trainRunId: run }, twice), /I1/)
  assert.equal(fatal.length, 2)
  assert.equal(backend.tables(run).claims.length, 0)
})

test('E13: closing answers what was accepted and takes no more', async () => {
  const { store, run } = await open()
  const rule: Rule<string, never> = () => ({ reply: accept('answered'), changes: [] })
  const accepted = store.decide({ trainRunId: run }, rule)
  const closed = store.close()
  await assert.rejects(store.decide({ trainRunId: run }, rule), /closing/)
  assert.deepEqual(await accepted, accept('answered'))
  await closed
})
