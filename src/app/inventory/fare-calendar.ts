import type { TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Picture } from '../../domain/inventory/picture.ts'
import type { RunFigures } from '../../domain/inventory/run-figures.ts'
import type { Network, RunFound } from '../../domain/railway/network.ts'
import { datesFrom } from '../../domain/railway/service-day.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Store } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { onOneNetwork } from '../one-network.ts'
import { type CalendarDay, CheapestRide, Prices } from './calendar-day.ts'
import type { KeptDays, MadeDay } from './kept-days.ts'
import { figuresNow, loadPicture } from './load-figures.ts'
import { RunBasis } from './run-basis.ts'
import { findPair, type PairQuery, type PairRefusal, type StationPair } from './search-runs.ts'

/** The most days that one calendar shows: two months. */
export const maxCalendarDays = 62

interface FareCalendar {
  readonly basis: RunBasis
  readonly days: readonly CalendarDay[]
}

type CalendarDeps = Pick<Deps, 'store'> & { readonly keptDays: KeptDays }

/**
 * The cheapest ride between two stations, day by day. Classes that nobody rides in, such as those for
 * bicycles, do not count. A day that was made before is shown again while its own basis is current.
 */
export async function fareCalendar(
  deps: CalendarDeps,
  query: PairQuery & { readonly fromDate: string; readonly days: number },
): Promise<Reply<FareCalendar, PairRefusal>> {
  const { store } = deps
  return onOneNetwork(deps, async (network) => {
    const pair = findPair(network, query)
    if (!pair.ok) return pair
    const basis = new RunBasis(store, network, store.now())
    const dates = datesFrom(query.fromDate, query.days)
    const days = await daysOf(deps, network, pair.value, dates, basis.asOf)
    for (const day of days) basis.include(day.basis)
    return accept({ basis, days: days.map(({ shown }) => shown) })
  })
}

/** These days in turn: those that are kept and current, and the others made anew together. */
async function daysOf(
  { store, keptDays }: CalendarDeps,
  network: Network,
  pair: StationPair,
  dates: readonly string[],
  now: Instant,
): Promise<readonly MadeDay[]> {
  const kept = keptDays.of(network, pair)
  const days = new Map<string, MadeDay>()
  const wanted: DayWithRides[] = []
  for (const journeyDate of dates) {
    const known = kept.get(journeyDate)
    if (known?.basis.isCurrent()) days.set(journeyDate, known)
    else
      wanted.push({
        journeyDate,
        rides: known?.rides ?? network.findRuns(pair.from, pair.to, journeyDate),
      })
  }
  if (wanted.length === 0) return [...days.values()]
  for (const day of await makeDays(store, network, wanted, now)) {
    days.set(day.shown.journeyDate, day)
    keptDays.keep(network, pair, day)
  }
  return dates.flatMap((date) => days.get(date) ?? [])
}

interface DayWithRides {
  readonly journeyDate: string
  readonly rides: readonly RunFound[]
}

/** As of one turn, once all pictures are in memory. */
async function makeDays(
  store: Store,
  network: Network,
  wanted: readonly DayWithRides[],
  now: Instant,
): Promise<readonly MadeDay[]> {
  const prices = new Prices()
  const loaded = new Map<TrainRunId, Picture>()
  for (;;) {
    const missing: TrainRunId[] = []
    const figuresOf = (run: TrainRun, basis: RunBasis) => {
      // A run may have been touched during a wait, so what is known now comes before what was loaded.
      const known = figuresNow(store, run)
      const figures = known ?? loaded.get(run.id)
      if (figures) basis.add(figures, known !== undefined)
      else missing.push(run.id)
      return figures
    }
    const days = wanted.map((day) => makeDay(day, figuresOf, prices, new RunBasis(store, network, now)))
    if (missing.length === 0) return days
    const pictures = await Promise.all(missing.map((id) => loadPicture({ store }, id)))
    for (const picture of pictures) loaded.set(picture.run.id, picture)
  }
}

function makeDay(
  { journeyDate, rides }: DayWithRides,
  figuresOf: (run: TrainRun, basis: RunBasis) => RunFigures | undefined,
  prices: Prices,
  basis: RunBasis,
): MadeDay {
  const cheapest = new CheapestRide(prices)
  for (const ride of rides) {
    if (ride.departsAt <= basis.asOf) continue
    const figures = figuresOf(ride.run, basis)
    if (!figures) continue
    basis.endsAt(ride.departsAt)
    cheapest.add(ride, figures, basis.asOf)
  }
  return { rides, basis, shown: cheapest.dayOf(journeyDate) }
}
