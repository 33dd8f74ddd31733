import assert from 'node:assert/strict'
import test from 'node:test'
import type { HoldId } from '../../domain/ids.ts'
import { releaseHold } from '../../domain/sale/release-hold.ts'
import { segment } from '../../domain/world.fixture.ts'
import { openMemoryStore } from '../../store/memory/memory-store.ts'
import { anna, hold, runOn, smallRange, smallTimetable } from '../../store/store.fixture.ts'
import { TestTime } from '../../store/test-time.fixture.ts'
import type { SeatEvent } from './segment-seats.ts'
import { makeSeatWatch } from './watch-seats.ts'

/** A watched run, with control over the gathering time and over each turn. */
async function openWatch() {
  const time = new TestTime()
  const store = await openMemoryStore({ clock: time, schedule: time.schedule })
  await store.importTimetable(smallTimetable(), smallRange)
  const trainRunId = runOn(store, '2026-06-10')
  const gathered: (() => void)[] = []
  const turns: (() => void)[] = []
  const watch = makeSeatWatch(store, {
    gathered: (callback) => gathered.push(callback),
    soon: (callback) => turns.push(callback),
  })
  /** Lets as many turns as requested pass; returns how many are left. */
  const run = (mostTurns = Number.POSITIVE_INFINITY) => {
    for (let turn = 0; turn < mostTurns && turns.length > 0; turn++) turns.shift()?.()
    return turns.length
  }
  const join = async (way: string, seen?: number) => {
    const found = store.network().run(trainRunId)
    const picture = await store.picture(trainRunId)
    assert.ok(found && picture)
    const told: string[] = []
    const note = (event: SeatEvent | undefined) => event && told.push(textOf(event))
    const { first, leave } = watch.join({ run: found, segment: segment(way) }, picture, seen, note)
    note(first)
    return { told, leave }
  }
  return {
    store,
    time,
    trainRunId,
    join,
    waiting: () => gathered.length,
    take: (way: string, seat: string) => hold(store, trainRunId, way, [seat]),
    run,
    /** Lets the gathering time pass, and as many turns as requested. */
    pass(mostTurns?: number) {
      for (const callback of gathered.splice(0)) callback()
      return run(mostTurns)
    },
  }
}

const textOf = ({ kind, commitSeq, changes }: SeatEvent) =>
  `${kind} ${commitSeq} ${changes.map(({ seatNumber, status }) => `${seatNumber} ${status}`).join()}`

test('W48: the first change goes out at once, and those soon after it as one event, to the watchers whose segment they concern', async () => {
  const { join, take, waiting, run, pass } = await openWatch()
  const early = await join('A-B')
  const late = await join('C-E')
  await take('A-E', '1-4')
  assert.deepEqual(early.told, ['reset 0 '], 'not in the turn of the commit')
  run()
  for (const { told } of [early, late]) assert.deepEqual(told.slice(1), ['seats 1 1-4 HELD'])
  await take('A-C', '1-1')
  await take('B-E', '1-2')
  await take('A-E', '1-3')
  assert.equal(run(), 0, 'nothing is told')
  assert.equal(waiting(), 1, 'three commits, one look')
  pass()
  assert.deepEqual(early.told.slice(2), ['seats 4 1-1 HELD,1-3 HELD'])
  assert.deepEqual(late.told.slice(2), ['seats 4 1-2 HELD,1-3 HELD'])
  pass()
  assert.equal(waiting(), 0)
  await take('A-E', '2-1')
  run()
  assert.deepEqual(early.told.slice(3), ['seats 5 2-1 HELD'], 'after a while without news, at once again')
})

test('W48: a watcher who joins while events wait knows everything, and hears of seats that change back', async () => {
  const { store, trainRunId, join, take, pass } = await openWatch()
  const before = await join('A-C')
  const placed = await take('A-C', '1-1')
  const between = await join('A-C')
  assert.deepEqual(between.told, ['reset 1 1-1 HELD'])
  assert.ok(placed.ok)
  const { id, token } = placed.value.hold
  await store.decide({ trainRunId, holdId: id as HoldId }, (inventory, now) =>
    releaseHold(inventory, { holdId: id, holdToken: token, userId: anna }, now),
  )
  const after = await join('A-C')
  pass()
  assert.deepEqual(before.told, ['reset 0 ', 'seats 2 1-1 AVAILABLE'])
  assert.deepEqual(between.told, ['reset 1 1-1 HELD', 'seats 2 1-1 AVAILABLE'])
  assert.equal(after.told[0], 'reset 2 ')
})

test('W48: a thousand watchers are told in slices, and changes made meanwhile come after them, in order', async () => {
  const { join, take, waiting, run, pass } = await openWatch()
  const watchers = await Promise.all(Array.from({ length: 1_000 }, () => join('A-E')))
  await take('A-E', '1-1')
  assert.equal(run(1), 1)
  const told = () => watchers.filter((one) => one.told.length > 1).length
  assert.ok(told() > 0 && told() <= 100, `${told()} were told at once`)
  await take('A-E', '1-2')
  watchers[999]?.leave()
  const joined = await join('A-E')
  assert.deepEqual(joined.told, ['reset 2 1-1 HELD,1-2 HELD'])
  assert.equal(waiting(), 0, 'the time does not begin before all were told')
  run()
  assert.equal(waiting(), 1)
  pass()
  assert.deepEqual(watchers[0]?.told, ['reset 0 ', 'seats 1 1-1 HELD', 'seats 2 1-2 HELD'])
  assert.deepEqual(watchers[998]?.told, ['reset 0 ', 'seats 1 1-1 HELD', 'seats 2 1-2 HELD'])
  assert.deepEqual(watchers[999]?.told, ['reset 0 '], 'a watcher who has left hears no more')
  assert.ok(joined.told.every((text) => text.startsWith('reset 2') || text.startsWith('seats 2')))
})

test('W48: a watcher who has already seen a commit first hears what changed since, in their own segment', async () => {
  const { join, take, pass } = await openWatch()
  await join('A-E')
  await take('A-C', '1-1')
  await take('A-C', '1-2')
  assert.deepEqual((await join('A-E', 1)).told, ['seats 2 1-2 HELD'])
  assert.deepEqual((await join('A-E', 2)).told, [])
  assert.deepEqual((await join('A-E', 3)).told, ['reset 2 1-1 HELD,1-2 HELD'])
  pass()
})
