import type { Booking } from '../../domain/records/booking.ts'
import type { MessageContent } from '../../domain/records/message.ts'
import type { Deps } from '../deps.ts'

type Ride = Pick<Booking, 'locator' | 'trainRunId' | 'segment' | 'journeyDate'>

/** What a message about a booking says of its ride: which train, from where, and when. */
export function rideContent({ store }: Pick<Deps, 'store'>, booking: Ride): MessageContent {
  const { locator, trainRunId, segment, journeyDate } = booking
  const network = store.network()
  const run = network.run(trainRunId)
  if (!run) throw new Error(`booking ${locator} is for run ${trainRunId}, which is unknown`)
  const [from, to] = [segment.fromLeg, segment.toLeg].map((stop) => network.stationOf(run, stop))
  return {
    ...{ booking: locator, train: run.train.number, date: journeyDate },
    ...{ from: from?.name ?? '', to: to?.name ?? '' },
  }
}
