import { hasPassenger } from '../../shared/lib/has-passenger.ts'
import { isRecord, readJson, writeJson } from '../../shared/lib/storage.ts'

/** The details that a passenger entered, remembered until the browser window is closed. */
export interface PassengerDetails {
  readonly name: string
  /** As typed; the form checks it. */
  readonly age: string
  readonly gender: 'F' | 'M' | 'X' | ''
}

export interface Contact {
  readonly email: string
  readonly phone: string
}

const passengersPlace = 'holdfast.passengers'
const contactPlace = 'holdfast.contact'

function isDetails(value: unknown): value is PassengerDetails {
  return isRecord(value) && [value.name, value.age, value.gender].every((one) => typeof one === 'string')
}

function isDetailsList(value: unknown): value is readonly PassengerDetails[] {
  return Array.isArray(value) && value.every(isDetails)
}

function isContact(value: unknown): value is Contact {
  return isRecord(value) && typeof value.email === 'string' && typeof value.phone === 'string'
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

export const noDetails: PassengerDetails = { name: '', age: '', gender: '' }

/** The passengers entered before, in their order. */
export function rememberedPassengers(): readonly PassengerDetails[] {
  return readJson(sessionStorage, passengersPlace, isDetailsList) ?? []
}

/** The details of a party of this size, as far as they were entered before. */
export function detailsOf(party: number): readonly PassengerDetails[] {
  const known = rememberedPassengers()
  return Array.from({ length: party }, (_, index) => known[index] ?? noDetails)
}

export function rememberPassengers(passengers: readonly PassengerDetails[]): void {
  const others = rememberedPassengers().slice(passengers.length)
  writeJson(sessionStorage, passengersPlace, [...passengers, ...others])
}

export function rememberedContact(): Contact {
  return readJson(sessionStorage, contactPlace, isContact) ?? { email: '', phone: '' }
}

export function rememberContact(contact: Contact): void {
  writeJson(sessionStorage, contactPlace, contact)
}

/** Who has which seat of a hold: its seats in the order of the passengers. */
export function keepSeating(holdToken: string, seatNumbers: readonly string[]): void {
  writeJson(sessionStorage, `holdfast.seating.${holdToken}`, seatNumbers)
}

/**
 * The seats of a hold in the order of its passengers, in the server's order if that was not kept; and then
 * its bicycle hooks.
 */
export function inSeating<T extends { readonly seat_number: string; readonly kind: string }>(
  holdToken: string,
  seats: readonly T[],
): readonly T[] {
  const kept = readJson(sessionStorage, `holdfast.seating.${holdToken}`, isTexts) ?? []
  const rank = (seat: T) => (kept.indexOf(seat.seat_number) + kept.length + 1) % (kept.length + 1)
  const isHook = (seat: T) => Number(!hasPassenger(seat))
  return seats.toSorted((a, b) => isHook(a) - isHook(b) || rank(a) - rank(b))
}
