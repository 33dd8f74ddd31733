import type { Pair } from '../api/operations.ts'

/** What a search is for; lives in the address, so that it can be kept, sent and gone back to. */
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
  trains: (trip: Trip) => `/trains?${tripQuery(trip)}`,
  seats: (runId: string, trip: Trip, travelClass?: string) =>
    `/trains/${part(runId)}/seats?${tripQuery(trip)}${travelClass ? `&class=${part(travelClass)}` : ''}`,
  checkout: (holdToken: string) => `/checkout/${part(holdToken)}`,
  bookings: '/bookings',
  booking: (id: string) => `/bookings/${part(id)}`,
  ticket: (linkToken: string) => `/tickets/${part(linkToken)}`,
}

/** The party of an address; 1 where it says nothing that could be one. */
export function partyOf(text: string | null): number {
  return text !== null && /^[1-9]$/.test(text) ? Number(text) : 1
}

/** What the address says of the trip; members that it does not have are empty. */
export function tripOf(query: URLSearchParams): Trip {
  return {
    from: query.get('from') ?? '',
    to: query.get('to') ?? '',
    date: query.get('date') ?? '',
    party: partyOf(query.get('party')),
  }
}
