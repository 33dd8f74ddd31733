import assert from 'node:assert/strict'
import test from 'node:test'
import type { SeatId, TrainRunId } from '../ids.ts'
import { after, type Instant, minuteMs } from '../instant.ts'
import { checkTicket, type Inspection, type Verdict } from './check-ticket.ts'
import type { Ticket } from './ticket-code.ts'

const ticket: Ticket = {
  keyId: 4_711,
  trainRunId: 1_042 as TrainRunId,
  locator: '7K3M9QXA',
  issue: 1,
  segment: { fromLeg: 2, toLeg: 5 },
  validFrom: (29_900_000 * minuteMs) as Instant,
  validUntil: (29_902_400 * minuteMs) as Instant,
  seatIds: [17 as SeatId],
  initials: [],
}
const fine: Inspection = {
  trainRunId: ticket.trainRunId,
  now: ticket.validFrom,
  isSigned: true,
  isSameTrain: true,
  newest: ticket,
}
const otherRun = 1_043 as TrainRunId

/** What may be wrong, in the order in which a check looks: with each, whatever comes later is not told. */
const flaws: readonly (readonly [Verdict, Partial<Inspection>])[] = [
  ['FORGED', { isSigned: false }],
  ['OTHER_TRAIN', { trainRunId: otherRun, isSameTrain: false }],
  ['OTHER_DAY', { now: ticket.validUntil }],
  ['UNKNOWN', { newest: undefined }],
]

test('F56: of everything that is wrong with a ticket, a check says the first', () => {
  for (let wrong = 0; wrong < 2 ** flaws.length; wrong++) {
    const present = flaws.filter((_, index) => wrong & (1 << index))
    const inspection = Object.assign({}, fine, ...present.map(([, flaw]) => flaw)) as Inspection
    assert.equal(checkTicket(ticket, inspection), present[0]?.[0] ?? 'VALID')
    assert.equal(checkTicket(undefined, inspection), 'UNREADABLE')
  }
})

test('F56: a ticket is good from its first moment until before its last, on its own run', () => {
  const at = (now: Instant) => checkTicket(ticket, { ...fine, now })
  assert.equal(at(after(ticket.validFrom, -1)), 'OTHER_DAY')
  assert.equal(at(ticket.validFrom), 'VALID')
  assert.equal(at(after(ticket.validUntil, -1)), 'VALID')
  assert.equal(at(ticket.validUntil), 'OTHER_DAY')
  assert.equal(checkTicket(ticket, { ...fine, trainRunId: otherRun }), 'OTHER_DAY')
})

test('F56: only the newest ticket of a booking is good, for the way and the run that the booking has now', () => {
  const newer: readonly Inspection['newest'][] = [
    null,
    { ...ticket, issue: 0 },
    { ...ticket, issue: 2 },
    { ...ticket, trainRunId: otherRun },
    { ...ticket, segment: { fromLeg: 1, toLeg: 5 } },
    { ...ticket, segment: { fromLeg: 2, toLeg: 6 } },
  ]
  for (const newest of newer) assert.equal(checkTicket(ticket, { ...fine, newest }), 'REVOKED')
})
