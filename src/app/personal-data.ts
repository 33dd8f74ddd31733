import { createCipheriv, createDecipheriv, createHmac, hash, hkdfSync } from 'node:crypto'
import type { PaymentId, TrainRunId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import { signingKey } from '../domain/people/keyring.ts'
import { emailForm } from '../domain/records/contact.ts'
import type { Contact } from '../domain/records/payment.ts'
import { isSealed } from '../domain/records/sealed.ts'
import { isStorable } from '../domain/text.ts'
import { TextNotStorable } from '../store/faults.ts'
import type { BookingHead, ListedBooking } from '../store/store.ts'
import type { Deps } from './deps.ts'

// AES-256-GCM, NIST SP 800-38D: a nonce of 12 random bytes, a tag of 16. A key seals a few dozen texts at
// most, so that two of them never get the same nonce.
const cipherName = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
const keyBytes = 32

/** What sealing needs: the master keys, as of now, since they rotate; and random bytes. */
type SealingDeps = Pick<Deps, 'personalKeys' | 'randomBytes'> & {
  readonly store: { now(): Instant }
}
type OpeningDeps = Pick<Deps, 'personalKeys'>

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
export function makeDataKey({ personalKeys, randomBytes, store }: SealingDeps, owner: Owner): DataKey {
  const key = randomBytes(keyBytes)
  const master = masterOf(signingKey(personalKeys(), store.now()).secret)
  const sealed = encrypt(master.wrapping, key, randomBytes(nonceBytes), contextOf(owner))
  return { key, wrapped: `w1.${master.id}.${sealed.toString('base64url')}` }
}

/** A data key as it was made, from its wrapped form. */
export function dataKeyOf(deps: OpeningDeps, owner: Owner, wrapped: string): DataKey {
  return { key: unwrap(deps, wrapped, owner), wrapped }
}

/** Seals a text under a data key. */
export function seal({ randomBytes }: SealingDeps, { key }: DataKey, text: string): string {
  // The database would no longer see what is wrong with it.
  if (!isStorable(text)) throw new TextNotStorable('a name or a contact')
  return `s1.${encrypt(key, Buffer.from(text), randomBytes(nonceBytes)).toString('base64url')}`
}

/** A text that was sealed under this key. */
export function unseal({ key }: Pick<DataKey, 'key'>, text: string): string {
  return decrypt(key, Buffer.from(text.slice(3), 'base64url')).toString()
}

/** Seals a contact, and adds the hash that its address is found by. */
export function sealContact(deps: SealingDeps, key: DataKey, { email, phone }: Contact): Contact {
  const sealed = { email: email && seal(deps, key, email), phone: phone && seal(deps, key, phone) }
  if (email === null) return sealed
  const master = signingKey(deps.personalKeys(), deps.store.now())
  return { ...sealed, emailHash: hashOf(master.secret, email) }
}

/** The hashes that an address may be stored under: one for each master key. */
export function emailHashes({ personalKeys }: OpeningDeps, email: string): readonly string[] {
  return personalKeys().map(({ secret }) => hashOf(secret, email))
}

/** A booking with the names of its passengers as they were given, or null without its key. */
export function opened<R extends ListedBooking>(deps: OpeningDeps, record: R): R {
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
export function openedContact(deps: OpeningDeps, head: BookingHead): Contact {
  return contactOf(opener(deps, head), head.booking.contact)
}

/** Opens one text of a booking. */
export function openedText(deps: OpeningDeps, head: BookingHead, text: string): string | null {
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
function opener(deps: OpeningDeps, { booking, wrappedKey }: BookingHead): Open {
  let key: Uint8Array | undefined
  return (text) => {
    if (!isSealed(text)) return text
    if (wrappedKey === null) return null
    key ??= unwrap(deps, wrappedKey, booking)
    return unseal({ key }, text)
  }
}

const wrappedForm = /^w1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/

/** Throws if no master key is the one that wrapped it, or if it was changed. */
function unwrap({ personalKeys }: OpeningDeps, wrapped: string, owner: Owner): Uint8Array {
  const [, id, sealed = ''] = wrappedForm.exec(wrapped) ?? []
  const master = personalKeys()
    .map(({ secret }) => masterOf(secret))
    .find((one) => one.id === id)
  if (!master)
    throw new Error(`payment ${owner.paymentId} needs the master key ${id}, which is not among the secrets`)
  return decrypt(master.wrapping, Buffer.from(sealed, 'base64url'), contextOf(owner))
}

function contextOf({ trainRunId, paymentId }: Owner): string {
  return `${trainRunId}.${paymentId}`
}

interface Master {
  /** As `holdfast secrets show` names it: a few characters of a digest. */
  readonly id: string
  readonly wrapping: Uint8Array
  readonly searching: Uint8Array
}

const masters = new Map<string, Master>()

/** Two keys of a secret, one for each purpose (RFC 5869); they are kept, since deriving them takes time. */
function masterOf(secret: string): Master {
  const known = masters.get(secret)
  if (known) return known
  const derived = (purpose: string) =>
    new Uint8Array(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', purpose, keyBytes))
  const master = {
    id: hash('sha256', secret, 'hex').slice(0, 8),
    wrapping: derived('holdfast wrap'),
    searching: derived('holdfast search'),
  }
  masters.set(secret, master)
  return master
}

function hashOf(secret: string, email: string): string {
  const full = createHmac('sha256', masterOf(secret).searching).update(emailForm(email)).digest()
  return full.subarray(0, 16).toString('base64url')
}

function encrypt(key: Uint8Array, plain: Uint8Array, nonce: Uint8Array, context?: string): Buffer {
  const cipher = createCipheriv(cipherName, key, nonce)
  if (context !== undefined) cipher.setAAD(Buffer.from(context))
  const text = cipher.update(plain)
  cipher.final()
  return Buffer.concat([nonce, text, cipher.getAuthTag()])
}

/** Throws if the text was changed, or sealed under another key. */
function decrypt(key: Uint8Array, sealed: Buffer, context?: string): Buffer {
  const decipher = createDecipheriv(cipherName, key, sealed.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  })
  if (context !== undefined) decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  const plain = decipher.update(sealed.subarray(nonceBytes, -tagBytes))
  return Buffer.concat([plain, decipher.final()])
}
