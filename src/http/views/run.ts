import type { Static } from 'typebox'
import type { RunOffer } from '../../app/inventory/class-offers.ts'
import type { ShownRun } from '../../app/inventory/show-run.ts'
import type { Coach, Consist } from '../../domain/railway/consist.ts'
import type { Fare } from '../../domain/railway/fare.ts'
import type { Network } from '../../domain/railway/network.ts'
import { arrivalAt, departureAt, type Stop, type TrainRun } from '../../domain/railway/train-run.ts'
import type { ClassOffer, FoundRun, Run, Stop as StopSchema } from '../schemas/runs.ts'
import { stationOf, stopTimes } from './run-times.ts'

/** A run on the segment that was searched for. */
export function foundRunView(network: Network, offer: RunOffer): Static<typeof FoundRun> {
  const { run, segment } = offer
  return {
    ...runMembers(run),
    ...headsignView(network, run, segment.fromLeg),
    from_station_code: stationOf(network, run, segment.fromLeg).code,
    to_station_code: stationOf(network, run, segment.toLeg).code,
    departure_time: stopTimes(network, run, segment.fromLeg).departure,
    arrival_time: stopTimes(network, run, segment.toLeg).arrival,
    duration_ms: arrivalAt(run, segment.toLeg) - departureAt(run, segment.fromLeg),
    on_sale: offer.isOnSale,
    off_sale_reason: offer.offSaleReason,
    classes: classViews(offer),
  }
}

/** A run with its stops and coaches. */
export function runView(network: Network, shown: ShownRun): Static<typeof Run> {
  const { run } = shown
  return {
    ...runMembers(run),
    ...headsignView(network, run, 0),
    commit_seq: shown.commitSeq,
    on_sale: shown.isOnSale,
    off_sale_reason: shown.offSaleReason,
    stops: run.train.stops.map((stop, index) => stopView(network, run, stop, index)),
    coaches: run.consist.coaches.map((coach) => coachView(run.consist, coach)),
    classes: classViews(shown),
    refund_terms: refundTermsView(run.fare),
  }
}

function refundTermsView({ refund, currency }: Fare): Static<typeof Run>['refund_terms'] {
  const steps = refund.steps.toSorted((a, b) => b.hoursBefore - a.hoursBefore)
  return {
    steps: steps.map(({ hoursBefore, percent }) => ({ hours_before: hoursBefore, percent })),
    fee_cents: refund.fixedFeeCents,
    currency,
  }
}

/** What every answer about a run begins with. */
export function runMembers(run: TrainRun) {
  return {
    train_run_id: String(run.id),
    train_number: run.train.number,
    train_name: run.train.name,
    service_date: run.serviceDate,
  }
}

/** What a run shows when it leaves a stop. */
export function headsignView(network: Network, run: TrainRun, stopIndex: number) {
  const { text, byLanguage } = network.headsign(run, stopIndex)
  return { headsign: text, headsigns: byLanguage }
}

function classViews({ run, classes }: RunOffer): Static<typeof ClassOffer>[] {
  return classes.map((one) => ({
    travel_class: one.travelClass,
    seats_available: one.seatsAvailable,
    seats_total: one.seatsTotal,
    price_cents: one.priceCents,
    currency: run.fare.currency,
  }))
}

/** One call of a run, as every answer shows it. */
export function stopView(
  network: Network,
  run: TrainRun,
  stop: Stop,
  index: number,
): Static<typeof StopSchema> {
  const times = stopTimes(network, run, index)
  const { name, names } = stationOf(network, run, index)
  const isLast = index === run.train.stops.length - 1
  return {
    station_code: stop.stationCode,
    name,
    names,
    arrival_time: index === 0 ? null : times.arrival,
    departure_time: isLast ? null : times.departure,
    ...(isLast ? { headsign: null, headsigns: {} } : headsignView(network, run, index)),
    can_board: stop.canBoard,
    can_alight: stop.canAlight,
  }
}

function coachView(consist: Consist, coach: Coach): Static<typeof Run>['coaches'][number] {
  const seats = consist.seats.filter((seat) => seat.coachNumber === coach.number)
  return {
    coach_number: coach.number,
    layout: coach.layout.name,
    title: coach.layout.title,
    travel_classes: [...new Set(seats.map((seat) => seat.travelClass))],
    seats_total: seats.length,
  }
}
