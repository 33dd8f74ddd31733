import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OutcomeUnknown, StoreUnavailable } from './faults.ts'
import { Health } from './health.ts'

function watched() {
  const world = { ms: 0, looks: 0 }
  const health = new Health(
    async () => ({ ok: true, detail: `look ${++world.looks}` }),
    () => world.ms,
  )
  return { world, health }
}

test('D20: after a commit that found no room, the store accepts no writes for five seconds, or until a later one finds room', async () => {
  const { world, health } = watched()
  for (const fault of [
    new StoreUnavailable('SQLITE_FULL: database or disk is full'),
    new OutcomeUnknown('SQLITE_FULL: database or disk is full'),
    new StoreUnavailable('53100: could not extend file'),
  ]) {
    health.onFault(fault)
    assert.match((await health.ask()).detail, /the disk is full/)
    health.onCommitted()
    assert.equal((await health.ask()).ok, true)
    health.onFault(fault)
    world.ms += 4_999
    assert.equal((await health.ask()).ok, false)
    world.ms += 1
    assert.equal((await health.ask()).ok, true)
  }
})

test('D20: other faults say nothing about the disk, and one look at the database counts for a second', async () => {
  const { world, health } = watched()
  health.onFault(new StoreUnavailable('57P01: terminating connection'))
  for (let ms = 0; ms < 3_000; ms += 100) {
    assert.equal((await health.ask()).ok, true)
    world.ms += 100
  }
  assert.equal(world.looks, 3)
})
