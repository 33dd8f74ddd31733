import type { Hold, Run } from '../../shared/api-types.ts'
import { todayAt } from '../../shared/lib/today.ts'
import type { Trip } from './paths.ts'
import { rideOf } from './ride.ts'

/** The search that leads back to the seats of this hold. */
export function tripOfHold(hold: Hold, run: Run | undefined): Trip {
  const pair = { from: hold.from_station_code, to: hold.to_station_code }
  const departure = run && rideOf(run, pair)?.departure
  return { ...pair, date: departure?.slice(0, 10) ?? todayAt(undefined), party: hold.seats.length }
}
