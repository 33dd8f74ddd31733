import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import type { Booking } from '../../shared/api-types.ts'
import { paths } from './paths.ts'

/** Goes to a booking that this browser has just been given. */
export function useOpenBooking(): (booking: Booking) => void {
  const queries = useQueryClient()
  const [, navigate] = useLocation()
  return (booking) => {
    queries.setQueryData(['booking', booking.booking_id], booking)
    void queries.invalidateQueries({ queryKey: ['bookings'] })
    navigate(paths.booking(booking.booking_id))
  }
}
