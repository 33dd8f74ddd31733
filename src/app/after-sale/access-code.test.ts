import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { UserId } from '../../domain/ids.ts'
import { mostCodes, mostWrongTries, resendMs } from '../../domain/records/access.ts'
import { openMessageWorld } from '../messages/message-world.fixture.ts'
import { alice } from '../money/payment-world.fixture.ts'
import { makeCode, parseCode } from '../one-time-codes.ts'
import { enterCode } from './enter-code.ts'
import { findOwnBooking } from './find-booking.ts'
import { listBookings } from './list-bookings.ts'
import { sendCodeByLink, sendCodeToContact } from './send-code.ts'

const email = 'ada@example.org'
const user = (id: number) => ({ userId: id as UserId })
const [bob, carol] = [user(2), user(3)]

async function sold() {
  const world = await openMessageWorld()
  const booking = await world.sell('1-1', email)
  const named = { locator: booking.locator, email, language: 'en' as const }
  /** The code in the last mail. */
  const lastCode = async () => {
    await world.sendDue()
    return /\d{5} \d{5}/.exec(world.sent.at(-1)?.text ?? '')?.[0] ?? ''
  }
  return { ...world, world, booking, named, lastCode }
}

const isOk = (reply: { readonly ok: boolean }) => reply.ok

test('R1: a code has ten digits, and all of them occur in every place', () => {
  const seen = Array.from({ length: 10 }, () => new Set<string>())
  for (let count = 0; count < 2_000; count++) {
    const code = makeCode({ randomBytes })
    assert.match(code, /^\d{10}$/)
    for (const [place, digit] of [...code].entries()) seen[place]?.add(digit)
  }
  assert.ok(seen.every((digits) => digits.size === 10))
})

test('R11: a code may be typed with blanks, hyphens and the digits of other scripts', () => {
  const forms = [
    '4821739051',
    '48217 39051',
    ' 48217-39051 ',
    '٤٨٢١٧ ٣٩٠٥١',
    '۴۸۲۱۷۳۹۰۵۱',
    '４８２１７３９０５１',
  ]
  for (const form of forms) assert.equal(parseCode(form), '4821739051', form)
  for (const form of ['', '482173905', '48217390512', 'abcdefghij', '48217x39051'])
    assert.equal(parseCode(form), undefined, form)
})

test('R1, R7, R8: locator and address send a code, and the code gives the session the booking', async () => {
  const { deps, booking, named, lastCode } = await sold()
  await sendCodeToContact(deps, bob, {
    ...named,
    locator: booking.locator.toLowerCase(),
    email: ' ADA@Example.org ',
  })
  const code = await lastCode()
  assert.ok(!isOk(await findOwnBooking(deps, bob, booking.locator)))
  const found = await enterCode(deps, bob, booking.locator, code)
  assert.ok(found.ok)
  assert.equal(found.value.record.booking.locator, booking.locator)
  for (const caller of [alice, bob]) {
    assert.ok(isOk(await findOwnBooking(deps, caller, booking.locator)))
    const listed = await listBookings(deps, caller, { limit: 5 })
    assert.equal(listed.ok && listed.value.bookings.length, 1)
  }
  assert.ok(!isOk(await findOwnBooking(deps, carol, booking.locator)))
})

test('R1: a wrong address, a wrong locator and no locator at all send nothing', async () => {
  const { deps, booking, named, store } = await sold()
  for (const wrong of [
    { ...named, email: 'eve@example.org' },
    { ...named, locator: 'ZZZZZZZZ' },
    { ...named, locator: 'no' },
  ])
    await sendCodeToContact(deps, bob, wrong)
  assert.equal((await store.outbox.waiting()).count, 0)
  assert.equal(await store.findCodeRun(booking.id, bob.userId), undefined)
})

test('R6: of two sessions with one code, the one that asked for it gets in, whoever comes first', async () => {
  for (const order of [
    [bob, carol],
    [carol, bob],
  ]) {
    const { deps, booking, named, lastCode } = await sold()
    await sendCodeToContact(deps, bob, named)
    const code = await lastCode()
    const replies = await Promise.all(order.map((caller) => enterCode(deps, caller, booking.locator, code)))
    assert.deepEqual(
      replies.map(isOk),
      order.map((caller) => caller === bob),
    )
  }
})

test('R2, R7: fifty copies of each request that meet have one effect', async () => {
  const { deps, booking, named, lastCode, world } = await sold()
  const copies = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 50 }, work))
  await copies(() => sendCodeToContact(deps, bob, named))
  const code = await lastCode()
  assert.equal(world.sent.length, 1)
  const before = (await deps.store.picture(world.run.id))?.commitSeq ?? 0
  const replies = await copies(() => enterCode(deps, bob, booking.locator, code))
  assert.ok(replies.every(isOk))
  assert.equal(((await deps.store.picture(world.run.id))?.commitSeq ?? 0) - before, 1)
  await world.advance(resendMs)
  await sendCodeToContact(deps, carol, named)
  const wrong = await copies(() => enterCode(deps, carol, booking.locator, '0000000000'))
  assert.ok(!wrong.some(isOk))
  assert.ok(
    !isOk(await enterCode(deps, carol, booking.locator, await lastCode())),
    'fifty wrong tries use it up',
  )
})

test('R9, R12: a thousand strangers who know the address do not keep the owner out of the link', async () => {
  const { deps, booking, named, lastCode, world } = await sold()
  for (let stranger = 100; stranger < 1_100; stranger++) {
    await sendCodeToContact(deps, user(stranger), named)
    for (let tries = 0; tries <= mostWrongTries; tries++)
      assert.ok(!isOk(await enterCode(deps, user(stranger), booking.locator, '1234567890')))
  }
  await world.sendDue()
  assert.equal(world.sent.length, mostCodes)
  assert.ok(isOk(await sendCodeByLink(deps, bob, booking.linkToken, 'en')))
  assert.ok(isOk(await enterCode(deps, bob, booking.locator, await lastCode())))
})

test('R13: a booking without an address says so to who has its link, and to nobody else', async () => {
  const world = await openMessageWorld()
  const { linkToken } = await world.sell('1-2', null)
  const replies = await Promise.all([
    sendCodeByLink(world.deps, bob, linkToken, 'en'),
    sendCodeByLink(
      world.deps,
      bob,
      linkToken.replace(/.$/, (end) => (end === 'A' ? 'Q' : 'A')),
      'en',
    ),
  ])
  assert.deepEqual(
    replies.map((reply) => !reply.ok && reply.refusal.code),
    ['no_email_address', 'booking_not_found'],
  )
})

test('R5: a code stays good through a rotation of the secrets', async () => {
  const { deps, booking, named, lastCode } = await sold()
  await sendCodeToContact(deps, bob, named)
  const code = await lastCode()
  const [old] = deps.sessionKeys()
  const fresh = {
    secret: Buffer.alloc(32, 9).toString('base64url'),
    signsFrom: old.signsFrom,
    readUntil: null,
  }
  const rotated = { ...deps, sessionKeys: () => [old, fresh] as const }
  assert.ok(isOk(await enterCode(rotated, bob, booking.locator, code)))
})
