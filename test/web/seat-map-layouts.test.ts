import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SeatId } from '../../src/domain/ids.ts'
import { companionSeats } from '../../src/domain/inventory/companions.ts'
import { type LaidOutCoach, turnCoach } from '../../src/timetable/consists/lay-out-coach.ts'
import { builtInCoaches } from '../../src/timetable/consists/read-layouts.ts'
import type { SeatMap } from '../../src/web/shared/api-types.ts'
import { seatMapAr } from '../../src/web/shared/seat-map/i18n/ar.ts'
import { seatMapDe } from '../../src/web/shared/seat-map/i18n/de.ts'
import { seatMapEn } from '../../src/web/shared/seat-map/i18n/en.ts'
import {
  COACH_WIDTH,
  type CoachPlan,
  layOutTrain,
  type SeatBox,
} from '../../src/web/shared/seat-map/layout.ts'
import { neighborOf } from '../../src/web/shared/seat-map/navigation.ts'

const steps = ['front', 'rear', 'toward_start', 'toward_end'] as const

for (const [name, coach] of builtInCoaches()) {
  if (coach.seats.length === 0) continue
  for (const [way, one] of [
    ['', coach],
    [' turned', turnCoach(coach)],
  ] as const)
    test(`G11: arrow keys reach every seat of ${name}${way} from every other`, () => {
      const plan = drawn(one)
      const nextOf = new Map(plan.seats.map((seat) => [seat.number, neighborsOf(plan, seat)]))
      for (const start of plan.seats) assert.equal(reached(nextOf, start.number).size, plan.seats.length)
    })
}

test('G10: every seat of every built-in coach is drawn inside it, and no two on the same spot', () => {
  for (const coach of builtInCoaches().values()) {
    const plan = drawn(coach)
    assert.ok(plan.decks.every((deck) => deck.items.length > 0))
    for (const seat of plan.seats) {
      assert.ok(seat.x >= 0 && seat.x + seat.width <= plan.length && seat.y >= 0)
      assert.ok(seat.y + seat.height <= COACH_WIDTH)
    }
    assert.equal(
      new Set(plan.seats.map((seat) => `${seat.deck} ${seat.x} ${seat.y}`)).size,
      coach.seats.length,
    )
  }
})

test('N15: each wheelchair space of the built-in coaches has a seat for a companion, whichever end is in front', () => {
  const coaches = [...builtInCoaches().values()].flatMap((coach) => [coach, turnCoach(coach)])
  const spaces = coaches.map(({ seats }) => {
    const all = seats.map((seat, index) => ({
      ...{ ...seat, index, id: index as SeatId, number: seat.label, coachNumber: '1' },
    }))
    const count = all.filter(({ kind }) => kind === 'wheelchair_space').length
    const companions = companionSeats({ coaches: [{ number: '1' }], seats: all })
    assert.deepEqual(companions.size, count)
    for (const [space, seat] of companions)
      assert.deepEqual([space, seat.label], [space, space === '11' ? '13' : '14'])
    return count
  })
  assert.ok(spaces.some((count) => count > 0))
})

test('G12: every language has a message for every word of the built-in coaches', () => {
  for (const messages of [seatMapEn, seatMapDe, seatMapAr])
    for (const [name, { layout, seats }] of builtInCoaches()) {
      assert.ok(messages.layouts[name], name)
      for (const { label } of layout.items) if (label !== undefined) assert.ok(messages.items[label], label)
      for (const seat of seats) {
        assert.ok(messages.classes[seat.travelClass], seat.travelClass)
        assert.ok(messages.kinds[seat.kind], seat.kind)
        for (const feature of seat.features) assert.ok(messages.features[feature], feature)
      }
    }
})

function neighborsOf(plan: CoachPlan, seat: SeatBox): readonly string[] {
  return steps.flatMap((step) => neighborOf(plan, seat, step)?.number ?? [])
}

function reached(nextOf: ReadonlyMap<string, readonly string[]>, start: string): ReadonlySet<string> {
  const seen = new Set([start])
  for (const number of seen) for (const next of nextOf.get(number) ?? []) seen.add(next)
  return seen
}

function drawn({ layout, seats }: LaidOutCoach): CoachPlan {
  const byClass = Map.groupBy(seats, (seat): string | null => seat.travelClass)
  if (byClass.size === 0) byClass.set(null, [])
  const entries: SeatMap['coaches'] = Array.from(byClass, ([travel_class, ofClass]) => ({
    coach_number: '1',
    travel_class,
    layout,
    seats: ofClass.map((seat) => ({
      ...seat,
      seat_id: seat.label,
      seat_number: `1-${seat.label}`,
      seat_label: seat.label,
      status: 'AVAILABLE',
      price_cents: 100,
    })),
  }))
  const map = { train_run_id: '1', from_station_code: 'A', to_station_code: 'B', commit_seq: 0 }
  const [plan] = layOutTrain({ ...map, currency: 'EUR', companion_seats: [], coaches: entries }).coaches
  assert.ok(plan)
  return plan
}
