import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TrainRunId } from '../domain/ids.ts'
import type { Transaction } from './backend.ts'
import { EngineStore } from './engine-store.ts'
import { OutcomeUnknown } from './faults.ts'
import { MemoryBackend } from './memory/memory-backend.ts'
import { hold, runOn, smallRange, smallTimetable, stores } from './store.fixture.ts'
import { TestTime } from './test-time.fixture.ts'

function isUntouched(store: EngineStore, id: TrainRunId): boolean {
  const run = store.network().run(id)
  assert.ok(run)
  return store.isUntouched(run)
}

for (const { name, open } of stores)
  test(`Q62: which runs nobody has claimed anything on is known, also after a restart (${name})`, async () => {
    const { store, reopen, close } = await open()
    await store.importTimetable(smallTimetable(), smallRange)
    const [sold, free] = [runOn(store, '2026-06-10'), runOn(store, '2026-06-11')]
    assert.deepEqual([isUntouched(store, sold), isUntouched(store, free)], [true, true])
    assert.equal((await hold(store, sold, 'A-C', ['1-1'])).ok, true)
    assert.deepEqual([isUntouched(store, sold), isUntouched(store, free)], [false, true])
    await store.importTimetable(smallTimetable({ name: 'A - E, renamed' }), {
      ...smallRange,
      mayWithdraw: true,
    })
    assert.deepEqual([isUntouched(store, sold), isUntouched(store, free)], [false, true])
    const again = reopen ? await reopen() : store
    assert.deepEqual([isUntouched(again, sold), isUntouched(again, free)], [false, true])
    await close()
  })

/** Every commit reaches the database, and is answered by an error. */
class UnheardBackend extends MemoryBackend {
  override async begin(): Promise<Transaction> {
    const transaction = await super.begin()
    const commit: Transaction['commit'] = async (writes) => {
      await transaction.commit(writes)
      throw new OutcomeUnknown('the connection is lost')
    }
    return { ...transaction, commit }
  }
}

test('Q62: a run is touched even if nobody knows whether its first claim was committed', async () => {
  const time = new TestTime()
  const store = await EngineStore.open(new UnheardBackend(time), { schedule: time.schedule })
  await store.importTimetable(smallTimetable(), smallRange)
  const run = runOn(store, '2026-06-10')
  await assert.rejects(hold(store, run, 'A-C', ['1-1']), OutcomeUnknown)
  assert.equal(isUntouched(store, run), false)
  await store.close()
})
