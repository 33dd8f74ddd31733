import { hash, timingSafeEqual } from 'node:crypto'
import type { BookingId, HoldId, QuoteId, TrainRunId } from '../domain/ids.ts'

/**
 * Public tokens contain the id of their row and its run, so that any node finds the row with one look-up, and
 * 128 random bits, so that they cannot be guessed. The id comes first, with a fixed width: tokens ascend with
 * time, and an index over them grows at its end.
 */
type Prefix = 'h' | 'l' | 'q'

const form = /^([hlq])_([0-9a-z]{11})_([0-9a-z]{1,11})_([A-Za-z0-9_-]{22})$/

function makeToken(prefix: Prefix, id: number, trainRunId: TrainRunId, secret: Uint8Array): string {
  const text = Buffer.from(secret.subarray(0, 16)).toString('base64url')
  return `${prefix}_${id.toString(36).padStart(11, '0')}_${trainRunId.toString(36)}_${text}`
}

function parseToken(prefix: Prefix, token: string): { id: number; trainRunId: TrainRunId } | undefined {
  const match = form.exec(token)
  if (!match || match[1] !== prefix) return undefined
  const id = Number.parseInt(match[2] ?? '', 36)
  const trainRunId = Number.parseInt(match[3] ?? '', 36)
  if (!Number.isSafeInteger(id) || !Number.isSafeInteger(trainRunId)) return undefined
  return { id, trainRunId: trainRunId as TrainRunId }
}

/** Compares in constant time, which does not reveal where two tokens differ. */
export function tokensEqual(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

export const makeHoldToken = (id: HoldId, run: TrainRunId, secret: Uint8Array) =>
  makeToken('h', id, run, secret)
export const makeLinkToken = (id: BookingId, run: TrainRunId, secret: Uint8Array) =>
  makeToken('l', id, run, secret)
export const makeQuoteToken = (id: QuoteId, run: TrainRunId, secret: Uint8Array) =>
  makeToken('q', id, run, secret)

export function parseHoldToken(token: string): { id: HoldId; trainRunId: TrainRunId } | undefined {
  return parseToken('h', token) as { id: HoldId; trainRunId: TrainRunId } | undefined
}

export function parseLinkToken(token: string): { id: BookingId; trainRunId: TrainRunId } | undefined {
  return parseToken('l', token) as { id: BookingId; trainRunId: TrainRunId } | undefined
}

export function parseQuoteToken(token: string): { id: QuoteId; trainRunId: TrainRunId } | undefined {
  return parseToken('q', token) as { id: QuoteId; trainRunId: TrainRunId } | undefined
}

/** What is stored of the token of a session or a key: it is random, so a plain hash keeps it secret. */
export function hashOfToken(token: string): string {
  return hash('sha256', token, 'base64url')
}
