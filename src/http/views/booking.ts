import type { Static } from 'typebox'
import type { ShownBooking } from '../../app/after-sale/find-booking.ts'
import type { CancellationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { companionSeats } from '../../domain/inventory/companions.ts'
import { type Seat, seatOf } from '../../domain/railway/consist.ts'
import { isElsewhere } from '../../domain/railway/keep-seats.ts'
import type { Network } from '../../domain/railway/network.ts'
import type { Segment } from '../../domain/railway/segment.ts'
import { arrivalAt, asSold, departureAt, type TrainRun } from '../../domain/railway/train-run.ts'
import {
  type Booking as BookingRecord,
  type BookingSeat,
  type Cancellation,
  seatNow,
} from '../../domain/records/booking.ts'
import { type PaymentStatus, statusWhenSold } from '../../domain/records/payment.ts'
import type { BookedSeat, Booking } from '../schemas/bookings.ts'
import { utcTime } from './local-time.ts'
import { headsignView } from './run.ts'
import { stationOf, stopTimes } from './run-times.ts'

/** The parts of a booking that change after the sale. */
interface Moving {
  readonly isCancelled: (seat: BookingSeat) => boolean
  readonly cancellationTime: Instant | null
  readonly refundedCents: number
  readonly paymentStatus: PaymentStatus
  readonly commitSeq: number
}

/** The booking as it is now. */
export function bookingView(
  network: Network,
  { record, run, commitSeq }: ShownBooking,
): Static<typeof Booking> {
  const { booking, payment } = record
  return view(network, record, run, {
    isCancelled: (seat) => seat.cancellationId !== null,
    cancellationTime: booking.cancellationTime,
    refundedCents: booking.refundedCents,
    paymentStatus: payment.status,
    commitSeq,
  })
}

/** The booking as it was sold, so a repeated request gets the answer of the first one. */
export function soldBookingView(
  network: Network,
  record: ShownBooking['record'],
  run: TrainRun,
): Static<typeof Booking> {
  return view(network, record, run, {
    isCancelled: () => false,
    cancellationTime: null,
    refundedCents: 0,
    paymentStatus: statusWhenSold(record.payment),
    commitSeq: record.booking.commitSeq,
  })
}

/** The booking as one of its cancellations left it. */
export function cancelledBookingView(
  network: Network,
  record: ShownBooking['record'] & { readonly cancellations: readonly Cancellation[] },
  run: TrainRun,
  cancellation: Cancellation,
): Static<typeof Booking> {
  const until = record.cancellations.slice(
    0,
    record.cancellations.findIndex((one) => one.id === cancellation.id) + 1,
  )
  const ids: ReadonlySet<CancellationId | null> = new Set(until.map((one) => one.id))
  const isCancelled = (seat: BookingSeat) => ids.has(seat.cancellationId)
  return view(network, record, run, {
    isCancelled,
    cancellationTime: record.booking.seats.every(isCancelled) ? cancellation.cancelledAt : null,
    refundedCents: until.reduce((sum, one) => sum + one.refundCents, 0),
    paymentStatus: cancellation.paymentStatus,
    commitSeq: cancellation.commitSeq,
  })
}

function view(
  network: Network,
  { booking, payment }: ShownBooking['record'],
  current: TrainRun,
  moving: Moving,
): Static<typeof Booking> {
  const sold = asSold(current, booking.edition)
  // Once nobody has claims on it, a run may change in any way: then only the sold one has all stations.
  const run = booking.status === 'CANCELLED' ? sold : current
  const from = stationOf(network, run, booking.segment.fromLeg)
  const to = stationOf(network, run, booking.segment.toLeg)
  const { headsign, headsigns } = headsignView(network, run, booking.segment.fromLeg)
  const times = timesView(network, run, sold, booking.segment)
  // Member by member: an object with others spread into its middle takes several times as long to make.
  return {
    booking_id: booking.locator,
    status: booking.seats.every(moving.isCancelled) ? 'CANCELLED' : 'CONFIRMED',
    user_id: String(booking.userId),
    train_run_id: String(booking.trainRunId),
    train_number: run.train.number,
    train_name: run.train.name,
    headsign,
    headsigns,
    from_station_code: booking.fromStationCode,
    from_station_name: from.name,
    from_station_names: from.names,
    to_station_code: booking.toStationCode,
    to_station_name: to.name,
    to_station_names: to.names,
    departure_time: times.departure_time,
    arrival_time: times.arrival_time,
    sold_departure_time: times.sold_departure_time,
    sold_arrival_time: times.sold_arrival_time,
    journey_date: times.journey_date,
    run_change: runChange(run, sold, booking.segment),
    coaches_changed: isRecoached(run, sold),
    total_cents: booking.totalCents,
    currency: booking.currency,
    num_passengers: booking.numPassengers,
    booking_time: utcTime(booking.bookingTime),
    cancellation_time: moving.cancellationTime === null ? null : utcTime(moving.cancellationTime),
    refunded_cents: moving.refundedCents,
    seats: booking.seats.map((seat) => seatView(seat, { run, sold, booking }, moving.isCancelled(seat))),
    payment: { method: payment.method, status: moving.paymentStatus },
    link_token: booking.linkToken,
    commit_seq: moving.commitSeq,
  }
}

/** The times as they are now, and those that were sold if they differ. */
function timesView(network: Network, run: TrainRun, sold: TrainRun, { fromLeg, toLeg }: Segment) {
  const departure = stopTimes(network, run, fromLeg).departure
  const arrival = stopTimes(network, run, toLeg).arrival
  const before = isMoved(run, sold, { fromLeg, toLeg })
  return {
    departure_time: departure,
    arrival_time: arrival,
    sold_departure_time: before ? stopTimes(network, sold, fromLeg).departure : null,
    sold_arrival_time: before ? stopTimes(network, sold, toLeg).arrival : null,
    journey_date: departure.slice(0, 10),
  }
}

function isMoved(run: TrainRun, sold: TrainRun, { fromLeg, toLeg }: Segment): boolean {
  return (
    departureAt(run, fromLeg) !== departureAt(sold, fromLeg) ||
    arrivalAt(run, toLeg) !== arrivalAt(sold, toLeg)
  )
}

function runChange(run: TrainRun, sold: TrainRun, segment: Segment): Static<typeof Booking>['run_change'] {
  if (run.offSaleReason) return run.offSaleReason
  if (isMoved(run, sold, segment)) return 'MOVED'
  return isRecoached(run, sold) ? 'RECOACHED' : null
}

function isRecoached(run: TrainRun, sold: TrainRun): boolean {
  return run.consist.id !== sold.consist.id
}

function seatView(
  booked: BookingSeat,
  {
    run,
    sold,
    booking,
  }: { readonly run: TrainRun; readonly sold: TrainRun; readonly booking: Pick<BookingRecord, 'seats'> },
  isCancelled: boolean,
): Static<typeof BookedSeat> {
  const seat = seatOf(run.consist, seatNow(booked))
  const first = seatOf(sold.consist, booked.seatId)
  return {
    seat_id: String(seatNow(booked)),
    seat_number: seat.number,
    seat_label: seat.label,
    coach_number: seat.coachNumber,
    travel_class: seat.travelClass,
    kind: seat.kind,
    companion_of: companionOf(seat, booking, run),
    is_elsewhere: isElsewhere(first, seat),
    moved_from_seat_number: booked.movedTo === null ? null : first.number,
    passenger_name: booked.passengerName,
    passenger_age: booked.passengerAge,
    passenger_gender: booked.passengerGender,
    price_cents: booked.priceCents,
    status: isCancelled ? 'CANCELLED' : 'CONFIRMED',
  }
}

/** The wheelchair space of the same booking whose companion's seat it is. */
function companionOf(
  seat: Seat,
  booking: Pick<BookingRecord, 'seats'>,
  { consist }: TrainRun,
): string | null {
  const spaces = booking.seats
    .map((booked) => seatOf(consist, seatNow(booked)))
    .filter(({ kind }) => kind === 'wheelchair_space')
  return spaces.find(({ number }) => companionSeats(consist).get(number)?.id === seat.id)?.number ?? null
}
