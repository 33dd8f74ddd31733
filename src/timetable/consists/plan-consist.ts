import type { SeatFeature } from '../../domain/consist.ts'
import type { ConsistPlan } from '../../domain/timetable.ts'
import type { CoachLine, ConsistLine } from '../schemas/consist-rules.ts'
import { pointerTo } from '../schemas/rule-file.ts'
import { type LaidOutCoach, type LayoutProblem, turnCoach } from './lay-out-coach.ts'

type PlannedSeat = ConsistPlan['seats'][number]

/** The order in which classes are offered; an operator's own classes follow in the order of the coaches. */
const usualOrder = ['SECOND', 'FIRST', 'COUCHETTE', 'SLEEPER', 'WHEELCHAIR', 'BICYCLE']

/** Puts the coaches of a consist together, in order; the plan is of use only where nothing is wrong. */
export function planConsist(
  line: ConsistLine,
  coaches: ReadonlyMap<string, LaidOutCoach>,
): { plan: ConsistPlan; problems: LayoutProblem[] } {
  const placed = line.coaches.map((coach) => ({ line: coach, coach: coaches.get(coach.layout) }))
  const problems = placed.flatMap(({ line: coach, coach: found }, index) => [
    ...(found
      ? []
      : [{ pointer: pointerTo('coaches', index, 'layout'), reason: unknownLayout(coach, coaches) }]),
    ...(line.coaches.findIndex((other) => other.number === coach.number) < index
      ? [{ pointer: pointerTo('coaches', index, 'number'), reason: `coach ${coach.number} is there twice` }]
      : []),
  ])
  const planned = placed.flatMap(({ line: coach, coach: found }) => (found ? [placeCoach(coach, found)] : []))
  const seats = planned.flatMap((coach) => coach.seats)
  if (problems.length === 0 && seats.length === 0)
    problems.push({ pointer: pointerTo('coaches'), reason: 'has no seat that one could reserve' })
  const plan: ConsistPlan = {
    name: line.name,
    coaches: planned.map(({ number, layout }) => ({ number, layout })),
    seats,
    travelClasses: classesOf(seats),
  }
  return { plan, problems }
}

function placeCoach(line: CoachLine, found: LaidOutCoach) {
  const { layout, seats } = line.turned ? turnCoach(found) : found
  const extra = line.features ?? []
  return {
    number: line.number,
    layout,
    seats: seats.map(
      (seat): PlannedSeat => ({
        ...seat,
        number: `${line.number}-${seat.label}`,
        coachNumber: line.number,
        features:
          seat.kind === 'seat' ? [...new Set<SeatFeature>([...seat.features, ...extra])] : seat.features,
      }),
    ),
  }
}

function classesOf(seats: readonly PlannedSeat[]): string[] {
  const present = new Set(seats.map((seat) => seat.travelClass))
  return [
    ...usualOrder.filter((name) => present.has(name)),
    ...[...present].filter((name) => !usualOrder.includes(name)),
  ]
}

function unknownLayout(coach: CoachLine, coaches: ReadonlyMap<string, LaidOutCoach>): string {
  return `there is no layout ${coach.layout}; known are ${[...coaches.keys()].join(', ')}`
}
