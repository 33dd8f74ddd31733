// Made of openapi.json by "npm run web:types". Do not edit.

export interface BookedSeat {
  /** The seat. */
  readonly seat_id: string
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  readonly seat_label: string
  readonly coach_number: string
  /** A class of travel as the operator names it. */
  readonly travel_class: string
  readonly passenger_name: string
  readonly passenger_age: number
  readonly passenger_gender: 'F' | 'M' | 'X'
  /** As sold. In the smallest unit of the currency. */
  readonly price_cents: number
  readonly status: 'CONFIRMED' | 'CANCELLED'
}

/** The sale: passengers, segment, seats, price. */
export interface Booking {
  /** The record locator: a name, not a secret. */
  readonly booking_id: string
  /** CONFIRMED while any seat is left in it. */
  readonly status: 'CONFIRMED' | 'CANCELLED'
  /** Who bought it. */
  readonly user_id: string
  /** The run. */
  readonly train_run_id: string
  readonly train_number: string
  readonly train_name: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** Local time of the boarding station. */
  readonly departure_time: string
  /** Local time of the alighting station. */
  readonly arrival_time: string
  /** Local date of departure at the boarding station. */
  readonly journey_date: string
  /** As sold. In the smallest unit of the currency. */
  readonly total_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** As sold. */
  readonly num_passengers: number
  /** When it was confirmed. */
  readonly booking_time: string
  /** When its last seat was given up; null before. */
  readonly cancellation_time: string | null
  /** What cancellations have given back. In the smallest unit of the currency. */
  readonly refunded_cents: number
  readonly seats: readonly BookedSeat[]
  readonly payment: {
    readonly method: string
    readonly status: 'REQUESTED' | 'AUTHORIZED' | 'CAPTURED' | 'VOIDED' | 'DECLINED' | 'TIMED_OUT'
  }
  /** An unguessable link to the booking, for who has no session. */
  readonly link_token: string
  /** Grows with each change of the run; a view with a smaller one is older. */
  readonly commit_seq: number
}

/** What one travel class offers for a segment. */
export interface ClassOffer {
  /** A class of travel as the operator names it. */
  readonly travel_class: string
  /** Seats free for the whole segment. */
  readonly seats_available: number
  readonly seats_total: number
  /** For one passenger. In the smallest unit of the currency. */
  readonly price_cents: number
  /** ISO 4217. */
  readonly currency: string
}

/** The grid that a coach is drawn on. */
export interface CoachLayout {
  readonly name: string
  readonly title: string
  readonly decks: number
  /** Grid cells along the coach. */
  readonly length: number
  /** Grid cells across the coach. */
  readonly width: number
  readonly items: readonly ({
    readonly kind: string
    readonly deck: number
    readonly x: number
    readonly y: number
    readonly width: number
    readonly height: number
    readonly label?: string
  })[]
  /** Cells that a seat of a kind takes from its x and y on; one by one where nothing is said. */
  readonly sizes?: {
    readonly [name: string]: {
      readonly width: number
      readonly height: number
    }
  }
}

export interface FareCalendar {
  /** The moment at which this answer was true. */
  readonly as_of: string
  readonly days: readonly ({
    /** Local date of departure at the boarding station. */
    readonly journey_date: string
    /** Runs of that day that have not left yet. */
    readonly train_runs: number
    /** The cheapest seat that is still to be had that day; null where there is none. In the smallest unit of the currency. */
    readonly price_cents: number | null
    /** ISO 4217. */
    readonly currency: string | null
    /** Seats to be had at that price. */
    readonly seats_available: number
  })[]
}

/** A run on the segment that was asked for. */
export interface FoundRun {
  /** The run: one train on one service date. */
  readonly train_run_id: string
  readonly train_number: string
  readonly train_name: string
  /** The date on which the run leaves its first stop. */
  readonly service_date: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** Local time of the boarding station. */
  readonly departure_time: string
  /** Local time of the alighting station. */
  readonly arrival_time: string
  readonly duration_ms: number
  /** Whether holds can be placed. */
  readonly on_sale: boolean
  readonly classes: readonly ClassOffer[]
}

export interface HeldSeat {
  /** The seat. */
  readonly seat_id: string
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  readonly seat_label: string
  readonly coach_number: string
  /** A class of travel as the operator names it. */
  readonly travel_class: string
  /** Frozen by the hold; it is the price of the booking. In the smallest unit of the currency. */
  readonly price_cents: number
}

/** The audit entries of one booking, from its hold on. */
export interface History {
  readonly entries: readonly ({
    /** When it was committed. */
    readonly at: string
    readonly action: string
    /** Ids, codes and amounts. */
    readonly facts: {
      readonly [name: string]: unknown
    }
  })[]
  /** Grows with each change of the run; a view with a smaller one is older. */
  readonly commit_seq: number
}

/** Seats kept for a short time while the passenger decides. */
export interface Hold {
  /** Names the hold; keep it until the booking. */
  readonly hold_token: string
  /** PINNED: its payment is running. CONSUMED: it is a booking now. */
  readonly status: 'ACTIVE' | 'PINNED' | 'CONSUMED' | 'RELEASED' | 'EXPIRED'
  /** The run. */
  readonly train_run_id: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  readonly seats: readonly HeldSeat[]
  /** For all seats. In the smallest unit of the currency. */
  readonly total_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** When it was placed. */
  readonly created_at: string
  /** From then on the seats are free again; while it is pinned, the latest end of the payment. */
  readonly expires_at: string
  /** The same as an interval, for clients whose clocks are wrong; 0 when it is over. */
  readonly expires_in_ms: number
  /** Grows with each change of the run; a view with a smaller one is older. */
  readonly commit_seq: number
  /** The booking that it became. */
  readonly booking_id?: string
}

/** A caller that the server knows again by a cookie. */
export interface PageSession {
  /** The user that the cookie speaks for. */
  readonly user_id: string
  /** From then on the cookie is worth nothing. */
  readonly expires_at: string
}

/** RFC 9457 problem details. The facts of a refusal are further members; those listed are the usual ones. */
export interface Problem {
  /** Names the kind of problem. */
  readonly type: string
  readonly title: string
  readonly status: number
  /** What to do next. */
  readonly detail: string
  /** The path, and after # the id of the request in the logs of the server. */
  readonly instance: string
  /** Stable; what programs should look at. */
  readonly code: string
  /** With malformed_request: what is wrong, and where. */
  readonly errors?: readonly ({
    /** JSON pointer into the body, or name of the parameter after a slash. */
    readonly pointer: string
    readonly detail: string
  })[]
  /** The seats that the refusal is about. */
  readonly seat_numbers?: readonly string[]
  /** With seat_taken: free seats of the same class, the nearest that there are. */
  readonly alternatives?: readonly string[]
  /** After how long to repeat the request. */
  readonly retry_after_ms?: number
  readonly [name: string]: unknown
}

/** What giving up seats would give back. */
export interface Quote {
  /** Names the quote. */
  readonly quote_id: string
  /** The booking. */
  readonly booking_id: string
  readonly seat_numbers: readonly string[]
  /** What is given back. In the smallest unit of the currency. */
  readonly refund_cents: number
  /** What is kept; refund and fee together are the price of those seats. In the smallest unit of the currency. */
  readonly fee_cents: number
  /** ISO 4217. */
  readonly currency: string
  /** From then on a new quote is needed. */
  readonly valid_until: string
  /** Grows with each change of the run; a view with a smaller one is older. */
  readonly commit_seq: number
}

/** One train on one service date. */
export interface Run {
  /** The run: one train on one service date. */
  readonly train_run_id: string
  readonly train_number: string
  readonly train_name: string
  /** The date on which the run leaves its first stop. */
  readonly service_date: string
  /** Grows with each change of the run; a view with a smaller one is older. */
  readonly commit_seq: number
  /** Whether holds can be placed from the first stop on. Sale of a segment closes at its own departure. */
  readonly on_sale: boolean
  readonly stops: readonly Stop[]
  readonly coaches: readonly ({
    readonly coach_number: string
    /** Name of the coach layout. */
    readonly layout: string
    readonly title: string
    readonly travel_classes: readonly string[]
    readonly seats_total: number
  })[]
  /** For the way from the first stop to the last. */
  readonly classes: readonly ClassOffer[]
}

export interface Seat {
  /** The seat. */
  readonly seat_id: string
  /** Unique within its run: coach 4, seat 32. */
  readonly seat_number: string
  /** What is painted on the seat. */
  readonly seat_label: string
  /** For the segment that was asked for; seats blocked by the operator show BOOKED. */
  readonly status: 'AVAILABLE' | 'HELD' | 'BOOKED'
  /** For the segment that was asked for. In the smallest unit of the currency. */
  readonly price_cents: number
  readonly features: readonly string[]
  /** seat, berth, couchette, wheelchair_space or bicycle_hook. */
  readonly kind: string
  /** 0 is the lower one. */
  readonly deck: number
  /** Grid position along the coach. */
  readonly x: number
  /** Grid position across the coach. */
  readonly y: number
  /** The bay or compartment of seats that belong together. */
  readonly group: string | null
}

export interface SeatMap {
  /** The run. */
  readonly train_run_id: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** Grows with each change of the run; a view with a smaller one is older. */
  readonly commit_seq: number
  /** ISO 4217. */
  readonly currency: string
  /** In the order of the train. A coach with seats of several travel classes appears once for each of them, with the same layout; one in which nothing can be reserved, such as a restaurant car, has no class and no seats. */
  readonly coaches: readonly ({
    readonly coach_number: string
    /** A class of travel as the operator names it. */
    readonly travel_class: string | null
    readonly layout: CoachLayout
    readonly seats: readonly Seat[]
  })[]
}

/** A caller that the server knows again. */
export interface Session {
  /** The user that the token speaks for. */
  readonly user_id: string
  /** Send it as Authorization: Bearer TOKEN. Keep it: it owns the bookings. */
  readonly token: string
  /** From then on the token is worth nothing. */
  readonly expires_at: string
}

export interface Station {
  /** Code of a station, as listed by GET /api/stations. */
  readonly station_code: string
  readonly name: string
  /** IANA name. */
  readonly time_zone: string
  /** Degrees, WGS 84; null where the timetable does not say. */
  readonly latitude: number | null
  readonly longitude: number | null
}

/** One call of a run at a station. */
export interface Stop {
  /** Code of a station, as listed by GET /api/stations. */
  readonly station_code: string
  readonly name: string
  /** Local time; null at the first stop. */
  readonly arrival_time: string | null
  /** Local time; null at the last stop. */
  readonly departure_time: string | null
  readonly can_board: boolean
  readonly can_alight: boolean
}

export type OpenSessionBody = {
  /** Of a registered user; leave it out for a guest. */
  readonly email?: string
  readonly password?: string
}

export type OpenSessionAnswer = Session

export type OpenPageSessionAnswer = PageSession

export type ListStationsAnswer = {
  readonly stations: readonly Station[]
}

export type SearchRunsAnswer = {
  /** The moment at which this answer was true. */
  readonly as_of: string
  readonly train_runs: readonly FoundRun[]
}

export type ShowRunAnswer = Run

export type FareCalendarAnswer = FareCalendar

export type ShowSeatsAnswer = SeatMap

export type PlaceHoldBody = {
  /** The run. */
  readonly train_run_id: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly from_station_code: string
  /** Code of a station, as listed by GET /api/stations. */
  readonly to_station_code: string
  /** 1 to 9 different seats of the run. Either these, or travel_class and seat_count. */
  readonly seat_numbers?: readonly string[]
  readonly travel_class?: string
  /** 1 to 9 seats, chosen by the system. */
  readonly seat_count?: number
  /** Wishes, not conditions. */
  readonly preferences?: {
    readonly position?: 'window' | 'aisle'
    readonly table?: boolean
    /** A coach number. */
    readonly coach?: string
    readonly quiet?: boolean
    readonly berth?: 'upper' | 'middle' | 'lower'
    readonly facing?: 'forward'
  }
}

export type PlaceHoldAnswer = Hold

export type ShowHoldAnswer = Hold

export type ConfirmBookingBody = {
  /** The hold to book. */
  readonly hold_token: string
  /** One for each seat of the hold. */
  readonly passengers: readonly ({
    /** Unique within its run: coach 4, seat 32. */
    readonly seat_number: string
    readonly passenger_name: string
    readonly passenger_age: number
    readonly passenger_gender: 'F' | 'M' | 'X'
  })[]
  readonly contact?: {
    readonly email?: string | null
    readonly phone?: string | null
  }
  readonly payment: {
    /** The payment service. */
    readonly method: 'mock'
    /** What the payment service gave to the client. */
    readonly token: string
  }
}

export type ConfirmBookingAnswer = Booking

export type ListBookingsAnswer = {
  readonly bookings: readonly Booking[]
  /** Give it as `after` for the next page; null at the end. */
  readonly next: string | null
}

export type ShowBookingAnswer = Booking

export type ShowBookingByLinkAnswer = Booking

export type BookingHistoryAnswer = History

export type QuoteCancellationBody = {
  /** Default: all that are left. */
  readonly seat_numbers?: readonly string[]
}

export type QuoteCancellationAnswer = Quote

export type CancelBookingBody = {
  /** The quote. */
  readonly quote_id: string
}

export type CancelBookingAnswer = Booking

export type ReceivePaymentEventBody = Readonly<Record<string, unknown>>

export type ShowHealthAnswer = {
  readonly status: string
  readonly version: string
}

export type ShowReadinessAnswer = {
  readonly status: string
  readonly version: string
}

export type ShowOpenApiAnswer = Readonly<Record<string, unknown>>
