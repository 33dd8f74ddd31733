import type { Static } from 'typebox'
import type { PersonalBooking as Found } from '../../app/upkeep/personal-requests.ts'
import type { PersonalData } from '../schemas/personal-data.ts'

export function personalBookingView(found: Found): Static<typeof PersonalData>['bookings'][number] {
  return {
    booking_id: found.locator,
    journey_date: found.journeyDate,
    from_station_code: found.fromStationCode,
    to_station_code: found.toStationCode,
    erased: found.isErased,
    email: found.email,
    phone: found.phone,
    passengers: found.passengers.map(({ name, age, gender }) => ({
      ...{ passenger_name: name, passenger_age: age, passenger_gender: gender },
    })),
  }
}
