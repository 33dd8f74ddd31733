import assert from 'node:assert/strict'
import test from 'node:test'
import { roles } from '../records/people.ts'
import { mayCompensate } from './compensation-limit.ts'
import { rightsOfRoles } from './rights.ts'

const sales = rightsOfRoles(['sales'])

test('R101: without money.compensate_more a booking gets at most the limit in total, in every small world', () => {
  const most = 6
  for (let limitCents = 0; limitCents <= most; limitCents++)
    for (let givenCents = 0; givenCents <= most; givenCents++)
      for (let amountCents = 1; amountCents <= most; amountCents++) {
        const reply = mayCompensate(sales, { amountCents, givenCents, limitCents })
        const place = `${amountCents} after ${givenCents} of ${limitCents}`
        assert.equal(reply.ok, givenCents + amountCents <= limitCents, place)
        if (reply.ok || reply.refusal.right !== 'money.compensate_more') continue
        const { leftCents } = reply.refusal
        assert.equal(leftCents, limitCents > givenCents ? limitCents - givenCents : 0, place)
      }
})

test('R101: an administrator gives more, and roles without the right give nothing', () => {
  const compensation = { amountCents: 1_000, givenCents: 900, limitCents: 1 }
  for (const role of roles) {
    const reply = mayCompensate(rightsOfRoles([role]), compensation)
    const wanted = { administrator: undefined, sales: 'money.compensate_more' }[role as string]
    if (role === 'administrator') assert.ok(reply.ok)
    else assert.equal(!reply.ok && reply.refusal.right, wanted ?? 'money.compensate', role)
  }
})
