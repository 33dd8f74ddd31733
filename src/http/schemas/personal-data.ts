import { Type } from 'typebox'
import { AccountView } from './accounts.ts'
import { Gender } from './bookings.ts'
import { DateText, Id, OrNull, RefTo, StationCode } from './common.ts'
import { SavedPassengers } from './saved-passengers.ts'

const text = OrNull(Type.String())

const PersonalBooking = Type.Object(
  {
    booking_id: Id('The booking.', '7K3M9QXA'),
    journey_date: DateText('Of the departure, at the boarding station.'),
    from_station_code: StationCode,
    to_station_code: StationCode,
    erased: Type.Boolean({ description: 'Nothing personal is left; then the members below are null.' }),
    email: text,
    phone: text,
    passengers: Type.Array(
      Type.Object({
        passenger_name: text,
        passenger_age: OrNull(Type.Integer()),
        passenger_gender: OrNull(Gender),
      }),
    ),
  },
  { $id: 'PersonalBooking', description: 'What is stored of the passengers of a booking.' },
)

export const PersonalData = Type.Object(
  {
    account: RefTo(AccountView),
    saved_passengers: SavedPassengers.properties.passengers,
    bookings: Type.Array(RefTo(PersonalBooking), {
      description: 'Those that were made with it, newest first.',
    }),
  },
  { $id: 'PersonalData', description: 'Everything personal that the railway keeps of an account.' },
)

const Locators = (description: string) => Type.Array(Id('A booking.', '7K3M9QXA'), { description })

export const ErasedPersonalData = Type.Object(
  {
    erased: Locators('Bookings whose names and contacts are erased now.'),
    kept: Locators('Bookings that are not over yet: the train needs their names.'),
  },
  { $id: 'ErasedPersonalData', description: 'What an erasure has done.' },
)

/** Schemas with their own name in the document. */
export const personalDataSchemas = [PersonalBooking, PersonalData, ErasedPersonalData]
