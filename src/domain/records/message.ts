import type { BookingId, MessageId, TrainRunId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Language } from '../language.ts'

/** What messages are about; `messages/texts.ts` has the words of each. */
export type MessageKind =
  | 'booked'
  | 'cancelled'
  | 'refunded'
  | 'access_code'
  | 'account_code'
  | 'account_exists'
  | 'email_changed'
  | 'password_changed'
  | 'passkey_added'
  | 'passkey_removed'
  | 'train_cancelled'
  | 'seats_moved'

/**
 * What the words of a message need to know. Only short texts of our own making, never what a stranger wrote.
 */
export type MessageContent = Readonly<Record<string, string>>

/** An e-mail to one person. It is written in the transaction of its cause, and sent by a worker. */
export interface Message {
  readonly id: MessageId
  readonly trainRunId: TrainRunId
  /** Null for what is about an account. */
  readonly bookingId: BookingId | null
  readonly kind: MessageKind
  readonly language: Language
  /** The address; null once the message has ended, since nothing needs it then. */
  readonly recipient: string | null
  /** Null once the message has ended. */
  readonly content: MessageContent | null
  readonly state: 'QUEUED' | 'SENT' | 'GIVEN_UP'
  readonly createdAt: Instant
  /** When to try next; null once it has ended. */
  readonly dueAt: Instant | null
  /** After this moment nobody needs it anymore, and it is not tried again. */
  readonly giveUpAt: Instant
  readonly tryCount: number
  readonly endedAt: Instant | null
}
