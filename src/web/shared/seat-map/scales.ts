import type { TrainPlan } from './layout.ts'
import { drawingSize } from './orient.ts'
import type { Room } from './use-room.ts'

/** Zoom, relative to the size that fits. */
const zooms = [1, 1.35, 1.8, 2.4]

/**
 * Pixels per drawing unit; a seat is 20 units long. That gives more than 24 pixels for a pointer (WCAG 2.5.8)
 * and 44 for a finger.
 */
const SMALLEST = 1.4
const LARGEST_LYING = 1.6
const LARGEST_UPRIGHT = 1.9

/**
 * The scales to choose from, the smallest first, and the one to begin with. That is the scale at which the
 * longest coach of the train fits, so that all coaches are equally wide, provided its seats are big enough to
 * hit. Otherwise the map begins with seats that are, and the passenger can zoom out to the whole coach.
 */
export function scalesFor(
  train: TrainPlan,
  { orientation, width }: Room,
): { readonly scales: readonly number[]; readonly first: number } {
  const length = Math.max(...train.coaches.map((coach) => coach.length))
  const whole = width / drawingSize(length, orientation).width
  const usual = Math.min(
    Math.max(whole, SMALLEST),
    orientation === 'horizontal' ? LARGEST_LYING : LARGEST_UPRIGHT,
  )
  const larger = zooms.map((zoom) => zoom * usual)
  return whole < SMALLEST ? { scales: [whole, ...larger], first: 1 } : { scales: larger, first: 0 }
}
