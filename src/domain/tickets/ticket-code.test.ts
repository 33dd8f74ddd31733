import assert from 'node:assert/strict'
import { generateKeyPairSync, sign, verify } from 'node:crypto'
import test from 'node:test'
import fc from 'fast-check'
import type { SeatId, TrainRunId } from '../ids.ts'
import { type Instant, minuteMs } from '../instant.ts'
import { mostCodeBytes, readCode, type Ticket, ticketBytes } from './ticket-code.ts'

const keys = generateKeyPairSync('ed25519')
const codeOf = (ticket: Ticket): Uint8Array => {
  const signed = ticketBytes(ticket)
  return Buffer.concat([signed, sign(null, signed, keys.privateKey)])
}
const isAccepted = (code: Uint8Array): boolean => {
  const read = readCode(code)
  return read !== undefined && verify(null, read.signed, keys.publicKey, read.signature)
}

const letters = [...'0123456789ABCDEFGHJKMNPQRSTVWXYZ']
const minute = fc.integer({ min: 26_297_280, max: 60_000_000 }).map((at) => (at * minuteMs) as Instant)
const seatId = (most: number) => fc.integer({ min: 1, max: most }).map((id) => id as SeatId)

/** Seats of one coach or of the whole country's coaches; initials of any script, or none. */
const tickets: fc.Arbitrary<Ticket> = fc
  .record({
    keyId: fc.nat(65_535),
    trainRunId: fc.integer({ min: 1, max: 2 ** 33 }).map((id) => id as TrainRunId),
    locator: fc.array(fc.constantFrom(...letters), { minLength: 8, maxLength: 8 }).map((all) => all.join('')),
    issue: fc.nat(300),
    legs: fc.tuple(fc.nat(150), fc.integer({ min: 1, max: 149 })),
    validFrom: minute,
    minutes: fc.integer({ min: 1, max: 14_400 }),
    seatIds: fc.uniqueArray(fc.oneof(seatId(80), seatId(2 ** 32)), { minLength: 1, maxLength: 9 }),
    initials: fc.constantFrom('', 'A', 'AV', 'ЯЛ', '李', 'Ø'),
    hasInitials: fc.boolean(),
  })
  .map(({ legs: [fromLeg, count], minutes, hasInitials, initials, ...rest }) => ({
    ...rest,
    segment: { fromLeg, toLeg: fromLeg + count },
    validUntil: (rest.validFrom + minutes * minuteMs) as Instant,
    initials: hasInitials ? rest.seatIds.map(() => initials) : [],
  }))

test('F40: a code says what its ticket says, in at most 150 bytes for nine seats', () => {
  fc.assert(
    fc.property(tickets, (ticket) => {
      const code = codeOf(ticket)
      assert.ok(code.length <= mostCodeBytes, `${code.length} bytes`)
      const read = readCode(code)?.ticket
      assert.deepEqual({ ...read, initials: ticket.initials }, ticket)
      assert.ok(
        read?.initials.length === 0 || assert.deepEqual(read?.initials, ticket.initials) === undefined,
      )
    }),
    { numRuns: 3_000 },
  )
})

test('F40: nine seats of one coach and their initials fit, without leaving any out', () => {
  const seatIds = Array.from({ length: 9 }, (_, index) => (48_210 + index * 3) as SeatId)
  const ticket = { ...plain, seatIds, initials: seatIds.map(() => 'AV') }
  const code = codeOf(ticket)
  assert.ok(code.length <= 130, `${code.length} bytes`)
  assert.deepEqual(readCode(code)?.ticket, ticket)
})

test('F41: of 100,000 forged or changed codes none is accepted', () => {
  const good = codeOf(plain)
  assert.ok(isAccepted(good))
  let tried = 0
  // Every bit, then every pair of bytes replaced, by turns, until there are enough.
  for (let bit = 0; bit < good.length * 8; bit++, tried++) {
    const changed = Uint8Array.from(good)
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    assert.ok(!isAccepted(changed), `bit ${bit}`)
  }
  const other = generateKeyPairSync('ed25519').privateKey
  const signed = ticketBytes(plain)
  const forged = Buffer.concat([signed, sign(null, signed, other)])
  assert.ok(readCode(forged) && !isAccepted(forged), 'of another key')
  fc.assert(
    fc.property(tickets, fc.nat(), fc.nat(255), (ticket, place, byte) => {
      // The signature of one ticket under the words of another; and a byte that is another one.
      const foreign = Buffer.concat([ticketBytes(ticket), good.subarray(-64)])
      assert.ok(!isAccepted(foreign))
      const changed = Uint8Array.from(good)
      const at = place % good.length
      changed[at] = byte
      assert.equal(isAccepted(changed), byte === good[at])
      tried += 2
    }),
    { numRuns: forgeries },
  )
  assert.ok(tried >= forgeries)
})

test('F40: whatever bytes come, reading ends, and gives a ticket that is written in no other way', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const read = readCode(Uint8Array.from([1, ...bytes]))
      if (read) assert.deepEqual(ticketBytes(read.ticket), read.signed)
    }),
    { numRuns: 5_000 },
  )
})

/** `npm run tickets:nightly` tries a hundred thousand. */
const forgeries = Number(process.env.FORGERIES ?? 3_000)

const plain: Ticket = {
  keyId: 4_711,
  trainRunId: 1_234_567 as TrainRunId,
  locator: '7GQ2M4ZK',
  issue: 0,
  segment: { fromLeg: 2, toLeg: 7 },
  validFrom: (29_900_000 * minuteMs) as Instant,
  validUntil: (29_900_600 * minuteMs) as Instant,
  seatIds: [48_210 as SeatId],
  initials: ['AV'],
}
