import type { BookingNotFound, ShownBooking } from '../../../app/after-sale/find-booking.ts'
import { journeyOf } from '../../../app/tickets/journey-of.ts'
import type { Language } from '../../../domain/language.ts'
import type { Reply } from '../../../domain/result.ts'
import { calendarFile } from '../../../domain/tickets/calendar-file.ts'
import { keepNowhere } from '../../conditional.ts'
import type { HttpDeps } from '../../http-deps.ts'

export const calendarType = 'text/calendar; charset=utf-8'

/** The answer of the operations that give a calendar file, however its booking was found. */
export function answerCalendar(
  { store }: HttpDeps,
  found: Reply<ShownBooking, BookingNotFound>,
  language: Language = 'en',
) {
  if (!found.ok) return found
  const journey = journeyOf(store.network(), found.value)
  const headers = {
    'cache-control': keepNowhere,
    'content-type': calendarType,
    'content-disposition': `attachment; filename="${journey.locator}.ics"`,
  }
  return { status: 200, body: calendarFile(journey, language, store.now()), headers } as const
}
