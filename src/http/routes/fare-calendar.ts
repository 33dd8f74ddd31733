import { Type } from 'typebox'
import { fareCalendar as makeCalendar } from '../../app/fare-calendar.ts'
import { defineOperation } from '../operation.ts'
import { checkDate } from '../request-checks.ts'
import { FareCalendarQuery } from '../schemas/runs.ts'
import { utcTime } from '../views/local-time.ts'

const defaultDays = 31

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
    'Up to 62 days from `from_date`. What counts is seats and berths that are still to be had, not spaces for wheelchairs and bicycles.',
  query: FareCalendarQuery,
  answers: { 200: { description: 'One entry for each day.', schema: Type.Ref('FareCalendar') } },
  refusals: ['unknown_station', 'segment_backwards'],
  async handle({ deps }, { query }) {
    const found = await makeCalendar(deps, {
      fromStationCode: query.from_station_code,
      toStationCode: query.to_station_code,
      fromDate: checkDate(query.from_date, 'from_date'),
      days: query.days ?? defaultDays,
    })
    if (!found.ok) return found
    const days = found.value.days.map((day) => ({
      journey_date: day.journeyDate,
      train_runs: day.trainRuns,
      price_cents: day.priceCents,
      currency: day.currency,
      seats_available: day.seatsAvailable,
    }))
    return { status: 200, body: { as_of: utcTime(found.value.asOf), days } }
  },
})
