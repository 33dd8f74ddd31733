// The requests and answers of the founding document's recipe, shared by its versions for both databases.

export const holdMs = 120_000
export const priceCents = 4900

export interface HoldBody {
  readonly train_run_id: string
  readonly from_station_code: string
  readonly to_station_code: string
  readonly seat_numbers: readonly string[]
}

export interface BookingBody {
  readonly hold_token: string
  readonly passengers: readonly {
    readonly seat_number: string
    readonly passenger_name: string
    readonly passenger_age: number
    readonly passenger_gender: string
  }[]
  readonly payment: { readonly method: string; readonly token: string }
}

export const holdSchema = {
  type: 'object',
  required: ['train_run_id', 'from_station_code', 'to_station_code', 'seat_numbers'],
  properties: {
    train_run_id: { type: 'string' },
    from_station_code: { type: 'string' },
    to_station_code: { type: 'string' },
    seat_numbers: { type: 'array', minItems: 1, maxItems: 9, items: { type: 'string' } },
  },
}

export const bookingSchema = {
  type: 'object',
  required: ['hold_token', 'passengers', 'payment'],
  properties: {
    hold_token: { type: 'string' },
    passengers: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['seat_number', 'passenger_name', 'passenger_age', 'passenger_gender'],
        properties: {
          seat_number: { type: 'string' },
          passenger_name: { type: 'string', minLength: 1, maxLength: 100 },
          passenger_age: { type: 'integer', minimum: 0, maximum: 125 },
          passenger_gender: { enum: ['F', 'M', 'X'] },
        },
      },
    },
    payment: {
      type: 'object',
      required: ['method', 'token'],
      properties: { method: { type: 'string' }, token: { type: 'string' } },
    },
  },
}

export const holdAnswer = {
  type: 'object',
  properties: {
    hold_token: { type: 'string' },
    status: { type: 'string' },
    train_run_id: { type: 'string' },
    seat_numbers: { type: 'array', items: { type: 'string' } },
    total_cents: { type: 'integer' },
    expires_at: { type: 'integer' },
  },
}

export const bookingAnswer = {
  type: 'object',
  properties: {
    booking_id: { type: 'string' },
    status: { type: 'string' },
    user_id: { type: 'integer' },
    train_run_id: { type: 'integer' },
    total_cents: { type: 'integer' },
    num_passengers: { type: 'integer' },
    seat_numbers: { type: 'array', items: { type: 'string' } },
  },
}

/** The caller; the document leaves authentication open, so the user's number as a bearer token is enough. */
export function userOf(authorization: string | undefined): number {
  return Number(authorization?.slice('Bearer '.length) ?? Number.NaN)
}

/** Eighty seats per coach: `3-12`. */
export function seatNumber(seat: number): string {
  return `${Math.ceil(seat / 80)}-${((seat - 1) % 80) + 1}`
}
