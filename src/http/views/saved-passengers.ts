import type { Static } from 'typebox'
import type { SavedPassenger } from '../../app/people/saved-passengers.ts'
import { keepNowhere } from '../conditional.ts'
import { knownMembers } from '../request-checks.ts'
import { type SavedPassengers, type SavedPassengersRequest, SeatWishes } from '../schemas/saved-passengers.ts'
import { wishesFromWire } from './seat-wishes.ts'

export function savedAnswer(saved: readonly SavedPassenger[]) {
  const body: Static<typeof SavedPassengers> = { passengers: saved.map(savedOnWire) }
  return { status: 200, body, headers: { 'cache-control': keepNowhere } }
}

export function savedOnWire({ name, birthYear, gender, preferences }: SavedPassenger) {
  const { stepFree, ...others } = preferences
  return {
    ...{ passenger_name: name, birth_year: birthYear, passenger_gender: gender },
    preferences: { ...others, ...(stepFree === undefined ? {} : { step_free: stepFree }) },
  }
}

type GivenPassenger = Static<typeof SavedPassengersRequest>['passengers'][number]

export function savedFromWire(given: GivenPassenger): SavedPassenger {
  return {
    name: given.passenger_name,
    birthYear: given.birth_year,
    gender: given.passenger_gender,
    preferences: wishesFromWire(knownMembers(SeatWishes, given.preferences ?? {})),
  }
}
