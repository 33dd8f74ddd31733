import assert from 'node:assert/strict'
import { test } from 'node:test'
import { after } from './instant.ts'
import { expireHolds } from './inventory/expire-holds.ts'
import {
  cancel,
  close,
  confirm,
  decline,
  extend,
  hold,
  pin,
  quote,
  release,
  type Stage,
  takeBack,
} from './plays.fixture.ts'
import type { Change } from './records/changes.ts'
import { World } from './world.fixture.ts'

const kept = /^(claim|hold|payment)_|^cancellation_added$/

/** Makes every decision twice: first without its entries, which must be rejected, then unchanged. */
class Doubter implements Stage {
  readonly world = new World()
  readonly believed: string[] = []
  readonly seen = new Set<Change['kind']>()

  readonly decide: Stage['decide'] = (_named, rule) => {
    const { changes } = this.world.ask(rule)
    const isKept = changes.some(({ kind }) => kept.test(kind))
    const unnoted = changes.filter(({ kind }) => kind !== 'noted')
    if (isKept && isBelieved(this.world.copy(), unnoted)) this.believed.push(JSON.stringify(unnoted))
    this.world.apply(changes)
    for (const { kind } of changes) this.seen.add(kind)
  }
}

function isBelieved(world: World, changes: readonly Change[]): boolean {
  try {
    world.apply(changes)
    return true
  } catch {
    return false
  }
}

test('U7: what a picture keeps changes only together with an entry that leads to it, as the worlds of all these tests check', () => {
  const stage = new Doubter()
  let id = 0
  const sell = () => {
    hold(stage, 9, 1, ++id)
    pin(stage, 0, 1, ++id)
  }
  sell()
  confirm(stage, 0, 1, ++id)
  quote(stage, 0, 0, ++id)
  cancel(stage, 0, 1, ++id)
  sell()
  decline(stage, 0, 0, ++id)
  sell()
  close(stage, 0, 0, ++id)
  sell()
  takeBack(stage, 0, 0, ++id)
  hold(stage, 9, 1, ++id)
  extend(stage, 0, 1, ++id)
  release(stage, 0, 0, ++id)
  hold(stage, 9, 1, ++id)
  stage.world.now = after(stage.world.now, 1_000_000)
  stage.decide({}, expireHolds)
  assert.deepEqual(stage.believed, [])
  assert.deepEqual([...stage.seen].filter((kind) => kept.test(kind)).sort(), [
    ...['cancellation_added', 'claim_added', 'claim_changed', 'claim_removed'],
    ...['hold_added', 'hold_changed', 'payment_added', 'payment_changed'],
  ])
})
