import { Type } from 'typebox'
import { mostSavedPassengers } from '../../domain/people/saved-passengers.ts'
import { passengerMembers } from './bookings.ts'
import { RefTo } from './common.ts'
import { Preferences } from './holds.ts'

const { passenger_name, passenger_gender } = passengerMembers
const { coach: _, ...wishes } = Preferences.properties

/** Any coach: that of one train means nothing on the next. */
export const SeatWishes = Type.Object(wishes, { description: 'Wishes for a seat, not conditions.' })

const SavedPassenger = Type.Object(
  {
    passenger_name,
    birth_year: Type.Integer({
      description: 'The age at a ride follows from it, give or take the birthday.',
      minimum: 1900,
      maximum: 2100,
      examples: [1990],
    }),
    passenger_gender,
    preferences: Type.Optional(SeatWishes),
  },
  { $id: 'SavedPassenger', description: 'Somebody whom an account often travels with.' },
)

export const SavedPassengers = Type.Object(
  { passengers: Type.Array(RefTo(SavedPassenger)) },
  { $id: 'SavedPassengers', description: 'The saved passengers of an account.' },
)

export const SavedPassengersRequest = Type.Object({
  passengers: Type.Array(Type.Object(SavedPassenger.properties), {
    description: `All saved passengers, ${mostSavedPassengers} at most.`,
    maxItems: mostSavedPassengers,
  }),
})

export const savedPassengerSchemas = [SavedPassenger, SavedPassengers]
