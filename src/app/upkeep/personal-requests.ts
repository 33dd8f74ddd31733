import { passengerSeats } from '../../domain/records/booking.ts'
import { bookingIdOf } from '../../domain/records/locator.ts'
import type { Gender } from '../../domain/records/payment.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { BookingName } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { opened, openedContact } from '../personal-data.ts'
import { searchGroups } from '../search-hashes.ts'
import { eraseOne } from './erase-one.ts'

/** What who sits at the machine asks about the personal data of bookings: of one, or of an e-mail address. */
export interface PrivacyCall {
  readonly verb: 'export' | 'erase'
  /** An e-mail address, or the record locator of a booking. */
  readonly of: string
}

/** The personal data of a booking, with the booking that they belong to. */
export interface PersonalBooking {
  readonly locator: string
  readonly journeyDate: string
  readonly fromStationCode: string
  readonly toStationCode: string
  readonly isErased: boolean
  readonly email: string | null
  readonly phone: string | null
  readonly passengers: readonly {
    readonly name: string | null
    readonly age: number | null
    readonly gender: Gender | null
  }[]
}

/** `not_sealed_yet`: an address does not find the bookings of older versions before they are sealed. */
export type PrivacyRefusal = { readonly code: 'booking_not_found' | 'not_sealed_yet' }

type PrivacyDeps = Pick<Deps, 'store' | 'personalKeys'>

/** Bookings of one address; a travel agency may have many. */
const mostBookings = 1_000

/**
 * Returns the personal data of the bookings that are meant, as they were before. `erase` also erases them, in
 * a commit for each booking, so that repeating it after a fault does the rest.
 */
export async function answerPrivacyCall(
  deps: PrivacyDeps,
  { verb, of }: PrivacyCall,
): Promise<Reply<readonly PersonalBooking[], PrivacyRefusal>> {
  const { store } = deps
  if (of.includes('@') && !(await isAllSearchable(store))) return refuse({ code: 'not_sealed_yet' })
  const named = await bookingsOf(deps, of)
  if (named.length === 0) return refuse({ code: 'booking_not_found' })
  const found: PersonalBooking[] = []
  for (const one of named) {
    found.push(...(await personalDataOf(deps, one)))
    if (verb === 'erase') await eraseOne(deps, one, 'passenger_request')
  }
  return accept(found)
}

/** Bookings of older versions are sealed, and found, a while after the upgrade. */
async function isAllSearchable(store: PrivacyDeps['store']): Promise<boolean> {
  const waiting = await Promise.all([
    store.listBookingNames({ kind: 'plain' }, 1),
    store.listBookingNames({ kind: 'unsearched' }, 1),
  ])
  return waiting.every((bookings) => bookings.length === 0)
}

async function bookingsOf(deps: PrivacyDeps, of: string): Promise<readonly BookingName[]> {
  const { store } = deps
  if (of.includes('@'))
    return store.listBookingNames({ kind: 'found', groups: searchGroups(deps, { email: of }) }, mostBookings)
  const id = bookingIdOf(of.trim(), store.locatorKey)
  const record = id === undefined ? undefined : await store.findBooking(id)
  return record ? [record.booking] : []
}

/** What is stored of the passengers of a booking; nothing if there is no such booking. */
export async function personalDataOf(
  deps: PrivacyDeps,
  { id, trainRunId }: BookingName,
): Promise<readonly PersonalBooking[]> {
  const record = await deps.store.findBooking(id, trainRunId)
  if (!record) return []
  const { booking } = opened(deps, record)
  const { locator, journeyDate, fromStationCode, toStationCode } = booking
  const people = passengerSeats(booking)
  return [
    {
      ...{ locator, journeyDate, fromStationCode, toStationCode },
      isErased:
        booking.personalData === 'ERASED' || people.some(({ passengerName }) => passengerName === null),
      email: openedContact(deps, record).email,
      phone: openedContact(deps, record).phone,
      passengers: people.map(({ passengerName, passengerAge, passengerGender }) => {
        return { name: passengerName, age: passengerAge, gender: passengerGender }
      }),
    },
  ]
}
