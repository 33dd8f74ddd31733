import type { RunOffer } from '../../app/class-offers.ts'
import type { ShownRun } from '../../app/show-run.ts'
import type { Coach, Consist } from '../../domain/consist.ts'
import type { Network } from '../../domain/network.ts'
import { arrivalAt, departureAt, type Stop, type TrainRun } from '../../domain/train-run.ts'
import { stationOf, stopTimes } from './run-times.ts'

/** A run on the segment that was searched for. */
export function foundRunView(network: Network, offer: RunOffer) {
  const { run, segment } = offer
  return {
    ...runMembers(run),
    from_station_code: run.train.stops[segment.fromLeg]?.stationCode,
    to_station_code: run.train.stops[segment.toLeg]?.stationCode,
    departure_time: stopTimes(network, run, segment.fromLeg).departure,
    arrival_time: stopTimes(network, run, segment.toLeg).arrival,
    duration_ms: arrivalAt(run, segment.toLeg) - departureAt(run, segment.fromLeg),
    on_sale: offer.isOnSale,
    classes: classViews(offer),
  }
}

/** A run with its stops and coaches. */
export function runView(network: Network, shown: ShownRun) {
  const { run } = shown
  return {
    ...runMembers(run),
    commit_seq: shown.commitSeq,
    on_sale: shown.isOnSale,
    stops: run.train.stops.map((stop, index) => stopView(network, run, stop, index)),
    coaches: run.consist.coaches.map((coach) => coachView(run.consist, coach)),
    classes: classViews(shown),
  }
}

function runMembers(run: TrainRun) {
  return {
    train_run_id: String(run.id),
    train_number: run.train.number,
    train_name: run.train.name,
    service_date: run.serviceDate,
  }
}

function classViews({ run, classes }: RunOffer) {
  return classes.map((one) => ({
    travel_class: one.travelClass,
    seats_available: one.seatsAvailable,
    seats_total: one.seatsTotal,
    price_cents: one.priceCents,
    currency: run.fare.currency,
  }))
}

function stopView(network: Network, run: TrainRun, stop: Stop, index: number) {
  const times = stopTimes(network, run, index)
  return {
    station_code: stop.stationCode,
    name: stationOf(network, run, index).name,
    arrival_time: index === 0 ? null : times.arrival,
    departure_time: index === run.train.stops.length - 1 ? null : times.departure,
    can_board: stop.canBoard,
    can_alight: stop.canAlight,
  }
}

function coachView(consist: Consist, coach: Coach) {
  const seats = consist.seats.filter((seat) => seat.coachNumber === coach.number)
  return {
    coach_number: coach.number,
    layout: coach.layout.name,
    title: coach.layout.title,
    travel_classes: [...new Set(seats.map((seat) => seat.travelClass))],
    seats_total: seats.length,
  }
}
