import { maxSeatsPerHold } from '../../../domain/records/hold.ts'
import type { Pair } from '../../shared/api/operations.ts'

/** A search. It lives in the address, so that passengers can bookmark it, send it, and go back to it. */
export interface Trip extends Pair {
  readonly date: string
  readonly party: number
}

const part = encodeURIComponent

function tripQuery({ from, to, date, party }: Trip): URLSearchParams {
  return new URLSearchParams({ from, to, date, party: String(party) })
}

/** The addresses of the pages. */
export const paths = {
  search: '/',
  searchAgain: (trip: Trip) => `/?${tripQuery(trip)}`,
  /** `filter` is what the address says of sorting and filters. */
  trains: (trip: Trip, filter?: URLSearchParams) =>
    `/trains?${[tripQuery(trip), ...(filter?.size ? [filter] : [])].join('&')}`,
  seats: (runId: string, trip: Trip, travelClass?: string) =>
    `/trains/${part(runId)}/seats?${tripQuery(trip)}${travelClass ? `&class=${part(travelClass)}` : ''}`,
  checkout: (holdToken: string) => `/checkout/${part(holdToken)}`,
  bookings: '/bookings',
  booking: (id: string) => `/bookings/${part(id)}`,
  account: '/account',
  find: '/find',
  findOf: (id: string) => `/find?${new URLSearchParams({ booking: id })}`,
  outbox: '/outbox',
  ticket: (linkToken: string) => `/tickets/${part(linkToken)}`,
}

/** The party size in an address: 1 if it names no number, and never more than one hold has. */
function partyOf(query: URLSearchParams): number {
  const text = query.get('party') ?? ''
  const party = /^[0-9]+$/.test(text) ? Number(text) : 1
  return Math.max(1, Math.min(party, maxSeatsPerHold))
}

/** Whether an address asks for a party other than the one that is shown for it. */
export function isOddParty(query: URLSearchParams): boolean {
  const text = query.get('party')
  return text !== null && text !== String(partyOf(query))
}

/** The trip in an address; missing members are empty. */
export function tripOf(query: URLSearchParams): Trip {
  return {
    from: query.get('from') ?? '',
    to: query.get('to') ?? '',
    date: query.get('date') ?? '',
    party: partyOf(query),
  }
}
