import type { Messages } from '../i18n/en.ts'

/** `4-32` is in coach 4; the coach may contain a dash. */
export function coachOf(seatNumber: string): string {
  return seatNumber.slice(0, seatNumber.lastIndexOf('-'))
}

/** `Coach 4, seat 32` for `4-32`, when only the number of the seat is known. */
export function placeWord(t: Messages, seatNumber: string): string {
  const coach = coachOf(seatNumber)
  return t.common.seatInCoach(coach, seatNumber.slice(coach.length + 1))
}
