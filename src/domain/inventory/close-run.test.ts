import assert from 'node:assert/strict'
import test from 'node:test'
import { overlaps } from '../railway/segment.ts'
import { actedByNobody } from '../records/audit.ts'
import { whyClosed } from '../records/closure.ts'
import { segment, World } from '../world.fixture.ts'
import { closeSale, openSale } from './close-run.ts'

const by = { ...actedByNobody, reason: 'operational' } as const

function change(world: World, rule: typeof closeSale, legs: string, travelClass: string | null = null) {
  const command = { segment: segment(legs), travelClass, seenRun: world.run, by }
  const reply = world.decide((view, now) => rule(view, command, now))
  assert.ok(reply.ok)
  return reply.value
}

const texts = (world: World) =>
  world.closures.map(({ fromLeg, toLeg, travelClass }) => `${fromLeg}-${toLeg} ${travelClass ?? 'all'}`)

const ways = [0, 1, 2, 3].flatMap((from) =>
  [1, 2, 3, 4].filter((to) => to > from).map((to) => ({ fromLeg: from, toLeg: to })),
)
const text = ({ fromLeg, toLeg }: { fromLeg: number; toLeg: number }) =>
  `${String.fromCharCode(65 + fromLeg)}-${String.fromCharCode(65 + toLeg)}`

test('Y50, Y51: of all closures and openings of two parts, a leg is closed that was closed and not opened since', () => {
  const [first = ''] = new World().run.consist.travelClasses
  for (const one of ways)
    for (const other of ways)
      for (const travelClass of [null, first]) {
        const world = new World()
        change(world, closeSale, text(one))
        change(world, closeSale, text(other), travelClass)
        change(world, openSale, text(other))
        for (const leg of [0, 1, 2, 3].map((fromLeg) => ({ fromLeg, toLeg: fromLeg + 1 }))) {
          const isClosed = overlaps(leg, one) && !overlaps(leg, other)
          assert.equal(whyClosed(world.closures, leg, first), isClosed ? 'CLOSED' : null)
        }
      }
})

test('Y51: opening a class leaves what is closed of all classes, and of others', () => {
  const world = new World()
  const [first = ''] = world.run.consist.travelClasses
  change(world, closeSale, 'A-C')
  change(world, closeSale, 'B-E', first)
  assert.deepEqual(texts(world), ['0-2 all', `2-4 ${first}`])
  change(world, openSale, 'A-E', first)
  assert.deepEqual(texts(world), ['0-2 all'])
})

test('Y52: an act that finds everything so changes nothing and leaves no entry; another leaves one', () => {
  const world = new World()
  world.notes = []
  const { commitSeq } = change(world, closeSale, 'A-C')
  assert.equal(change(world, closeSale, 'B-C').commitSeq, commitSeq)
  assert.equal(change(world, openSale, 'C-E').commitSeq, commitSeq)
  change(world, openSale, 'A-E')
  assert.deepEqual(
    world.notes.map(({ action, facts, by: who }) => [action, facts, who]),
    [
      ['sale_closed', { from_leg: 0, to_leg: 2, travel_class: null }, by],
      ['sale_opened', { from_leg: 0, to_leg: 4, travel_class: null }, by],
    ],
  )
})

test('Y50: a class that the run has not, and a run that has changed since, are refused', () => {
  const world = new World()
  const command = { segment: segment('A-C'), travelClass: 'NONE', seenRun: world.run, by }
  const { reply } = world.ask((view, now) => closeSale(view, command, now))
  assert.ok(!reply.ok)
  assert.deepEqual(reply.refusal, { code: 'seat_not_on_run', seatNumbers: [], travelClass: 'NONE' })
  const old = { ...command, seenRun: { ...world.run, edition: 99 } }
  const again = world.ask((view) => openSale(view, old))
  assert.ok(!again.reply.ok && again.reply.refusal.code === 'run_changed')
})
