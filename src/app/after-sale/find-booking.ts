import type { BookingId } from '../../domain/ids.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import type { Booking, BookingNote } from '../../domain/records/booking.ts'
import { bookingIdOf } from '../../domain/records/locator.ts'
import { isTheirs } from '../../domain/records/ownership.ts'
import type { Contact } from '../../domain/records/payment.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { BookingHead, BookingRecord, ListedBooking } from '../../store/store.ts'
import type { Caller, Deps } from '../deps.ts'
import { opened, openedContact, openedText } from '../personal-data.ts'
import { parseLinkToken, tokensEqual } from '../tokens.ts'

export type BookingNotFound = { readonly code: 'booking_not_found' }

export interface ShownBooking<Record extends ListedBooking = ListedBooking> {
  readonly record: Record
  readonly run: TrainRun
  /** The run's newest commit that the caller can see. */
  readonly commitSeq: number
}

/**
 * A booking that the caller made or has shown to be theirs, by its record locator; anybody else's is not
 * found.
 */
export async function findOwnBooking(
  deps: Pick<Deps, 'store' | 'personalKeys'>,
  caller: Caller,
  locator: string,
): Promise<Reply<ShownBooking<BookingRecord>, BookingNotFound>> {
  const id = bookingIdOf(locator, deps.store.locatorKey)
  const record = id === undefined ? undefined : await deps.store.findBooking(id, undefined, caller)
  return record ? accept(shown(deps, record)) : refuse({ code: 'booking_not_found' })
}

/** A booking with its contact as it was given, and with the notes of the railway. */
export interface BookingForRailway extends ShownBooking<BookingRecord> {
  readonly contact: Contact
  readonly notes: readonly (Omit<BookingNote, 'text'> & { readonly text: string | null })[]
}

/** Anybody's booking, for who acts for the railway. */
export async function findAnyBooking(
  deps: Pick<Deps, 'store' | 'personalKeys'>,
  locator: string,
): Promise<Reply<BookingForRailway, BookingNotFound>> {
  const record = await findAnyRecord(deps, locator)
  if (!record) return refuse({ code: 'booking_not_found' })
  return accept({ ...shown(deps, record), ...forRailway(deps, record) })
}

/** What only the railway sees of a booking, opened. */
export function forRailway(
  deps: Pick<Deps, 'personalKeys'>,
  record: BookingRecord,
): Pick<BookingForRailway, 'contact' | 'notes'> {
  const notes = record.booking.notes.map((note) => ({ ...note, text: openedText(deps, record, note.text) }))
  return { contact: openedContact(deps, record), notes }
}

/** The same with names and contact as they are stored. */
export async function findAnyRecord(
  { store }: Pick<Deps, 'store'>,
  locator: string,
): Promise<BookingRecord | undefined> {
  const id = bookingIdOf(locator.trim(), store.locatorKey)
  return id === undefined ? undefined : store.findBooking(id)
}

/** The booking of an unguessable link. */
export async function findBookingByLink(
  deps: Pick<Deps, 'store' | 'personalKeys'>,
  linkToken: string,
): Promise<Reply<ShownBooking<BookingRecord>, BookingNotFound>> {
  const named = parseLinkToken(linkToken)
  const isMeant = ({ booking }: BookingHead) => tokensEqual(booking.linkToken, linkToken)
  const record = named && (await deps.store.findBooking(named.id, named.trainRunId, { isMeant }))
  return record ? accept(shown(deps, record)) : refuse({ code: 'booking_not_found' })
}

/** What a decision has to look at so that a caller who did not make the booking may use it. */
export function scopeOfAccess({ id, userId }: Booking, caller: Caller): { readonly accessOf?: BookingId } {
  return isTheirs(caller, userId) ? {} : { accessOf: id }
}

/** Opens the names, and adds the run, which stays known for as long as it has a booking. */
export function shown<Record extends ListedBooking>(
  deps: Pick<Deps, 'store' | 'personalKeys'>,
  record: Record,
): ShownBooking<Record> {
  const { trainRunId, commitSeq } = record.booking
  const run = deps.store.network().run(trainRunId)
  if (!run) throw new Error(`booking ${record.booking.id} is for run ${trainRunId}, which is unknown`)
  return {
    record: opened(deps, record),
    run,
    commitSeq: deps.store.pictureNow(trainRunId)?.commitSeq ?? commitSeq,
  }
}
