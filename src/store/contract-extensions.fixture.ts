import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Hold } from '../domain/records/hold.ts'
import { extendHold } from '../domain/sale/extend-hold.ts'
import { releaseHold } from '../domain/sale/release-hold.ts'
import type { EngineStore } from './engine-store.ts'
import { ben, hold, type OpenStore, runOn } from './store.fixture.ts'

type Using = (work: (world: OpenStore) => Promise<void>) => () => Promise<void>

const holdMs = 120_000
const extensionMs = 90_000

async function placed({ store }: OpenStore): Promise<Hold> {
  const reply = await hold(store, runOn(store, '2026-06-10'), 'A-C', ['1-1', '1-2'])
  assert.ok(reply.ok)
  return reply.value.hold
}

function named({ id, token, userId, trainRunId }: Hold) {
  return {
    command: { holdId: id, holdToken: token, userId },
    scope: { trainRunId, holdId: id },
  }
}

async function extend(store: EngineStore, held: Hold, idempotencyKey = 'x1'): Promise<string> {
  const { command, scope } = named(held)
  const reply = await store.decide(scope, (inventory, now) =>
    extendHold(inventory, { ...command, extensionMs, idempotencyKey }, now),
  )
  return reply.ok ? (reply.value.replayed ? 'replayed' : 'extended') : reply.refusal.code
}

async function release(store: EngineStore, held: Hold): Promise<string> {
  const { command, scope } = named(held)
  const reply = await store.decide(scope, (inventory, now) => releaseHold(inventory, command, now))
  return reply.ok ? 'released' : reply.refusal.code
}

async function rival(store: EngineStore): Promise<string> {
  const reply = await hold(store, runOn(store, '2026-06-10'), 'A-C', ['1-1'], { userId: ben })
  return reply.ok ? 'held' : reply.refusal.code
}

/** What every store does to keep an extended hold for its longer life, and no longer. */
export function extensionContract(using: Using, keeps: boolean): void {
  test(
    'H15: an extended hold keeps its seats until its new end, and then they are free',
    using(async (world) => {
      const { store, time } = world
      const held = await placed(world)
      assert.equal(await extend(store, held), 'extended')
      await time.pass(holdMs)
      assert.equal(await rival(store), 'seat_taken')
      assert.equal(await extend(store, held), 'replayed')
      assert.equal(await extend(store, held, 'x2'), 'hold_already_extended')
      await time.pass(extensionMs - 1)
      assert.equal(await rival(store), 'seat_taken')
      await time.pass(1)
      assert.equal(await rival(store), 'held')
    }),
  )

  test(
    'H18: of an extension and a release in one batch, the second sees what the first has done',
    using(async (world) => {
      const { store } = world
      const one = await placed(world)
      assert.deepEqual(await Promise.all([extend(store, one), release(store, one)]), ['extended', 'released'])
      const other = await placed(world)
      const outcomes = await Promise.all([release(store, other), extend(store, other)])
      assert.deepEqual(outcomes, ['released', 'hold_released'])
      assert.equal(await rival(store), 'held')
    }),
  )

  if (!keeps) return
  test(
    'H16: a process that has just started knows what was extended, until when, and by which key',
    using(async (world) => {
      assert.ok(world.reopen)
      const held = await placed(world)
      assert.equal(await extend(world.store, held), 'extended')
      const store = await world.reopen()
      const found = await store.findHold(held.trainRunId, held.id, () => true)
      assert.equal(found?.expiresAt, held.expiresAt + extensionMs)
      assert.equal(found?.extensionMs, extensionMs)
      await world.time.pass(holdMs)
      assert.equal(await extend(store, held), 'replayed')
      assert.equal(await rival(store), 'seat_taken')
    }),
  )
}
