// What the tests read from the answers, written from the wire contract and not from the product's own
// schemas, so that a change of those is noticed here.

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly instance: string
  readonly code: string
  readonly seat_numbers?: readonly string[]
  readonly booking_id?: string
  readonly retry_after_ms?: number
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}

export interface SessionBody {
  readonly user_id: string
  readonly token: string
  readonly expires_at: string
}

export interface FoundRun {
  readonly train_run_id: string
  readonly train_number: string
  readonly service_date: string
  readonly departure_time: string
  readonly arrival_time: string
  readonly on_sale: boolean
  readonly off_sale_reason: 'WAITING' | 'WITHDRAWN' | 'CLOSED' | null
  readonly classes: readonly {
    readonly travel_class: string
    readonly seats_available: number
    readonly seats_total: number
    readonly price_cents: number
    readonly currency: string
  }[]
}

export interface RunBody {
  readonly train_run_id: string
  readonly stops: readonly { readonly station_code: string; readonly name: string }[]
}

type SeatStatus = 'AVAILABLE' | 'HELD' | 'BOOKED'

export interface MapSeat {
  readonly seat_id: string
  readonly seat_number: string
  readonly seat_label: string
  readonly kind: string
  readonly features: readonly string[]
  readonly status: SeatStatus
  readonly price_cents: number
}

export interface SeatMapBody {
  readonly train_run_id: string
  readonly commit_seq: number
  readonly companion_seats: readonly { readonly wheelchair_space: string; readonly seat_number: string }[]
  readonly coaches: readonly {
    readonly coach_number: string
    readonly travel_class: string
    readonly seats: readonly MapSeat[]
  }[]
}

export interface HoldBody {
  readonly hold_token: string
  readonly status: 'ACTIVE' | 'PINNED' | 'CONSUMED' | 'RELEASED' | 'EXPIRED'
  readonly train_run_id: string
  readonly from_station_code: string
  readonly to_station_code: string
  readonly seats: readonly {
    readonly seat_id: string
    readonly seat_number: string
    readonly price_cents: number
  }[]
  readonly total_cents: number
  readonly currency: string
  readonly created_at: string
  readonly expires_at: string
  readonly expires_in_ms: number
  readonly commit_seq: number
  readonly booking_id?: string
}

export interface BookingBody {
  readonly booking_id: string
  readonly status: 'CONFIRMED' | 'CANCELLED'
  readonly user_id: string
  readonly train_run_id: string
  readonly from_station_code: string
  readonly from_station_name: string
  readonly to_station_name: string
  readonly departure_time: string
  readonly to_station_code: string
  readonly journey_date: string
  readonly total_cents: number
  readonly currency: string
  readonly num_passengers: number
  readonly booking_time: string
  readonly cancellation_time?: string | null
  readonly refunded_cents?: number
  readonly seats: readonly {
    readonly seat_id: string
    readonly seat_number: string
    readonly seat_label: string
    readonly coach_number: string
    readonly passenger_name: string
    readonly price_cents: number
    readonly status: string
  }[]
  readonly payment: { readonly status: string }
  readonly link_token: string
  readonly commit_seq: number
}

export interface QuoteBody {
  readonly quote_id: string
  readonly refund_cents: number
  readonly fee_cents: number
  readonly currency: string
  readonly valid_until: string
}

export interface HistoryBody {
  readonly entries: readonly { readonly at: string; readonly action: string; readonly facts: object }[]
}
