import { findSeat, seatOf } from '../../domain/railway/consist.ts'
import type { Network } from '../../domain/railway/network.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { seatNow } from '../../domain/records/booking.ts'
import type { ListedBooking } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { findRun } from '../railway/find-ride.ts'
import { type SearchedPeople, searchGroups } from '../search-hashes.ts'
import { findAnyRecord, type ShownBooking, shown } from './find-booking.ts'

/** What the railway knows about bookings that it looks for: exactly one of these. */
export type BookingSearch =
  | { readonly by: 'locator'; readonly locator: string }
  | ({ readonly by: 'person' } & SearchedPeople)
  | { readonly by: 'run'; readonly trainRunId: string; readonly seatNumber?: string }
  | { readonly by: 'train'; readonly trainNumber: string; readonly serviceDate: string }

/** Newest first, and whether there are more than these. */
interface FoundBookings {
  readonly bookings: readonly ShownBooking[]
  readonly hasMore: boolean
}

type SearchDeps = Pick<Deps, 'store' | 'personalKeys'>

/** Enough for the largest train; an answer has no more. */
const mostFound = 1_000

/** The bookings that the railway looks for, the canceled ones too. */
export async function searchBookings(deps: SearchDeps, search: BookingSearch): Promise<FoundBookings> {
  const records = await recordsOf(deps, search)
  const newest = records.toSorted((a, b) => b.booking.id - a.booking.id)
  return {
    bookings: newest.slice(0, mostFound).map((record) => shown(deps, record)),
    hasMore: records.length > mostFound,
  }
}

async function recordsOf(deps: SearchDeps, search: BookingSearch): Promise<readonly ListedBooking[]> {
  const { store } = deps
  switch (search.by) {
    case 'locator': {
      const record = await findAnyRecord(deps, search.locator)
      return record ? [record] : []
    }
    case 'person': {
      const wanted = { kind: 'found', groups: searchGroups(deps, search) } as const
      const named = await store.listBookingNames(wanted, mostFound + 1)
      const found = named.map(({ id, trainRunId }) => store.findBooking(id, trainRunId))
      return (await Promise.all(found)).filter((record) => record !== undefined)
    }
    case 'run': {
      const run = findRun(store.network(), search.trainRunId)
      return run.ok ? ofRun(deps, run.value, search.seatNumber) : []
    }
    case 'train': {
      const runs = runsOf(store.network(), search)
      return (await Promise.all(runs.map((run) => ofRun(deps, run)))).flat()
    }
  }
}

/** Trains of several sources may have the same number. */
function runsOf(
  network: Network,
  { trainNumber, serviceDate }: Extract<BookingSearch, { by: 'train' }>,
): readonly TrainRun[] {
  const wanted = trainNumber.trim().toLowerCase()
  return [...network.runs()].filter(
    (run) => run.serviceDate === serviceDate && run.train.number.toLowerCase() === wanted,
  )
}

async function ofRun(
  { store }: SearchDeps,
  { id, consist }: TrainRun,
  seatNumber?: string,
): Promise<readonly ListedBooking[]> {
  const listed = await store.listRunBookings(id, mostFound + 1)
  const seat = seatNumber === undefined ? undefined : findSeat(consist, seatNumber)
  if (seatNumber === undefined) return listed
  if (!seat) return []
  return listed.filter(({ booking }) =>
    booking.seats.some((booked) => seatOf(consist, seatNow(booked)).number === seat.number),
  )
}
