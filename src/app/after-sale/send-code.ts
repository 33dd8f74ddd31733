import { sendCode as rule } from '../../domain/after-sale/send-code.ts'
import type { AccessCodeId, MessageId } from '../../domain/ids.ts'
import type { Language } from '../../domain/language.ts'
import type { AccessWay } from '../../domain/records/access.ts'
import type { Booking } from '../../domain/records/booking.ts'
import { emailForm } from '../../domain/records/contact.ts'
import { bookingIdOf } from '../../domain/records/locator.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { BookingHead } from '../../store/store.ts'
import type { Caller, Deps } from '../deps.ts'
import { hashOfNew, makeCode } from '../one-time-codes.ts'
import { openedContact } from '../personal-data.ts'
import { tokensEqual } from '../tokens.ts'
import { type BookingNotFound, findBookingByLink } from './find-booking.ts'

type SendDeps = Pick<Deps, 'store' | 'sessionKeys' | 'personalKeys' | 'randomBytes' | 'onMessageDue'>

/** A booking as its passenger names it. */
interface NamedBooking {
  readonly locator: string
  readonly email: string
  readonly language: Language
}

/**
 * Sends a one-time code to the contact of a booking, if locator and address are those of one. The caller is
 * told nothing: whoever tries them learns no more from one booking than from none.
 */
export async function sendCodeToContact(
  deps: SendDeps,
  caller: Caller,
  { locator, email, language }: NamedBooking,
): Promise<void> {
  const id = bookingIdOf(locator.trim(), deps.store.locatorKey)
  const isMeant = (head: BookingHead) => {
    const known = openedContact(deps, head).email
    return known !== null && tokensEqual(emailForm(known), emailForm(email))
  }
  const record = id === undefined ? undefined : await deps.store.findBooking(id, undefined, { isMeant })
  if (record) await send(deps, caller, record.booking, 'contact', language)
}

/** The booking has no address that a code could be sent to. */
export type NoAddress = { readonly code: 'no_email_address' }

/** Sends a one-time code to the contact of the booking of a private link. */
export async function sendCodeByLink(
  deps: SendDeps,
  caller: Caller,
  linkToken: string,
  language: Language,
): Promise<Reply<null, BookingNotFound | NoAddress>> {
  const found = await findBookingByLink(deps, linkToken)
  if (!found.ok) return found
  const { booking } = found.value.record
  if (booking.contact.email === null) return refuse({ code: 'no_email_address' })
  await send(deps, caller, booking, 'link', language)
  return accept(null)
}

async function send(
  deps: SendDeps,
  { userId }: Caller,
  { id: bookingId, trainRunId }: Booking,
  way: AccessWay,
  language: Language,
): Promise<void> {
  const code = makeCode(deps)
  const command = {
    codeId: (await deps.store.nextId('access_code')) as AccessCodeId,
    messageId: (await deps.store.nextId('message')) as MessageId,
    ...{ userId, bookingId, way, code, language },
    codeHash: hashOfNew(deps, code, { about: bookingId, userId }),
  }
  const scope = { trainRunId, bookingId, accessOf: bookingId }
  const reply = await deps.store.decide(scope, (inventory, now) => rule(inventory, command, now))
  if (reply.ok && reply.value.isSent) deps.onMessageDue?.()
}
