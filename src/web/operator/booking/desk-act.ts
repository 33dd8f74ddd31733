import type { AddNoteBody, DeskBooking } from '../../shared/api-types.ts'

/** Why staff change a booking of a passenger. */
export type DeskReason = AddNoteBody['reason']
export const deskReasons: readonly DeskReason[] = ['passenger_request', 'operational', 'defect', 'correction']

/** What each act about a booking is given. */
export interface BookingActProps {
  readonly booking: DeskBooking
  /** Told in words what was done. */
  readonly onDone: (words: string) => void
}

export const pathOfBooking = (id: string) => `/api/operator/bookings/${encodeURIComponent(id)}`
