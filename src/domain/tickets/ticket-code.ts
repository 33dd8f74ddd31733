import type { SeatId, TrainRunId } from '../ids.ts'
import { type Instant, minuteMs } from '../instant.ts'
import type { Segment } from '../railway/segment.ts'
import { readNumber, readSigned, readText, Taken, writeNumber, writeSigned, writeText } from './bytes.ts'

// What the code of a ticket has in it, and how: docs/tickets.md is the same for people.

/** The first byte; another one is another format. */
const version = 1
/** Ed25519 (RFC 8032). */
const signatureLength = 64
/** Of a whole code. An Aztec code of so many bytes is still read from a scratched screen. */
export const mostCodeBytes = 150
/** Minutes are counted from here, 2020-01-01T00:00Z, so that they take four bytes. */
const epoch = 1_577_836_800_000
const locatorLength = 8
/** A party has at most nine seats; a code that says more is none of ours. */
const mostSeats = 9
/** Of one passenger, in UTF-8. */
const mostInitialsBytes = 4

/** What a ticket says at the door: which seats of which run, from where to where, and when. */
export interface Ticket {
  /** Two bytes that say which of the public keys has signed it; 0 to 65535. */
  readonly keyId: number
  readonly trainRunId: TrainRunId
  /** The record locator. */
  readonly locator: string
  /** Grows with each cancellation of seats, so that only the last code of a booking counts. */
  readonly issue: number
  readonly segment: Segment
  /** In whole minutes. */
  readonly validFrom: Instant
  readonly validUntil: Instant
  /** One to nine. */
  readonly seatIds: readonly SeatId[]
  /** One text for each seat, of at most four bytes; empty if the railway keeps them out of the code. */
  readonly initials: readonly string[]
}

/**
 * The bytes of a ticket that are signed. Initials are left out where the code would have more than 150 bytes
 * with its signature, which takes nine seats far apart on the train and initials of two scripts.
 */
export function ticketBytes(ticket: Ticket): Uint8Array<ArrayBuffer> {
  const bytes = allBytes(ticket)
  const isTooLong = bytes.length + signatureLength > mostCodeBytes
  return Uint8Array.from(isTooLong ? allBytes({ ...ticket, initials: [] }) : bytes)
}

function allBytes(ticket: Ticket): readonly number[] {
  const { keyId, locator, segment, seatIds, initials } = ticket
  const minutes = (moment: Instant) => Math.round((moment - epoch) / minuteMs)
  const bytes = [version, keyId >> 8, keyId & 255]
  writeNumber(bytes, ticket.trainRunId)
  bytes.push(...[...locator].map((letter) => letter.charCodeAt(0)))
  for (const number of [ticket.issue, segment.fromLeg, segment.toLeg]) writeNumber(bytes, number)
  writeNumber(bytes, minutes(ticket.validFrom))
  writeNumber(bytes, minutes(ticket.validUntil) - minutes(ticket.validFrom))
  writeNumber(bytes, seatIds.length)
  let last = 0
  for (const seatId of seatIds) {
    writeSigned(bytes, seatId - last)
    last = seatId
  }
  for (const text of initials) writeText(bytes, text)
  return bytes
}

/** A code, read but not believed: `signed` and `signature` say whether it is of the railway. */
export interface ReadCode {
  readonly ticket: Ticket
  readonly signed: Uint8Array<ArrayBuffer>
  readonly signature: Uint8Array<ArrayBuffer>
}

/** What a code says; undefined if it is no ticket of this format, whoever made it. */
export function readCode(code: Uint8Array): ReadCode | undefined {
  const end = code.length - signatureLength
  if (end <= 0) return undefined
  const signed = Uint8Array.from(code.subarray(0, end))
  const ticket = readTicket(new Taken(signed))
  return ticket && { ticket, signed, signature: Uint8Array.from(code.subarray(end)) }
}

function readTicket(from: Taken): Ticket | undefined {
  if (from.byte() !== version) return undefined
  const keyId = from.byte() * 256 + from.byte()
  const trainRunId = readNumber(from) as TrainRunId
  const locator = String.fromCharCode(...from.bytes(locatorLength))
  const [issue, fromLeg, toLeg] = [readNumber(from), readNumber(from), readNumber(from)]
  const validFrom = epoch + readNumber(from) * minuteMs
  const validUntil = validFrom + readNumber(from) * minuteMs
  const seatCount = readNumber(from)
  if (from.isShort || seatCount < 1 || seatCount > mostSeats || fromLeg >= toLeg) return undefined
  const seatIds: SeatId[] = []
  let last = 0
  for (let seat = 0; seat < seatCount; seat++) {
    last += readSigned(from)
    seatIds.push(last as SeatId)
  }
  const initials = from.isEmpty ? [] : seatIds.map(() => readText(from, mostInitialsBytes))
  if (from.isShort || !from.isEmpty || !/^[0-9A-HJKMNP-TV-Z]{8}$/.test(locator)) return undefined
  const times = { validFrom: validFrom as Instant, validUntil: validUntil as Instant }
  return { keyId, trainRunId, locator, issue, segment: { fromLeg, toLeg }, ...times, seatIds, initials }
}
