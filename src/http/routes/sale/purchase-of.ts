import type { Static } from 'typebox'
import type { PurchaseRequest } from '../../../app/sale/book.ts'
import type { BookingRequest } from '../../schemas/bookings.ts'

/** The hold, the passengers and the contact of a request. */
export function purchaseOf(body: Omit<Static<typeof BookingRequest>, 'payment'>): PurchaseRequest {
  return {
    holdToken: body.hold_token,
    passengers: body.passengers.map((passenger) => ({
      seatNumber: passenger.seat_number,
      name: passenger.passenger_name,
      age: passenger.passenger_age,
      gender: passenger.passenger_gender,
    })),
    contact: { email: body.contact?.email ?? null, phone: body.contact?.phone ?? null },
    ...(body.language === undefined ? {} : { language: body.language }),
  }
}
