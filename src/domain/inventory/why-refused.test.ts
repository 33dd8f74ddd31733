import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { after } from '../instant.ts'
import * as plays from '../plays.fixture.ts'
import { clock, makeRun } from '../railway/run.fixture.ts'
import { segmentsOf } from '../railway/small-world.fixture.ts'
import { departureAt } from '../railway/train-run.ts'
import { actedByNobody } from '../records/audit.ts'
import { whyClosed } from '../records/closure.ts'
import { keepsSeats } from '../records/hold.ts'
import { cancelRun } from '../sale/cancel-run.ts'
import { World } from '../world.fixture.ts'
import { assignSeats } from './assign-seats.ts'
import { blockSeats, freeBlocks } from './change-blocks.ts'
import { closeSale, openSale } from './close-run.ts'
import { expireHolds } from './expire-holds.ts'
import { type PastAnswer, type PastEntry, whyRefused } from './why-refused.ts'

const segments = segmentsOf(5)
const by = { ...actedByNobody, reason: 'defect' as const }

/** A world that keeps the moment of each of its audit notes. */
class NotedWorld {
  readonly world = new World(makeRun([{ number: '1', rows: ['wa aw', 'w'] }]))
  readonly entries: PastEntry[] = []

  constructor() {
    this.world.now = clock('04:00')
  }

  decide: plays.Stage['decide'] = (_named, rule) => {
    this.world.decide(rule)
  }

  /** What the rule of holds makes of a wish now. */
  answerTo(segment: (typeof segments)[number], seatCount: number): { answer: PastAnswer; free: number } {
    const { world } = this
    const { run, now, closures } = world
    const [travelClass = ''] = run.consist.travelClasses
    // More than there are, so that the refusal says how many are free.
    const most = { travelClass, seatCount: run.consist.seats.length + 1, segment, preferences: {} }
    const found = assignSeats(world, most, now)
    assert.ok(!found.ok)
    const free = found.refusal.seatsAvailable
    const enough = seatCount <= free ? 'POSSIBLE' : 'NOT_ENOUGH_SEATS'
    const isOver = departureAt(run, segment.fromLeg) <= now
    return { answer: isOver ? 'DEPARTED' : (whyClosed(closures, segment, travelClass) ?? enough), free }
  }

  /** Compares every wish with what its explanation says. */
  compare(entries: readonly PastEntry[], seen: Set<PastAnswer>): void {
    const { run, now } = this.world
    const [travelClass = ''] = run.consist.travelClasses
    for (const segment of segments)
      for (const seatCount of [1, 3]) {
        const expected = this.answerTo(segment, seatCount)
        const why = whyRefused(run, entries, { segment, travelClass, seatCount, at: now })
        assert.deepEqual({ answer: why.answer, free: why.free.length }, expected)
        assert.equal(why.free.length + why.inTheWay.length, run.consist.seats.length)
        seen.add(why.answer)
      }
  }

  /** Until an entry ends it, the chain does not tell that the time of a payment is over. */
  hasOverduePin(): boolean {
    const { holds, now } = this.world
    return [...holds.values()].some((hold) => hold.status === 'PINNED' && !keepsSeats(hold, now))
  }

  note(): void {
    const { notes, now } = this.world
    for (const note of notes.slice(this.entries.length)) this.entries.push({ ...note, at: now })
  }
}

const block =
  (rule: typeof blockSeats): plays.Play<NotedWorld> =>
  (stage, which, more) => {
    const { run } = stage.world
    const seats = run.consist.seats.filter((_, index) => (more >>> index) & 1)
    const named = { kind: 'named' as const, seatNumbers: seats.map(({ number }) => number) }
    const segment = segments[which % 10] ?? { fromLeg: 0, toLeg: 1 }
    if (seats.length > 0)
      stage.decide({}, (view, now) => rule(view, { seats: named, segment, by, seenRun: run }, now))
  }

const sale =
  (rule: typeof closeSale): plays.Play<NotedWorld> =>
  (stage, which, more) => {
    const { run } = stage.world
    const travelClass = more % 2 === 0 ? null : (run.consist.travelClasses[0] ?? null)
    const segment = segments[which % 10] ?? { fromLeg: 0, toLeg: 1 }
    stage.decide({}, (view, now) => rule(view, { segment, travelClass, by, seenRun: run }, now))
  }

const cancelLastLeg: plays.Play<NotedWorld> = (stage, which) => {
  const { run } = stage.world
  if (which % 9 === 0)
    stage.decide({}, (view, now) =>
      cancelRun(view, { segment: { fromLeg: 3, toLeg: 4 }, seenRun: run, by }, now),
    )
}

const wait: plays.Play<NotedWorld> = (stage, which) => {
  stage.world.now = after(stage.world.now, 20_000 * (1 + (which % 9)) ** 2)
}

const everyPlay: readonly plays.Play<NotedWorld>[] = [
  ...[plays.hold, plays.hold, plays.hold, plays.release, plays.extend, plays.pin, plays.sell, plays.confirm],
  ...[plays.quote, plays.cancel, plays.move, wait, block(blockSeats), block(freeBlocks)],
  ...[sale(closeSale), sale(openSale), sale(openSale), cancelLastLeg],
  (stage) => stage.decide({}, expireHolds),
]

test('A20: after every command of random plays, the explanation says what the rule of holds says', () => {
  const step = fc.tuple(fc.nat({ max: everyPlay.length - 1 }), fc.nat({ max: 99 }), fc.nat({ max: 31 }))
  const seen = new Set<PastAnswer>()
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
      const stage = new NotedWorld()
      for (const [index, [play, which, more]] of steps.entries()) {
        everyPlay[play]?.(stage, which, more, index + 1)
        stage.note()
        if (!stage.hasOverduePin()) stage.compare(stage.entries, seen)
      }
    }),
    { numRuns: 100, seed: 20 },
  )
  assert.deepEqual([...seen].sort(), ['CANCELLED', 'CLOSED', 'NOT_ENOUGH_SEATS', 'POSSIBLE'])
})

test('A20: an entry that is left out is noticed, or the test above proves nothing', () => {
  for (const play of [block(blockSeats), sale(closeSale)]) {
    const stage = new NotedWorld()
    play(stage, 3, 31, 1)
    stage.note()
    stage.compare(stage.entries, new Set())
    assert.throws(() => stage.compare(stage.entries.slice(0, -1), new Set()))
  }
})

test('A20: a train that had left the boarding station is told before anything else', () => {
  const { world } = new NotedWorld()
  const { run } = world
  const [travelClass = ''] = run.consist.travelClasses
  const segment = { fromLeg: 1, toLeg: 3 }
  const asked = (at: typeof world.now) =>
    whyRefused(run, [], { segment, travelClass, seatCount: 99, at }).answer
  const leaves = departureAt(run, 1)
  assert.deepEqual([asked(after(leaves, -1)), asked(leaves)], ['NOT_ENOUGH_SEATS', 'DEPARTED'])
})
