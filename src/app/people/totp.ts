import { createHmac } from 'node:crypto'
import type { Instant } from '../../domain/instant.ts'
import { tokensEqual } from '../tokens.ts'

// RFC 6238 with what every authenticator app understands: HMAC-SHA-1, six digits, steps of 30 seconds.
const digits = 6
const stepMs = 30_000
/** RFC 4226 section 4, R6: 160 bits. */
export const factorSecretBytes = 20
/** RFC 6238 section 5.2: a code of the step before is still on its way, and clocks differ. */
const stepsAround = [-1, 0, 1]

/** The time step that a moment is in. */
export function stepAt(now: Instant): number {
  return Math.floor(now / stepMs)
}

/** The code of a time step (RFC 4226 section 5.3). */
export function codeAt(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac('sha1', secret).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 0xf
  const number = digest.readUInt32BE(offset) & 0x7fffffff
  return String(number % 10 ** digits).padStart(digits, '0')
}

/** The latest time step around now that has this code; undefined if none has. */
export function stepOf(secret: Uint8Array, code: string, now: Instant): number | undefined {
  const steps = stepsAround.map((offset) => stepAt(now) + offset)
  return steps.filter((step) => tokensEqual(codeAt(secret, step), code)).at(-1)
}

/** A secret as authenticator apps take it: base32 (RFC 4648 section 6) without padding. */
export function base32(bytes: Uint8Array): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const groups = bits.match(/.{1,5}/g) ?? []
  return groups.map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('')
}

/** What a QR code for authenticator apps has in it. */
export function otpauthUri(secret: Uint8Array, email: string): string {
  const issuer = 'Holdfast'
  const label = `${issuer}:${encodeURIComponent(email)}`
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${issuer}`
}
