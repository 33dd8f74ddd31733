import type { Messages } from '../i18n/en.ts'

/** `4-32` is in coach 4; the coach may have a dash of its own. */
export function coachOf(seatNumber: string): string {
  return seatNumber.slice(0, seatNumber.lastIndexOf('-'))
}

/** `Coach 4, seat 32` for `4-32`, where no more is known of the seat than its number. */
export function placeWord(t: Messages, seatNumber: string): string {
  const coach = coachOf(seatNumber)
  return t.common.seatInCoach(coach, seatNumber.slice(coach.length + 1))
}
