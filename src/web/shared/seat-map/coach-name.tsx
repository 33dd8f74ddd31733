import { className } from '../lib/class-name.ts'
import type { CoachPlan } from './layout.ts'
import { coachTitle, type Words } from './words.ts'

/** The number of this coach, its kind, and the price of a seat in each of its classes. */
export function CoachName({ coach, words }: { readonly coach: CoachPlan; readonly words: Words }) {
  return (
    <p className="coach-name">
      <strong>{words.messages.coach(coach.number)}</strong> <span>{coachTitle(coach, words)}</span>{' '}
      {coach.travelClasses.map((travelClass) => (
        <span key={travelClass} className="coach-price">
          {className(words.messages, travelClass)} {priceText(coach, travelClass, words)}
        </span>
      ))}
    </p>
  )
}

/** One price, or the lowest and the highest where the seats of a class differ. */
function priceText(coach: CoachPlan, travelClass: string, { money }: Words): string {
  const prices = coach.seats
    .filter((box) => box.travelClass === travelClass)
    .map((box) => box.seat.price_cents)
  const lowest = Math.min(...prices)
  const highest = Math.max(...prices)
  return lowest === highest ? money(lowest) : `${money(lowest)}–${money(highest)}`
}
