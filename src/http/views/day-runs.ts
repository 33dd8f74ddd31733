import type { Static } from 'typebox'
import type { listDayRuns } from '../../app/inventory/list-day-runs.ts'
import type { Instant } from '../../domain/instant.ts'
import { whyOffSaleEverywhere } from '../../domain/inventory/close-run.ts'
import type { DayRuns } from '../schemas/day-runs.ts'
import { utcTime } from './local-time.ts'
import { runMembers } from './run.ts'
import { stationOf, stopTimes } from './run-times.ts'

type DayPage = Awaited<ReturnType<typeof listDayRuns>>

export function dayRunsView({ network, runs, total, next }: DayPage, now: Instant): Static<typeof DayRuns> {
  return {
    ...{ as_of: utcTime(now), total, next: next === null ? null : String(next) },
    train_runs: runs.map((one) => dayRunView(network, one)),
  }
}

function dayRunView(network: DayPage['network'], { run, load, closures }: DayPage['runs'][number]) {
  const last = run.train.stops.length - 1
  const end = (stop: number) => {
    const { code, name } = stationOf(network, run, stop)
    return { station_code: code, name }
  }
  return {
    ...runMembers(run),
    ...{ from: end(0), to: end(last) },
    departure_time: stopTimes(network, run, 0).departure,
    arrival_time: stopTimes(network, run, last).arrival,
    off_sale_reason: whyOffSaleEverywhere({ run, closures }),
    ...{ consist: run.consist.name, seats_total: run.consist.seats.length },
    ...{ booked: load.booked, held: load.held, blocked: load.blocked },
    taken_by_leg: [...load.takenByLeg],
    blocked_by_leg: [...load.blockedByLeg],
  }
}
