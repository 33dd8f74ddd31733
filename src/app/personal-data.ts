import type { PaymentId, TrainRunId } from '../domain/ids.ts'
import type { Contact } from '../domain/records/payment.ts'
import { isSealed, type PersonalKey } from '../domain/records/sealed.ts'
import { isStorable } from '../domain/text.ts'
import { TextNotStorable } from '../store/faults.ts'
import type { BookingHead, ListedBooking } from '../store/store.ts'
import { decrypt, encrypt, keyBytes } from './cipher.ts'
import type { Deps } from './deps.ts'
import { allMasters, type MasterDeps, type NewestMasterDeps, newestMaster } from './master-keys.ts'
import { searchHashes } from './search-hashes.ts'

/** What sealing needs: the master keys and random bytes. */
type SealingDeps = NewestMasterDeps & Pick<Deps, 'randomBytes'>

/** What a key belongs to. A wrapped key that is moved to another row does not open there. */
interface Owner {
  readonly trainRunId: TrainRunId
  readonly paymentId: PaymentId
}

/** The data key of one booking. */
export interface DataKey {
  readonly key: Uint8Array
  readonly wrapped: string
}

/** A new key for the names and the contact of one attempt to pay, wrapped by the newest master key. */
export function makeDataKey(deps: SealingDeps, owner: Owner): DataKey {
  const key = deps.randomBytes(keyBytes)
  return { key, wrapped: wrapSecret(deps, key, contextOf(owner)) }
}

/**
 * Seals a secret under the newest master key. It opens only with the same context, which says what it is for,
 * so that one that is moved to another row does not open there.
 */
export function wrapSecret(deps: SealingDeps, secret: Uint8Array, context: string): string {
  const { id, wrapping } = newestMaster(deps)
  const { randomBytes } = deps
  const sealed = encrypt(secret, { key: wrapping, randomBytes, context })
  return `w1.${id}.${sealed.toString('base64url')}`
}

/** A wrapped key of this owner, wrapped again by the newest master key. */
export function rewrapped(deps: SealingDeps, wrapped: string, owner: Owner): string {
  const context = contextOf(owner)
  return wrapSecret(deps, unwrapSecret(deps, wrapped, context), context)
}

/** The key of a booking wrapped again, and its hashes made again, both by the newest master key. */
export function renewedKey(deps: SealingDeps, record: ListedBooking): PersonalKey {
  const { booking, wrappedKey } = record
  const { trainRunId, paymentId } = booking
  if (wrappedKey === null) throw new Error(`booking ${booking.id} has no key`)
  const names = opened(deps, record).booking.seats.map(({ passengerName }) => passengerName ?? '')
  return {
    ...{ trainRunId, paymentId, wrapped: rewrapped(deps, wrappedKey, booking) },
    search: searchHashes(deps, names, openedContact(deps, record)),
  }
}

/** A data key as it was made, from its wrapped form. */
export function dataKeyOf(deps: MasterDeps, owner: Owner, wrapped: string): DataKey {
  return { key: unwrapSecret(deps, wrapped, contextOf(owner)), wrapped }
}

/** Seals a text under a data key. */
export function seal({ randomBytes }: SealingDeps, { key }: DataKey, text: string): string {
  // The database would no longer see what is wrong with it.
  if (!isStorable(text)) throw new TextNotStorable('a name or a contact')
  return `s1.${encrypt(Buffer.from(text), { key, randomBytes }).toString('base64url')}`
}

/** A text that was sealed under this key. */
export function unseal({ key }: Pick<DataKey, 'key'>, text: string): string {
  return decrypt(Buffer.from(text.slice(3), 'base64url'), { key }).toString()
}

/** What is personal in a booking or an attempt to pay: sealed, and as it is found. */
interface SealedPeople {
  /** In the order in which they were given. */
  readonly names: readonly string[]
  readonly contact: Contact
  readonly wrappedKey: string
  readonly search: string
}

/** Seals names and a contact under a key of their own. */
export function sealPeople(
  deps: SealingDeps,
  owner: Owner,
  names: readonly string[],
  contact: Contact,
): SealedPeople {
  const key = makeDataKey(deps, owner)
  const { email, phone } = contact
  return {
    names: names.map((name) => seal(deps, key, name)),
    contact: { email: email && seal(deps, key, email), phone: phone && seal(deps, key, phone) },
    wrappedKey: key.wrapped,
    search: searchHashes(deps, names, contact),
  }
}

/** A booking with the names of its passengers as they were given, or null without its key. */
export function opened<R extends ListedBooking>(deps: MasterDeps, record: R): R {
  return record.booking.personalData === 'SEALED' ? withNames(record, opener(deps, record)) : record
}

/** A booking with names for the sealed ones. It has no key anymore, since nothing is left to open. */
export function withNames<R extends ListedBooking>(record: R, nameOf: Open): R {
  const { booking } = record
  const seats = booking.seats.map((seat) => {
    const { passengerName: name } = seat
    return { ...seat, passengerName: name && nameOf(name) }
  })
  return { ...record, booking: { ...booking, seats }, wrappedKey: null }
}

/** The contact of a booking as its owner wrote it. */
export function openedContact(deps: MasterDeps, head: BookingHead): Contact {
  return contactOf(opener(deps, head), head.booking.contact)
}

/** Opens one text of a booking. */
export function openedText(deps: MasterDeps, head: BookingHead, text: string): string | null {
  return opener(deps, head)(text)
}

type Open = (text: string) => string | null

function contactOf(open: Open, { email, phone }: Contact): Contact {
  return { email: email && open(email), phone: phone && open(phone) }
}

/**
 * Opens sealed texts, and returns others unchanged. The key is unwrapped once it is needed; without one, as
 * in a backup from before it was destroyed, a sealed text is as good as erased.
 */
function opener(deps: MasterDeps, { booking, wrappedKey }: BookingHead): Open {
  let key: Uint8Array | undefined
  return (text) => {
    if (!isSealed(text)) return text
    if (wrappedKey === null) return null
    key ??= unwrapSecret(deps, wrappedKey, contextOf(booking))
    return unseal({ key }, text)
  }
}

const wrappedForm = /^w1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/

/** Throws if no master key is the one that wrapped it, or if it was changed. */
export function unwrapSecret(deps: MasterDeps, wrapped: string, context: string): Uint8Array {
  const [, id, sealed = ''] = wrappedForm.exec(wrapped) ?? []
  const master = allMasters(deps).find((one) => one.id === id)
  if (!master) throw new Error(`${context} needs the master key ${id}, which is not among the secrets`)
  return decrypt(Buffer.from(sealed, 'base64url'), { key: master.wrapping, context })
}

function contextOf({ trainRunId, paymentId }: Owner): string {
  return `${trainRunId}.${paymentId}`
}
