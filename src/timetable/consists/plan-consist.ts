import type { SeatFeature, SeatKind } from '../../domain/railway/consist.ts'
import type { ConsistPlan } from '../../domain/railway/timetable.ts'
import type { CoachLine, ConsistLine } from '../schemas/consist-rules.ts'
import { pointerTo } from '../schemas/rule-file.ts'
import { type LaidOutCoach, type LayoutProblem, turnCoach } from './lay-out-coach.ts'

type PlannedSeat = ConsistPlan['seats'][number]

/** The order in which the usual classes are offered. An operator's own follow in the order of the coaches. */
const usualOrder = ['SECOND', 'FIRST', 'COUCHETTE', 'SLEEPER']

/** Places that few passengers look for, offered last. */
const lastKinds: readonly SeatKind[] = ['wheelchair_space', 'bicycle_hook']

/** Puts the coaches of a consist together, in order. The plan is usable only if there are no mistakes. */
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
  const classes = [...Map.groupBy(seats, (seat) => seat.travelClass)]
  const placeOf = ([name, own]: (typeof classes)[number]) => {
    const kind = lastKinds.findIndex((last) => !own.some((seat) => seat.kind !== last))
    const usual = usualOrder.indexOf(name)
    if (kind >= 0) return usualOrder.length + 1 + kind
    return usual < 0 ? usualOrder.length : usual
  }
  return classes.sort((a, b) => placeOf(a) - placeOf(b)).map(([name]) => name)
}

function unknownLayout(coach: CoachLine, coaches: ReadonlyMap<string, LaidOutCoach>): string {
  return `there is no layout ${coach.layout}; known are ${[...coaches.keys()].join(', ')}`
}
