import { expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

test('a declined payment charges nothing, and one click holds the same seats again', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [seat = ''] = await stage.freshSeats(1)
  const declined = await person.holdSeats(stage, [seat])
  await person.fillIn(['Ada Lindqvist'])
  await person.pay('tok_insufficient_funds')
  await expect(person.heading(en.payment.declinedTitle)).toBeVisible()
  await person.says(en.payment.declinedFunds)
  await person.says(en.payment.declined)
  await page.reload()
  await expect(person.heading(en.payment.declinedTitle)).toBeVisible()
  await person.button(en.hold.againSame(1)).click()
  await expect(person.heading(en.checkout.title)).toBeVisible()
  expect(person.holdToken()).not.toBe(declined)
  await expect(page.getByLabel(en.checkout.name, { exact: true })).toHaveValue('Ada Lindqvist')
  await person.pay()
  await person.ticket()
  const bookings = await person.bookings(stage)
  expect(bookings.flatMap((one) => one.seats.map(({ seat_number }) => seat_number))).toEqual([seat])
})

test("K5, X4: the form names what the server would refuse, by the server's rules, and sends the rest as typed", async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['\u200b\u3164'])
  const email = page.getByLabel(en.checkout.email)
  const phone = page.getByLabel(en.checkout.phone)
  await email.fill('ada@example')
  await phone.fill('call me')
  await person.pay()
  for (const sentence of [en.checkout.errors.name, en.checkout.errors.email, en.checkout.errors.phone])
    await person.says(sentence)
  await person.fillIn(["محمد O'Brien 👩‍👩‍👧‍👦"])
  await email.fill('ü@müller.de')
  await phone.fill('٠٣٠ ١٢٣٤٥')
  await person.pay()
  await person.ticket()
  const [booking] = await person.bookings(stage)
  expect(booking?.seats.map(({ passenger_name }) => passenger_name)).toEqual(["محمد O'Brien 👩‍👩‍👧‍👦"])
})

test('a slow payment says that it is in progress, and ends with the ticket', async ({ page, stage }) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['Ada Lindqvist'])
  await person.pay('tok_slow_4000')
  await expect(person.heading(en.payment.waitingTitle)).toBeVisible()
  await person.says(en.payment.waiting)
  await person.ticket()
})

test('a reload during a payment does not pay twice', async ({ page, stage }) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['Ada Lindqvist'])
  await person.pay('tok_slow_4000')
  await expect(person.heading(en.payment.waitingTitle)).toBeVisible()
  await page.reload()
  const id = await person.ticket()
  expect((await person.bookings(stage)).map((one) => one.booking_id)).toEqual([id])
})

for (const outcome of ['tok_timeout', 'tok_late_ok_60000'] as const)
  test(`a payment that takes too long (${outcome}) books nothing, says so, and frees the seats`, async ({
    page,
    stage,
  }) => {
    const person = passengerAt(page)
    const seats = await stage.freshSeats(1)
    await person.holdSeats(stage, seats)
    await person.fillIn(['Ada Lindqvist'])
    await person.pay(outcome)
    await expect(person.heading(en.payment.waitingTitle)).toBeVisible()
    await expect(person.heading(en.payment.timedOutTitle)).toBeVisible({ timeout: 40_000 })
    await person.says(en.payment.timedOut)
    await person.says(en.payment.timedOutLate)
    expect(await person.bookings(stage)).toEqual([])
    await stage.holdElsewhere(seats)
  })

test('a request whose answer is lost is sent again with the same key, and makes one booking', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['Ada Lindqvist'])
  let lost = 0
  await page.route('**/api/bookings', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.fallback()
    lost++
    await route.fetch()
    await route.abort()
  })
  await person.pay()
  const id = await person.ticket()
  expect(lost).toBe(1)
  expect((await person.bookings(stage)).map((one) => one.booking_id)).toEqual([id])
})
