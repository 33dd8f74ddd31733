import type { Network } from '../../domain/railway/network.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import type { Booking } from '../../domain/records/booking.ts'
import type { MessageContent } from '../../domain/records/message.ts'

type Ride = Pick<Booking, 'locator' | 'segment' | 'journeyDate'>

/** What a message about a booking of a run says of its ride: which train, from where, and when. */
export function rideContent(network: Network, run: TrainRun, ride: Ride): MessageContent {
  const { locator, segment, journeyDate } = ride
  const [from, to] = [segment.fromLeg, segment.toLeg].map((stop) => network.stationOf(run, stop))
  return {
    ...{ booking: locator, train: run.train.number, date: journeyDate },
    ...{ from: from?.name ?? '', to: to?.name ?? '' },
  }
}
