import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto'
import type { Instant } from '../../domain/instant.ts'
import { type SecretKey, signingKey } from '../../domain/people/keyring.ts'
import type { ReadCode } from '../../domain/tickets/ticket-code.ts'
import type { Deps } from '../deps.ts'

/** A key of the railway that tickets are signed with, by Ed25519 (RFC 8032). */
interface TicketKey {
  /** Two bytes that a code names it by; they tell keys apart, and prove nothing. */
  readonly id: number
  /** The 32 bytes of its public half, in base64url. */
  readonly publicKey: string
  readonly signsFrom: Instant
  readonly privateKey: KeyObject
  /** The same as `publicKey`, ready to be used. */
  readonly verifyKey: KeyObject
}

type TicketKeysDeps = Pick<Deps, 'ticketKeys'>

/** RFC 8410 section 7: an Ed25519 key in PKCS #8 is this, and then the 32 bytes of its seed. */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex')
const seedLength = 32

/** Making a key from its seed costs more than a signature. A railway has few keys, so all are kept. */
const made = new Map<string, TicketKey>()

/** Every key whose tickets are good, in the order in which they sign. None is ever taken away by itself. */
export function ticketKeys({ ticketKeys: keyring }: TicketKeysDeps): readonly TicketKey[] {
  return keyring().map(keyOf)
}

/** The key that signs now. */
export function signingTicketKey({ ticketKeys: keyring }: TicketKeysDeps, now: Instant): TicketKey {
  return keyOf(signingKey(keyring(), now))
}

/** The bytes of a ticket, and after them their signature: what the code is drawn from. */
export function signedTicket(bytes: Uint8Array<ArrayBuffer>, { privateKey }: TicketKey): Uint8Array {
  return Buffer.concat([bytes, sign(null, bytes, privateKey)])
}

/** Whether one of the keys has signed a code. Two keys may have the same id, so each that has it is tried. */
export function isSigned(deps: TicketKeysDeps, { ticket, signed, signature }: ReadCode): boolean {
  return ticketKeys(deps).some(
    ({ id, verifyKey }) => id === ticket.keyId && verify(null, signed, verifyKey, signature),
  )
}

function keyOf({ secret, signsFrom }: SecretKey): TicketKey {
  const known = made.get(secret)
  if (known) return known
  const seed = Buffer.from(secret, 'base64url').subarray(0, seedLength)
  const der = Buffer.concat([pkcs8Head, seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  const verifyKey = createPublicKey(privateKey)
  const publicKey = verifyKey.export({ format: 'jwk' }).x ?? ''
  const id = hash('sha256', Buffer.from(publicKey, 'base64url'), 'buffer').readUInt16BE(0)
  const key = { id, publicKey, signsFrom, privateKey, verifyKey }
  made.set(secret, key)
  return key
}
