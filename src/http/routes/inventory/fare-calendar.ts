import { fareCalendar as makeCalendar, maxCalendarDays } from '../../../app/inventory/fare-calendar.ts'
import { defineOperation } from '../../operation.ts'
import { checkFirstDate } from '../../request-checks.ts'
import { RefTo } from '../../schemas/common.ts'
import { FareCalendar, FareCalendarQuery } from '../../schemas/runs.ts'
import { utcTime } from '../../views/local-time.ts'

const defaultDays = 31

/** Each day costs as much as a search. An invalid number of days is refused after the gate. */
function daysAsked(query: unknown): number {
  const text = typeof query === 'object' && query !== null && 'days' in query ? query.days : undefined
  if (text === undefined) return defaultDays
  const days = typeof text === 'string' && /^\d{1,2}$/.test(text) ? Number(text) : 1
  return Math.max(1, Math.min(days, maxCalendarDays))
}

export const fareCalendar = defineOperation({
  name: 'fareCalendar',
  method: 'GET',
  path: '/api/fare_calendar',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Search',
  summary: 'The cheapest price, day by day',
  description:
    'Up to 62 days from `from_date`. It counts available seats and berths, but not spaces for ' +
    'wheelchairs and bicycles. Each day counts as one request toward the rate limit.',
  weightOf: daysAsked,
  query: FareCalendarQuery,
  keeps: 'weak',
  answers: { 200: { description: 'One entry for each day.', schema: RefTo(FareCalendar) } },
  refusals: ['unknown_station', 'segment_backwards'],
  async handle({ deps, keptDays }, { query }) {
    const days = query.days ?? defaultDays
    const found = await makeCalendar(
      { store: deps.store, keptDays },
      {
        fromStationCode: query.from_station_code,
        toStationCode: query.to_station_code,
        fromDate: checkFirstDate(query.from_date, days, 'from_date'),
        days,
      },
    )
    if (!found.ok) return found
    const shown = found.value.days.map((day) => ({
      journey_date: day.journeyDate,
      train_runs: day.trainRuns,
      price_cents: day.priceCents,
      currency: day.currency,
      seats_available: day.seatsAvailable,
    }))
    const { basis } = found.value
    const { saleDaysAhead } = deps.settings
    const body = { as_of: utcTime(basis.asOf), days: shown, sale_days_ahead: saleDaysAhead }
    return { status: 200, body, basis }
  },
})
