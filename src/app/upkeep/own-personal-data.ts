import type { BookingId } from '../../domain/ids.ts'
import { arrivalAt } from '../../domain/railway/train-run.ts'
import { isTheirs, usersOf } from '../../domain/records/ownership.ts'
import type { ListedBooking } from '../../store/store.ts'
import type { Caller, Deps } from '../deps.ts'
import { eraseOne } from './erase-one.ts'
import { type PersonalBooking, personalDataOf } from './personal-requests.ts'

type OwnDataDeps = Pick<Deps, 'store' | 'personalKeys'>

/** Bookings of one caller that are read at a time. */
const pageSize = 100

/** The names and contacts of every booking that the caller made, newest first. */
export async function ownPersonalData(
  deps: OwnDataDeps,
  caller: Caller,
): Promise<readonly PersonalBooking[]> {
  const found: PersonalBooking[] = []
  for await (const { booking } of ownBookings(deps, caller))
    found.push(...(await personalDataOf(deps, booking)))
  return found
}

/** Record locators, newest first. */
interface ErasedBookings {
  readonly erased: readonly string[]
  /** Those that the railway still needs the names of. */
  readonly kept: readonly string[]
}

/**
 * Erases names and contacts of the bookings that the caller made and that are over: whose train has arrived,
 * or that are canceled. The conductor needs those of the others. Each booking is a commit of its own, so that
 * repeating it after a fault does the rest.
 */
export async function eraseOwnPersonalData(deps: OwnDataDeps, caller: Caller): Promise<ErasedBookings> {
  const [erased, kept]: [string[], string[]] = [[], []]
  for await (const { booking } of ownBookings(deps, caller)) {
    if (!isOver(deps, booking)) kept.push(booking.locator)
    else if (await eraseOne(deps, booking, 'passenger_request')) erased.push(booking.locator)
  }
  return { erased, kept }
}

function isOver({ store }: OwnDataDeps, booking: ListedBooking['booking']): boolean {
  const run = store.network().run(booking.trainRunId)
  const hasArrived = run === undefined || arrivalAt(run, booking.segment.toLeg) <= store.now()
  return booking.status === 'CANCELLED' || hasArrived
}

/** Not those that somebody else made and a code has opened: their names are that passenger's. */
async function* ownBookings({ store }: OwnDataDeps, caller: Caller): AsyncGenerator<ListedBooking> {
  let before: BookingId | undefined
  for (;;) {
    const page = await store.listBookings(usersOf(caller), pageSize, before)
    yield* page.filter(({ booking }) => isTheirs(caller, booking.userId))
    before = page.at(-1)?.booking.id
    if (page.length < pageSize) return
  }
}
