import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SeatId, TrainRunId } from '../domain/ids.ts'
import type { Rule } from '../domain/inventory/inventory.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import { accept, refuse } from '../domain/result.ts'
import type { Transaction } from './backend.ts'
import { EngineStore } from './engine-store.ts'
import { DiskFailed, OutcomeUnknown, RunGone, StoreUnavailable } from './faults.ts'
import { MemoryBackend } from './memory/memory-backend.ts'
import { ben, hold, runOn, smallRange, smallTimetable } from './store.fixture.ts'
import { TestTime } from './test-time.fixture.ts'

type Commit = Transaction['commit']

/** A database whose commits a test controls: `onCommit` is called to make each of them. */
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

/** A timetable in which every run without claims is another one, and one that has other runs. */
const retimed = smallTimetable({ ...smallTimetable().trains[0], name: 'A - E, retimed' })
const other = smallTimetable({ key: 'T2', number: 'T 2' })
const terms = { ...smallRange, mayWithdraw: true }

/** A hold that is asked for after an import has been committed, before the engine reads the new timetable. */
async function holdDuringImport(timetable: Timetable) {
  const { store, backend, run } = await open()
  await store.picture(run)
  let held: ReturnType<typeof hold> | undefined
  backend.onLoadNetwork = async () => {
    held = hold(store, run, 'A-C', ['1-1'])
    held.catch(() => {})
    // Long enough for a batch.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  await store.importTimetable(timetable, terms)
  assert.ok(held)
  return { held, store, run }
}

test('D13: a hold between the commit of an import and the new timetable is not placed on a removed run', async () => {
  const { held, store, run } = await holdDuringImport(other)
  await assert.rejects(held, RunGone)
  assert.equal(store.network().run(run), undefined)
})

test('D71: a hold between the commit of an import and the new timetable is not placed on a run as it was before', async () => {
  const { held, store, run } = await holdDuringImport(retimed)
  assert.deepEqual(await held, refuse({ code: 'run_changed' }))
  assert.equal((await store.picture(run))?.run.train.name, 'A - E, retimed')
  assert.equal((await hold(store, run, 'A-C', ['1-1'])).ok, true)
})

test('D72: while a newer timetable comes into memory, runs that it left alone are sold, and commands on others wait for it', async () => {
  const { store, backend } = await open()
  const two = { ...smallTimetable(), trains: [...smallTimetable().trains, ...other.trains] }
  await store.importTimetable(two, terms)
  const runOf = (number: string) =>
    [...store.network().runs()].find(({ train }) => train.number === number)?.id ?? assert.fail(number)
  const [changed, same] = [runOf('T 1'), runOf('T 2')]
  const news: string[] = []
  const placed = (name: string, run: TrainRunId, seats: readonly string[]) =>
    hold(store, run, 'A-C', seats).then((reply) => news.push(`${name} ${reply.ok || reply.refusal.code}`))
  let finish = () => {}
  const held: Promise<unknown>[] = []
  backend.onLoadNetwork = async () => {
    held.push(placed('changed', changed, ['1-1']), placed('same', same, ['1-1']))
    await new Promise<void>((resolve) => {
      finish = resolve
    })
  }
  const imported = store.importTimetable({ ...two, trains: [...retimed.trains, ...other.trains] }, terms)
  while (held.length === 0) await new Promise((resolve) => setImmediate(resolve))
  await held[1]
  assert.deepEqual(news, ['same true'])
  finish()
  await Promise.all([imported, ...held])
  assert.deepEqual(news, ['same true', 'changed run_changed'])
})

test('and past the engine both are placed, or the tests above prove nothing', async () => {
  for (const timetable of [other, retimed]) {
    const { store, backend, run } = await open()
    await store.picture(run)
    await backend.importTimetable(timetable, terms, { alone: (work) => work(), onPrepared: async () => {} })
    assert.equal((await hold(store, run, 'A-C', ['1-1'])).ok, true)
    assert.notEqual((await backend.loadNetwork()).run(run), store.network().run(run))
  }
})

function outcome(settled: PromiseSettledResult<{ readonly ok: boolean }>): string {
  if (settled.status === 'rejected') return settled.reason.name
  return settled.value.ok ? 'held' : 'refused'
}

test('E8: commands that arrive in one turn are one commit, and those that arrive meanwhile are the next', async () => {
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

test('E9: nobody reads uncommitted changes, neither in the picture nor in a refusal that rests on them', async () => {
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

test('E10: a failed write affects only the command that cannot be written; the others are decided again, alone', async () => {
  const { store, backend, run } = await open()
  const seatId = store.network().run(run)?.consist.seats[0]?.id as SeatId
  await store.picture(run)
  // Somebody writes past the engine: the picture does not know about it, but the database does.
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

test('I15: an error at COMMIT is answered as an unknown outcome, and the same key then tells the truth', async () => {
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

test('E11: a store that cannot write says so once, writes nothing, and continues when it can', async () => {
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

test('E13: a closing store answers the accepted commands and accepts no more', async () => {
  const { store, run } = await open()
  const rule: Rule<string, never> = () => ({ reply: accept('answered'), changes: [] })
  const accepted = store.decide({ trainRunId: run }, rule)
  const closed = store.close()
  await assert.rejects(store.decide({ trainRunId: run }, rule), /closing/)
  assert.deepEqual(await accepted, accept('answered'))
  await closed
})
