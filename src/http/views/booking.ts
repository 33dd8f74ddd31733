import type { ShownBooking } from '../../app/find-booking.ts'
import type { BookingSeat, Cancellation } from '../../domain/booking.ts'
import { seatOf } from '../../domain/consist.ts'
import type { CancellationId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Network } from '../../domain/network.ts'
import type { PaymentStatus } from '../../domain/payment.ts'
import type { TrainRun } from '../../domain/train-run.ts'
import { utcTime } from './local-time.ts'
import { stopTimes } from './run-times.ts'

/** What of a booking moves on after the sale. */
interface Moving {
  readonly isCancelled: (seat: BookingSeat) => boolean
  readonly cancellationTime: Instant | null
  readonly refundedCents: number
  readonly paymentStatus: PaymentStatus
  readonly commitSeq: number
}

/** The booking as it is now. */
export function bookingView(network: Network, { record, run, commitSeq }: ShownBooking) {
  const { booking, payment } = record
  return view(network, record, run, {
    isCancelled: (seat) => seat.cancellationId !== null,
    cancellationTime: booking.cancellationTime,
    refundedCents: booking.refundedCents,
    paymentStatus: payment.status,
    commitSeq,
  })
}

/** The booking as it was sold, so that a repeated request has the answer of the first one. */
export function soldBookingView(network: Network, record: ShownBooking['record'], run: TrainRun) {
  return view(network, record, run, {
    isCancelled: () => false,
    cancellationTime: null,
    refundedCents: 0,
    paymentStatus: 'AUTHORIZED',
    commitSeq: record.booking.commitSeq,
  })
}

/** The booking as one of its cancellations left it. */
export function cancelledBookingView(
  network: Network,
  record: ShownBooking['record'],
  run: TrainRun,
  cancellation: Cancellation,
) {
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

function view(network: Network, { booking, payment }: ShownBooking['record'], run: TrainRun, moving: Moving) {
  return {
    booking_id: booking.locator,
    status: booking.seats.every(moving.isCancelled) ? 'CANCELLED' : 'CONFIRMED',
    user_id: String(booking.userId),
    train_run_id: String(booking.trainRunId),
    train_number: run.train.number,
    train_name: run.train.name,
    from_station_code: booking.fromStationCode,
    to_station_code: booking.toStationCode,
    departure_time: stopTimes(network, run, booking.segment.fromLeg).departure,
    arrival_time: stopTimes(network, run, booking.segment.toLeg).arrival,
    journey_date: booking.journeyDate,
    total_cents: booking.totalCents,
    currency: booking.currency,
    num_passengers: booking.numPassengers,
    booking_time: utcTime(booking.bookingTime),
    cancellation_time: moving.cancellationTime === null ? null : utcTime(moving.cancellationTime),
    refunded_cents: moving.refundedCents,
    seats: booking.seats.map((seat) => seatView(seat, run, moving.isCancelled(seat))),
    payment: { method: payment.method, status: moving.paymentStatus },
    link_token: booking.linkToken,
    commit_seq: moving.commitSeq,
  }
}

function seatView(booked: BookingSeat, run: TrainRun, isCancelled: boolean) {
  const seat = seatOf(run.consist, booked.seatId)
  return {
    seat_id: String(booked.seatId),
    seat_number: seat.number,
    seat_label: seat.label,
    coach_number: seat.coachNumber,
    travel_class: seat.travelClass,
    passenger_name: booked.passengerName,
    passenger_age: booked.passengerAge,
    passenger_gender: booked.passengerGender,
    price_cents: booked.priceCents,
    status: isCancelled ? 'CANCELLED' : 'CONFIRMED',
  }
}
