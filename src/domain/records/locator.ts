import type { BookingId } from '../ids.ts'

/** Crockford's base 32: no I, L, O or U, so that a locator can be read out over the telephone. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const halfBits = 20
const halfMask = (1 << halfBits) - 1

/** The largest id that eight letters can name, 2^40 - 1. */
export const maxLocatorId = 2 ** (2 * halfBits) - 1

/**
 * The record locator of a booking: its id through a keyed permutation of 40 bits, in eight letters. Each id
 * has one locator, so locators are unique without an index and without a reservation. It hides how many
 * bookings there are; it is a name, not a secret.
 */
export function locatorOf(id: BookingId, key: readonly number[]): string {
  if (id > maxLocatorId) throw new RangeError(`booking ${id} has no locator of eight letters`)
  let left = Math.floor(id / (halfMask + 1))
  let right = id & halfMask
  for (const roundKey of key) [left, right] = [right, left ^ mix(right, roundKey)]
  return encode(left) + encode(right)
}

/**
 * The id that a locator names; undefined if the text is not a locator. Lowercase letters are read as
 * capitals.
 */
export function bookingIdOf(locator: string, key: readonly number[]): BookingId | undefined {
  const text = locator.toUpperCase()
  if (!/^[0-9A-HJKMNP-TV-Z]{8}$/.test(text)) return undefined
  let left = decode(text.slice(0, 4))
  let right = decode(text.slice(4))
  for (const roundKey of key.toReversed()) [left, right] = [right ^ mix(left, roundKey), left]
  return (left * (halfMask + 1) + right) as BookingId
}

/** A round function of a Feistel network; constants from the finalizer of MurmurHash3 (public domain). */
function mix(half: number, roundKey: number): number {
  let hash = (half ^ roundKey) | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) + roundKey) & halfMask
}

function encode(half: number): string {
  return [15, 10, 5, 0].map((shift) => letters.charAt((half >>> shift) & 31)).join('')
}

function decode(text: string): number {
  return [...text].reduce((value, letter) => value * 32 + letters.indexOf(letter), 0)
}
