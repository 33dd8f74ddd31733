import type { Instant } from '../domain/instant.ts'
import { accept, type Reply } from '../domain/result.ts'
import { departureAt } from '../domain/train-run.ts'
import { type RunOffer, ridingClassesOf } from './class-offers.ts'
import type { Deps } from './deps.ts'
import { findPair, loadOffers, type PairQuery, type PairRefusal } from './search-runs.ts'

/** The most days that one calendar shows: two months. */
export const maxCalendarDays = 62

export interface CalendarDay {
  readonly journeyDate: string
  readonly trainRuns: number
  /** The cheapest price of a seat that is still to be had; null where there is none. */
  readonly priceCents: number | null
  readonly currency: string | null
  /** Seats to be had at that price. */
  readonly seatsAvailable: number
}

/**
 * The cheapest way to ride between two stations, day by day. Classes in which nobody rides, as for bicycles, do not count. Where
 * the runs of a day have different currencies, the currency of the first one on sale counts.
 */
export async function fareCalendar(
  deps: Pick<Deps, 'store'>,
  query: PairQuery & { readonly fromDate: string; readonly days: number },
): Promise<Reply<{ readonly asOf: Instant; readonly days: readonly CalendarDay[] }, PairRefusal>> {
  const pair = findPair(deps, query)
  if (!pair.ok) return pair
  const now = deps.store.now()
  const network = deps.store.network()
  const first = Temporal.PlainDate.from(query.fromDate)
  const dates = Array.from({ length: query.days }, (_, day) => first.add({ days: day }).toString())
  const days = await Promise.all(
    dates.map(async (journeyDate) => {
      const rides = network.findRuns(pair.value.from, pair.value.to, journeyDate)
      const ahead = rides.filter(({ run, segment }) => now < departureAt(run, segment.fromLeg))
      return cheapestOf(journeyDate, await loadOffers(deps, ahead, now))
    }),
  )
  return accept({ asOf: now, days })
}

function cheapestOf(journeyDate: string, offers: readonly RunOffer[]): CalendarDay {
  let priceCents: number | null = null
  let seatsAvailable = 0
  const currency = (offers.find((offer) => offer.isOnSale) ?? offers[0])?.run.fare.currency ?? null
  for (const offer of offers) {
    if (!offer.isOnSale || offer.run.fare.currency !== currency) continue
    const riding = ridingClassesOf(offer.run.consist)
    for (const oneClass of offer.classes) {
      if (oneClass.seatsAvailable === 0 || !riding.has(oneClass.travelClass)) continue
      if (priceCents === null || oneClass.priceCents < priceCents) {
        priceCents = oneClass.priceCents
        seatsAvailable = 0
      }
      if (oneClass.priceCents === priceCents) seatsAvailable += oneClass.seatsAvailable
    }
  }
  return { journeyDate, trainRuns: offers.length, priceCents, currency, seatsAvailable }
}
