import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createPublicKey, verify } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { signedTicket, signingTicketKey } from '../src/app/tickets/ticket-keys.ts'
import type { SeatId, TrainRunId } from '../src/domain/ids.ts'
import { type Instant, minuteMs } from '../src/domain/instant.ts'
import { soleKey } from '../src/domain/people/keyring.ts'
import { checkTicket, type Verdict, verdicts } from '../src/domain/tickets/check-ticket.ts'
import { readCode, type Ticket, ticketBytes } from '../src/domain/tickets/ticket-code.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'tickets')
const file = join(folder, 'vectors.json')
const epochMinutes = 26_297_280

const key = signingTicketKey(
  { ticketKeys: () => soleKey(Buffer.alloc(32, 1).toString('base64url')) },
  0 as Instant,
)

const plain: Ticket = {
  keyId: key.id,
  trainRunId: 1_042 as TrainRunId,
  locator: '7K3M9QXA',
  issue: 0,
  segment: { fromLeg: 0, toLeg: 3 },
  validFrom: (29_900_000 * minuteMs) as Instant,
  validUntil: (29_902_400 * minuteMs) as Instant,
  seatIds: [17 as SeatId],
  initials: [],
}
const seats = (...ids: readonly number[]) => ids as readonly SeatId[]
const tickets: readonly Ticket[] = [
  plain,
  { ...plain, initials: ['AL'] },
  { ...plain, issue: 3, seatIds: seats(912, 911, 1_300), initials: ['AL', 'ЯЛ', ''] },
  {
    ...{ ...plain, trainRunId: 8_123_456 as TrainRunId, segment: { fromLeg: 12, toLeg: 149 } },
    seatIds: seats(48_210, 48_213, 48_216, 48_219, 48_222, 48_225, 48_228, 48_231, 48_234),
    initials: Array.from({ length: 9 }, () => 'AL'),
  },
]

const good = tickets.map((ticket) => ({ code: codeOf(ticket), says: saysOf(ticket) }))
const [first = Buffer.of()] = tickets.map((ticket) => Buffer.from(codeOf(ticket), 'base64url'))
const refused = [
  { why: 'a code with one bit changed', code: changed(first, 12) },
  { why: 'a signature with one bit changed', code: changed(first, first.length - 1) },
  { why: 'another version', code: Buffer.concat([Buffer.of(2), first.subarray(1)]).toString('base64url') },
  { why: 'a code that ends too early', code: first.subarray(0, -1).toString('base64url') },
  { why: 'nothing', code: '' },
]

const [good1 = { code: '' }] = good
const stands = newestOf(plain)
const day = { run: 1_042, same_train_runs: [1_043], minute: 3_602_720 }
const checks: readonly CheckVector[] = [
  { ...day, code: good1.code, newest: stands, verdict: 'VALID' },
  { ...day, minute: 3_605_119, code: good1.code, newest: stands, verdict: 'VALID' },
  { ...day, minute: 3_605_120, code: good1.code, newest: stands, verdict: 'OTHER_DAY' },
  { ...day, minute: 3_602_719, code: good1.code, newest: stands, verdict: 'OTHER_DAY' },
  { ...day, run: 1_043, same_train_runs: [1_042], code: good1.code, newest: stands, verdict: 'OTHER_DAY' },
  { ...day, run: 1_044, same_train_runs: [], code: good1.code, newest: stands, verdict: 'OTHER_TRAIN' },
  { ...day, code: good1.code, newest: { ...stands, issue: 1 }, verdict: 'REVOKED' },
  { ...day, code: good1.code, newest: { ...stands, to_stop: 2 }, verdict: 'REVOKED' },
  { ...day, code: good1.code, newest: { ...stands, train_run_id: 1_043 }, verdict: 'REVOKED' },
  { ...day, code: good1.code, newest: null, verdict: 'REVOKED' },
  { ...day, code: good1.code, verdict: 'UNKNOWN' },
  { ...day, run: 1_044, minute: 0, code: changed(first, first.length - 1), newest: null, verdict: 'FORGED' },
  { ...day, run: 1_044, code: first.subarray(0, -1).toString('base64url'), verdict: 'UNREADABLE' },
]

test('F45: the vectors of docs/tickets are what the product writes, and it reads them', () => {
  const text = `${JSON.stringify({ public_keys: [key.publicKey], good, refused, checks }, null, 2)}\n`
  // `UPDATE=1` writes them anew, for a new version of the format.
  if (process.env.UPDATE) writeFileSync(file, text)
  assert.equal(readFileSync(file, 'utf8'), text)
  for (const { code } of good) assert.ok(isGood(code), code)
  for (const { code, why } of refused) assert.ok(!isGood(code), why)
})

test('F56: the vectors of checks have the verdicts of the product, and each verdict', () => {
  for (const check of checks) assert.equal(verdictOn(check), check.verdict, JSON.stringify(check))
  assert.deepEqual(new Set(checks.map(({ verdict }) => verdict)), new Set(verdicts))
})

const python = spawnSync('python3', ['-c', 'import cryptography']).status === 0
const skip = python ? false : 'python3-cryptography is not installed'

test('F45, F56: a program in Python reads them, with nothing of ours', { skip }, () => {
  const { stdout, stderr } = spawnSync('python3', [join(folder, 'read_vectors.py')], { encoding: 'utf8' })
  assert.equal(
    stdout,
    `${good.length} tickets read, ${refused.length} codes refused, ${checks.length} checked\n`,
    stderr,
  )
})

interface CheckVector {
  readonly run: number
  /** Runs of the inspected train on other days. */
  readonly same_train_runs: readonly number[]
  readonly minute: number
  readonly code: string
  readonly newest?: ReturnType<typeof newestOf> | null
  readonly verdict: Verdict
}

function newestOf({ trainRunId, issue, segment }: Ticket) {
  return {
    train_run_id: Number(trainRunId),
    ...{ issue, from_stop: Number(segment.fromLeg), to_stop: Number(segment.toLeg) },
  }
}

function verdictOn({ code, run, minute, newest, same_train_runs: sameTrain }: CheckVector): Verdict {
  const ticket = readCode(Buffer.from(code, 'base64url'))?.ticket
  return checkTicket(ticket, {
    trainRunId: run as TrainRunId,
    now: ((epochMinutes + minute) * minuteMs) as Instant,
    isSigned: isGood(code),
    isSameTrain: ticket !== undefined && sameTrain.includes(ticket.trainRunId),
    newest: newest && {
      ...{ trainRunId: newest.train_run_id as TrainRunId, issue: newest.issue },
      segment: { fromLeg: newest.from_stop, toLeg: newest.to_stop },
    },
  })
}

function codeOf(ticket: Ticket): string {
  return Buffer.from(signedTicket(ticketBytes(ticket), key)).toString('base64url')
}

function saysOf({ segment, validFrom, validUntil, ...ticket }: Ticket) {
  return {
    ...{ key_id: ticket.keyId, train_run_id: ticket.trainRunId, booking_id: ticket.locator },
    ...{ issue: ticket.issue, from_stop: segment.fromLeg, to_stop: segment.toLeg },
    valid_from_minute: validFrom / minuteMs - epochMinutes,
    valid_until_minute: validUntil / minuteMs - epochMinutes,
    ...{ seat_ids: ticket.seatIds, initials: ticket.initials },
  }
}

function isGood(code: string): boolean {
  const read = readCode(Buffer.from(code, 'base64url'))
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: key.publicKey }
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
  return read !== undefined && verify(null, read.signed, publicKey, read.signature)
}

function changed(code: Buffer, at: number): string {
  const copy = Buffer.from(code)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy.toString('base64url')
}
