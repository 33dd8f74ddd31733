import type { BookedSeat } from '../../shared/api-types.ts'
import type { Messages } from '../../shared/i18n/en.ts'
import { hasPassenger } from '../../shared/lib/has-passenger.ts'
import { coachOf } from '../../shared/lib/seat-number.ts'

interface Place {
  readonly seat_number: string
  readonly seat_label: string
  readonly kind: string
}

/** `Coach 4, seat 32`, or what else the place is: `Coach 9, bicycle space 3`. */
export function placeName(t: Messages, { seat_number: number, seat_label: label, kind }: Place): string {
  const coach = coachOf(number)
  const word = kind === 'seat' ? undefined : t.seatMap.kinds[kind]
  return word ? t.additions.placeInCoach(coach, word(label)) : t.common.seatInCoach(coach, label)
}

/** Who has a booked place: its passenger, whose name may be erased, or a bicycle. */
export function whoHas(t: Messages, seat: Pick<BookedSeat, 'kind' | 'passenger_name'>): string {
  return seat.passenger_name ?? (hasPassenger(seat) ? t.booking.erased : t.additions.bicycle)
}
