import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { after } from '../instant.ts'
import * as plays from '../plays.fixture.ts'
import { clock, makeRun } from '../railway/run.fixture.ts'
import { segmentsOf } from '../railway/small-world.fixture.ts'
import { actedByNobody } from '../records/audit.ts'
import { World } from '../world.fixture.ts'
import { blockSeats, freeBlocks } from './change-blocks.ts'
import { expireHolds } from './expire-holds.ts'
import { pastActOf } from './past-act.ts'
import { claimActions, ReplayedRun } from './replay-run.ts'

/** A world whose audit notes are replayed as they are written. */
class ReplayedWorld {
  readonly world = new World(makeRun([{ number: '1', rows: ['wa aw', 'w'] }]))
  readonly replayed = new ReplayedRun()
  readonly seen = new Set<string>()
  #noted = 0

  constructor() {
    this.world.now = clock('04:00')
  }

  decide: plays.Stage['decide'] = (_named, rule) => {
    this.world.decide(rule)
  }

  /** Replays what is new, and compares every seat with the world's. */
  compare(): void {
    for (const note of this.world.notes.slice(this.#noted)) {
      this.seen.add(note.action)
      this.replayed.apply(pastActOf(note, this.world.now))
    }
    this.#noted = this.world.notes.length
    for (const { id, number } of this.world.run.consist.seats) {
      const claims = this.world.claimsOn(id).map(({ seatId: _, expiresAt: __, ...claim }) => claim)
      const past = (this.replayed.claims.get(id) ?? []).map(({ expiresAt: _, ...claim }) => claim)
      assert.deepEqual(past, claims, `seat ${number}`)
    }
  }
}

const change =
  (rule: typeof blockSeats): plays.Play<ReplayedWorld> =>
  (stage, which, more) => {
    const seats = stage.world.run.consist.seats.filter((_, index) => (more >>> index) & 1)
    const command = {
      seats: { kind: 'named' as const, seatNumbers: seats.map(({ number }) => number) },
      segment: segmentsOf(5)[which % 10] ?? { fromLeg: 0, toLeg: 1 },
      by: { ...actedByNobody, reason: 'defect' as const },
      seenRun: stage.world.run,
    }
    if (seats.length > 0) stage.decide({}, (inventory, now) => rule(inventory, command, now))
  }

const wait: plays.Play<ReplayedWorld> = (stage, which) => {
  stage.world.now = after(stage.world.now, 20_000 * (1 + (which % 9)))
}

const everyPlay: readonly plays.Play<ReplayedWorld>[] = [
  ...[plays.hold, plays.hold, plays.release, plays.extend, plays.pin, plays.sell, plays.confirm],
  ...[plays.decline, plays.close, plays.takeBack, plays.quote, plays.cancel, plays.giveUp, wait],
  ...[change(blockSeats), change(freeBlocks), plays.move],
  (stage) => stage.decide({}, expireHolds),
]

test('X69: after every command of random plays, the audit entries lead to the claims that there are', () => {
  const step = fc.tuple(fc.nat({ max: everyPlay.length - 1 }), fc.nat({ max: 99 }), fc.nat({ max: 31 }))
  const seen = new Set<string>()
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
      const stage = new ReplayedWorld()
      for (const [index, [play, which, more]] of steps.entries()) {
        everyPlay[play]?.(stage, which, more, index + 1)
        stage.compare()
      }
      for (const action of stage.seen) seen.add(action)
    }),
    { numRuns: 300, seed: 69 },
  )
  assert.deepEqual(
    [...claimActions].filter((action) => !seen.has(action)),
    [],
    'the plays did everything that changes a claim',
  )
})

test('X69: and an entry that is left out is noticed, or the test above proves nothing', () => {
  const stage = new ReplayedWorld()
  change(blockSeats)(stage, 3, 1, 1)
  stage.world.notes.pop()
  assert.throws(() => stage.compare())
})
