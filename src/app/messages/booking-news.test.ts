import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UserId } from '../../domain/ids.ts'
import { minuteMs } from '../../domain/instant.ts'
import { cancelBooking } from '../after-sale/cancel-booking.ts'
import { quoteCancellation } from '../after-sale/quote-cancellation.ts'
import { newBooking } from '../sale/resolve-attempt.ts'
import { mailServerIsAway, openMessageWorld } from './message-world.fixture.ts'

const email = 'ada@example.org'

async function opened() {
  const world = await openMessageWorld()
  const cancel = async (locator: string, userId: UserId) => {
    const quote = await quoteCancellation(world.deps, { userId }, locator, null)
    assert.ok(quote.ok)
    const reply = await cancelBooking(world.deps, { userId }, locator, quote.value.quote.token, 'cancel')
    assert.ok(reply.ok)
  }
  return Object.assign(world, { cancel })
}

test('J19: who buys gets the ticket and the journey for a calendar, once, with a link to the booking', async () => {
  const world = await opened()
  const { locator, linkToken } = await world.buy('1-1', email)
  assert.equal(await world.sendDue(), 1)
  assert.equal(await world.sendDue(), 0)
  const [mail] = world.sent
  assert.equal(mail?.to, email)
  assert.match(mail?.text ?? '', new RegExp(`Booking ${locator} is confirmed: train .* seats 1-1`))
  assert.ok(mail?.text.includes(`https://rail.example.org/tickets/${linkToken}`))
  assert.ok(mail?.html.includes(`href="https://rail.example.org/tickets/${linkToken}"`))
  const files = (mail?.attachments ?? []).map(({ fileName, bytes }) => [
    fileName,
    Buffer.from(bytes).toString(),
  ])
  assert.deepEqual(
    files.map(([name]) => name),
    [`${locator}.pdf`, `${locator}.ics`],
  )
  assert.match(files[0]?.[1] ?? '', /^%PDF-/)
  assert.match(files[1]?.[1] ?? '', /^BEGIN:VCALENDAR/)
})

test('J19: what is paid becomes a booking, and is told, though the timetable has lost the run meanwhile', async () => {
  const { deps, store, buy } = await opened()
  const { holdId, trainRunId } = await buy('1-1', email)
  const hold = await store.findHold(trainRunId, holdId)
  assert.ok(hold)
  const network = new Proxy(store.network(), {
    get: (target, name) => (name === 'run' ? () => undefined : Reflect.get(target, name, target)),
  })
  const without = new Proxy(store, {
    get(target, name) {
      if (name === 'network') return () => network
      const member: unknown = Reflect.get(target, name, target)
      return typeof member === 'function' ? member.bind(target) : member
    },
  })
  const { notice } = await newBooking({ ...deps, store: without }, hold, { email, phone: null })
  assert.equal(notice?.content.seats, '1-1')
  assert.equal(notice.content.train, store.network().run(trainRunId)?.train.number)
})

test('J19: who gives no address is told nothing, and is sold to all the same', async () => {
  const world = await opened()
  const { locator, userId } = await world.buy('1-1', null)
  await world.cancel(locator, userId)
  assert.equal(await world.sendDue(), 0)
})

test('J20: a cancellation is told with its seats and what goes back, and the refund once it is paid', async () => {
  const world = await opened()
  const { locator, userId } = await world.sell('1-1', email)
  await world.settle()
  await world.cancel(locator, userId)
  await world.sendDue()
  assert.match(world.sent[0]?.text ?? '', new RegExp(`booking ${locator}, are canceled: 1-1`))
  assert.match(world.sent[0]?.text ?? '', /is on its way back to you/)
  await world.settle()
  await world.settle()
  await world.sendDue()
  assert.equal(world.sent.length, 2)
  const [promised, paid] = world.sent.map(({ text }) => /€[\d.]+/.exec(text)?.[0])
  assert.ok(promised)
  assert.equal(paid, promised)
  assert.equal(world.sent[1]?.subject, `Your refund, booking ${locator}`)
})

test('J19: a ticket is attached as it is when the mail is sent, and none once it is canceled', async () => {
  const world = await opened()
  world.onSend = mailServerIsAway
  const { locator, userId } = await world.buy('1-1', email)
  await world.sendDue()
  await world.cancel(locator, userId)
  world.onSend = async () => {}
  await world.advance(minuteMs)
  await world.sendDue()
  assert.deepEqual(world.sent[0]?.attachments, [])
})

test('J18: after an hour without a mail server everything arrives once, in the order of events', async () => {
  const world = await opened()
  world.onSend = mailServerIsAway
  const bought = [await world.buy('1-1', email), await world.buy('1-2', email)]
  await world.settle()
  for (const { locator, userId } of bought.slice(0, 1)) await world.cancel(locator, userId)
  await world.settle()
  for (let minutes = 0; minutes < 60; minutes++) {
    await world.sendDue()
    await world.advance(minuteMs)
  }
  assert.equal(world.sent.length, 0)
  world.onSend = async () => {}
  for (let looks = 0; looks < 10; looks++) {
    await world.sendDue()
    await world.advance(minuteMs)
  }
  const [first, second] = bought.map(({ locator }) =>
    world.sent.filter(({ text }) => text.includes(locator)).map(({ subject }) => subject.split(/[, ]/)[1]),
  )
  assert.deepEqual(first, ['ticket', 'cancellation', 'refund'])
  assert.deepEqual(second, ['ticket'])
  assert.equal(new Set(world.sent.map(({ messageId }) => messageId)).size, 4)
})
