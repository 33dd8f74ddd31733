import type { CancelBookingRefusal } from '../domain/cancel-booking.ts'
import type { PlaceHoldRefusal } from '../domain/place-hold.ts'
import type { QuoteCancellationRefusal } from '../domain/quote-cancellation.ts'
import type { ReleaseHoldRefusal } from '../domain/release-hold.ts'
import type { BookRefusal } from './book.ts'
import type { RideRefusal } from './find-ride.ts'
import type { CursorRefusal } from './list-bookings.ts'
import type { PairRefusal } from './search-runs.ts'
import type { SessionRefusal } from './sessions.ts'

/** Every expected "no" of the use cases, so that a face to the outside can be total over them. */
export type AppRefusal =
  | BookRefusal
  | CancelBookingRefusal
  | CursorRefusal
  | PairRefusal
  | PlaceHoldRefusal
  | QuoteCancellationRefusal
  | ReleaseHoldRefusal
  | RideRefusal
  | SessionRefusal
