import type { CoachPlan } from './layout.ts'
import { className, coachTitle, type Words } from './words.ts'

/** Which coach this is, how it is built, and what a place of each of its classes costs. */
export function CoachName({ coach, words }: { readonly coach: CoachPlan; readonly words: Words }) {
  return (
    <p className="coach-name">
      <strong>{words.messages.coach(coach.number)}</strong> <span>{coachTitle(coach, words)}</span>{' '}
      {coach.travelClasses.map((travelClass) => (
        <span key={travelClass} className="coach-price">
          {className(travelClass, words)} {priceText(coach, travelClass, words)}
        </span>
      ))}
    </p>
  )
}

/** One price, or from the lowest to the highest where places of a class differ. */
function priceText(coach: CoachPlan, travelClass: string, { money }: Words): string {
  const prices = coach.seats
    .filter((box) => box.travelClass === travelClass)
    .map((box) => box.seat.price_cents)
  const lowest = Math.min(...prices)
  const highest = Math.max(...prices)
  return lowest === highest ? money(lowest) : `${money(lowest)}–${money(highest)}`
}
