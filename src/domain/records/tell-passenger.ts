import type { MessageId } from '../ids.ts'
import { after, dayMs, type Instant } from '../instant.ts'
import type { Language } from '../language.ts'
import type { Booking } from './booking.ts'
import type { Change } from './changes.ts'
import type { Message, MessageContent, MessageKind } from './message.ts'

/** A message to the passenger of a booking, as far as it is known before the decision. */
export interface Notice {
  readonly messageId: MessageId
  /** What the message says. */
  readonly content: MessageContent
  /** Of the message, if the booking does not record its own. */
  readonly usualLanguage: Language
}

/** What passengers are told of their bookings. */
type BookingNews = Extract<
  MessageKind,
  'booked' | 'cancelled' | 'refunded' | 'train_cancelled' | 'seats_moved'
>

/** Somebody who has been away for so long has seen on the pages what the message says. */
const tellForMs = 7 * dayMs

/** Tells the passenger of a booking, who may have given no address, what has become of it. */
export function tellPassenger(
  { contact, trainRunId, id: bookingId, language: ownLanguage }: Booking,
  kind: BookingNews,
  { messageId: id, content, usualLanguage }: Notice,
  now: Instant,
): readonly Change[] {
  if (contact.email === null) return []
  const language = ownLanguage ?? usualLanguage
  const message: Message = {
    ...{ id, trainRunId, bookingId, kind, language, recipient: contact.email, content },
    ...{ state: 'QUEUED', createdAt: now, dueAt: now, giveUpAt: after(now, tellForMs) },
    ...{ tryCount: 0, endedAt: null },
  }
  return [{ kind: 'message_added', message }]
}
