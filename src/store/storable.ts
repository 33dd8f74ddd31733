import { unreachable } from '../domain/assert.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import type { Change } from '../domain/records/changes.ts'
import type { Contact } from '../domain/records/payment.ts'
import type { PersonRow } from '../domain/records/people.ts'
import { isStorable } from '../domain/text.ts'
import { TextNotStorable } from './faults.ts'
import type { ProviderEvent } from './store.ts'

/**
 * Throws `TextNotStorable` if a decision would write such a text, before anything is written and before
 * anybody is asked for money.
 */
export function assertStorable(changes: readonly Change[]): void {
  for (const change of changes) if (!isChangeStorable(change)) throw new TextNotStorable(change.kind)
}

/** Looks at the texts that come from outside. All others are generated from letters and digits. */
function isChangeStorable(change: Change): boolean {
  switch (change.kind) {
    case 'hold_added':
      return isStorable(change.hold.idempotencyKey)
    case 'payment_added': {
      const { idempotencyKey, passengers, contact } = change.payment
      return (
        isStorable(idempotencyKey) &&
        passengers.every(({ name }) => isStorable(name)) &&
        isContactStorable(contact)
      )
    }
    case 'payment_changed':
      return isStorable(change.payment.declineCode ?? '')
    case 'booking_added': {
      const { seats, contact } = change.booking
      return seats.every(({ passengerName }) => isStorable(passengerName ?? '')) && isContactStorable(contact)
    }
    case 'cancellation_added':
      return isStorable(change.cancellation.idempotencyKey)
    case 'message_added':
      return isStorable(change.message.recipient ?? '')
    case 'desk_entry_added':
      return isStorable(change.entry.idempotencyKey)
    case 'person_added':
    case 'person_changed':
      return isPersonStorable(change)
    case 'personal_key_added':
    case 'personal_key_changed':
    case 'personal_key_removed':
    case 'claim_removed':
    case 'claim_added':
    case 'claim_changed':
    case 'hold_changed':
    case 'hold_cleared':
    case 'entries_cleared':
    case 'closures_changed':
    case 'booking_changed':
    case 'quote_added':
    case 'refund_added':
    case 'refund_changed':
    case 'code_added':
    case 'code_changed':
    case 'grant_added':
    case 'noted':
      return true
    default:
      return unreachable(change)
  }
}

function isPersonStorable({ of, row }: PersonRow): boolean {
  if (of === 'staff') return isStorable(row.name + row.email)
  if (of === 'account') return isStorable(row.email ?? '')
  if (of === 'accountCode') return isStorable(row.email)
  return of !== 'key' || isStorable(row.name)
}

function isContactStorable({ email, phone }: Contact): boolean {
  return isStorable(email ?? '') && isStorable(phone ?? '')
}

/** Throws `TextNotStorable` if a provider's event contains such a text. */
export function assertEventStorable(event: ProviderEvent): void {
  assertAll(event, 'the event of the payment provider')
}

/**
 * Throws `TextNotStorable` if a timetable contains such a text. Stops refer to stations, which are checked
 * once.
 */
export function assertTimetableStorable({ source, stations, consists, fares, trains }: Timetable): void {
  assertAll({ source, stations, consists, fares }, 'the timetable')
  for (const { key, number, name, timeZone } of trains)
    assertAll({ key, number, name, timeZone }, `the train ${JSON.stringify(number)}`)
}

function assertAll(value: unknown, place: string): void {
  if (typeof value === 'string') {
    if (!isStorable(value)) throw new TextNotStorable(place)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) assertAll(member, `${place}, ${name}`)
  }
}
