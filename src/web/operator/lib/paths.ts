const part = encodeURIComponent

/** The addresses of the console. */
export const paths = {
  today: '/operator',
  day: (date: string) => `/operator?${new URLSearchParams({ date })}`,
  run: (runId: string) => `/operator/runs/${part(runId)}`,
  manifest: (runId: string) => `/operator/runs/${part(runId)}/manifest`,
  bookings: '/operator/bookings',
  bookingsOf: (runId: string, seatNumber?: string) =>
    `/operator/bookings?${new URLSearchParams({ run: runId, ...(seatNumber ? { seat: seatNumber } : {}) })}`,
  booking: (bookingId: string) => `/operator/bookings/${part(bookingId)}`,
  receipt: (bookingId: string) => `/operator/bookings/${part(bookingId)}/receipt`,
  sell: '/operator/sell',
  sellSeats: (wanted: Readonly<Record<'run' | 'from' | 'to' | 'seats', string>>) =>
    `/operator/sell?${new URLSearchParams(wanted)}`,
  reports: '/operator/reports',
  audit: '/operator/audit',
  auditOf: (runId: string) => `/operator/audit?${new URLSearchParams({ run: runId })}`,
  people: '/operator/people',
  system: '/operator/system',
}
