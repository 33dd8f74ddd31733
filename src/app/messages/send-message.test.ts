import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UserId } from '../../domain/ids.ts'
import { codeMs } from '../../domain/records/access.ts'
import { MailRefused } from '../../mail/mailer.ts'
import { messageLeaseMs } from '../../store/message-lease.ts'
import { sendCodeToContact } from '../after-sale/send-code.ts'
import { MessageWorker } from './message-worker.ts'
import { mailServerIsAway, openMessageWorld } from './message-world.fixture.ts'
import { sendMessage } from './send-message.ts'

const email = 'ada@example.org'
const bob = { userId: 2 as UserId }

async function asked() {
  const world = await openMessageWorld()
  const { locator } = await world.sell('1-1', email)
  await sendCodeToContact(world.deps, bob, { locator, email, language: 'de' })
  return { world, locator }
}

test('J3: a message is sent once, in its language, to the contact', async () => {
  const { world, locator } = await asked()
  assert.equal(await world.sendDue(), 1)
  assert.equal(await world.sendDue(), 0)
  const [mail] = world.sent
  assert.equal(mail?.to, email)
  assert.equal(mail?.subject, `Ihr Code für die Buchung ${locator}`)
  assert.deepEqual(world.counted, ['sent_messages'])
  assert.equal((await world.store.outbox.waiting()).count, 0)
})

test('J3: a worker that dies after sending has the message sent again, under the same Message-ID', async () => {
  const { world } = await asked()
  const [due] = await world.store.outbox.lease(1)
  assert.ok(due)
  const { store: whole } = world
  const store = {
    ...{ now: () => whole.now(), findBooking: whole.findBooking.bind(whole) },
    outbox: { settle: async () => assert.fail('it dies') },
  }
  await assert.rejects(sendMessage({ ...world.sending, store: store as never }, due), /it dies/)
  await world.advance(messageLeaseMs)
  assert.equal(await world.sendDue(), 1)
  assert.equal(world.sent.length, 2)
  assert.equal(world.sent[0]?.messageId, world.sent[1]?.messageId)
})

test('J4: while the mail server is away, it is tried with growing pauses, and then the message is sent', async () => {
  const { world } = await asked()
  world.onSend = mailServerIsAway
  const pauses: number[] = []
  let last = world.store.now()
  for (let tries = 0; tries < 8; ) {
    if ((await world.sendDue()) === 1) {
      if (tries > 0) pauses.push(world.store.now() - last)
      last = world.store.now()
      tries++
    }
    await world.advance(100)
  }
  assert.ok(
    pauses.every((pause, index) => pause <= 30_100 && (index < 1 || pause >= (pauses[index - 1] ?? 0) / 2)),
  )
  assert.ok((pauses.at(-1) ?? 0) >= 8 * (pauses[0] ?? 0), pauses.join(' '))
  world.onSend = async () => {}
  await world.advance(30_000)
  assert.equal(await world.sendDue(), 1)
  assert.equal(world.sent.length, 1)
})

test('J5: what is of no use anymore is given up, counted, and has neither address nor content', async () => {
  const { world } = await asked()
  world.onSend = mailServerIsAway
  await world.sendDue()
  await world.advance(codeMs)
  assert.equal(await world.sendDue(), 1)
  assert.deepEqual(world.counted, ['postponed_messages', 'given_up_messages'])
  assert.equal((await world.store.outbox.waiting()).count, 0)
})

test('J2: what the mail server refuses for good is given up at once', async () => {
  const { world } = await asked()
  world.onSend = async () => {
    throw new MailRefused('no such mailbox')
  }
  await world.sendDue()
  assert.deepEqual(world.counted, ['given_up_messages'])
  assert.equal((await world.store.outbox.waiting()).count, 0)
})

test('J8: the log names neither the address nor the code, whatever happens', async () => {
  const { world } = await asked()
  world.onSend = mailServerIsAway
  await world.sendDue()
  world.onSend = async () => {}
  await world.advance(10_000)
  await world.sendDue()
  const code = /\d{5} \d{5}/.exec(world.sent[0]?.text ?? '')?.[0] ?? 'none'
  assert.notEqual(code, 'none')
  assert.ok(world.logged.length > 0)
  for (const line of world.logged)
    for (const secret of [email, code, code.replace(' ', '')]) assert.ok(!line.includes(secret), line)
})

test('J3: the worker sends what it is told of, and stops when it is told to', async () => {
  const { world } = await asked()
  const arrived = Promise.withResolvers<void>()
  world.onSend = async () => arrived.resolve()
  const worker = new MessageWorker(world.sending)
  worker.start()
  worker.kick()
  await arrived.promise
  await worker.stop()
  assert.equal(world.sent.length, 1)
  assert.equal(worker.waiting.count, 0)
})
