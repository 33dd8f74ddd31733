import type { Operation } from './operation.ts'
import { bookingHistory } from './routes/booking-history.ts'
import { cancelBooking } from './routes/cancel-booking.ts'
import { confirmBooking } from './routes/confirm-booking.ts'
import { showOpenApi } from './routes/documents.ts'
import { fareCalendar } from './routes/fare-calendar.ts'
import { showHealth, showMetrics, showReadiness } from './routes/health.ts'
import { listBookings } from './routes/list-bookings.ts'
import { listStations } from './routes/list-stations.ts'
import { openPageSession } from './routes/open-page-session.ts'
import { openSession } from './routes/open-session.ts'
import { placeHold } from './routes/place-hold.ts'
import { quoteCancellation } from './routes/quote-cancellation.ts'
import { receivePaymentEvent } from './routes/receive-payment-event.ts'
import { releaseHold } from './routes/release-hold.ts'
import { searchRuns } from './routes/search-runs.ts'
import { showBooking } from './routes/show-booking.ts'
import { showBookingByLink } from './routes/show-booking-by-link.ts'
import { showHold } from './routes/show-hold.ts'
import { showRun } from './routes/show-run.ts'
import { showSeats } from './routes/show-seats.ts'
import { watchSeats } from './routes/watch-seats.ts'

/** Every operation of the API, in the order of the reference pages. */
export const operations: readonly Operation[] = [
  openSession,
  openPageSession,
  listStations,
  searchRuns,
  showRun,
  fareCalendar,
  showSeats,
  watchSeats,
  placeHold,
  showHold,
  releaseHold,
  confirmBooking,
  listBookings,
  showBooking,
  showBookingByLink,
  bookingHistory,
  quoteCancellation,
  cancelBooking,
  receivePaymentEvent,
  showHealth,
  showReadiness,
  showMetrics,
  showOpenApi,
]
