import { expect, type Page } from '@playwright/test'
import { ar } from '../../src/web/shared/i18n/ar.ts'
import { en } from '../../src/web/shared/i18n/en.ts'
import { isClean } from './harness/axe.ts'
import { codeInOutbox } from './harness/outbox.ts'
import { passengerAt } from './harness/passenger.ts'
import { type Stage, test } from './harness/stage.ts'

let people = 0

/** A booking of somebody else's browser, with an address. */
async function bookElsewhere(stage: Stage) {
  const email = `ada${++people}.${Date.now()}@example.org`
  const { token, hold } = await stage.holdElsewhere(await stage.freshSeats(1))
  const { body } = await stage.client.call<{ booking_id: string; link_token: string }>(
    'POST',
    '/api/bookings',
    {
      ...{ token, key: email },
      body: {
        hold_token: hold.hold_token,
        passengers: hold.seats.map(({ seat_number }) => ({
          ...{ seat_number, passenger_name: 'Ada', passenger_age: 36, passenger_gender: 'F' },
        })),
        contact: { email },
        payment: { method: 'mock', token: 'tok_ok' },
      },
    },
  )
  return { email, ...body }
}

const fits = async (page: Page): Promise<void> =>
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

test('R1, R7: a passenger finds a booking with its reference and a code, by the keyboard alone', async ({
  context,
  page,
  stage,
}) => {
  const { booking_id: id, email } = await bookElsewhere(stage)
  const person = passengerAt(page)
  await page.goto('/bookings')
  await page.getByRole('navigation').getByRole('link', { name: en.nav.find }).focus()
  await page.keyboard.press('Enter')
  await expect(person.heading(en.find.title)).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(page.getByLabel(en.find.reference)).toBeFocused()
  await page.keyboard.press('Enter')
  await person.says(en.find.errors.reference)
  await person.says(en.find.errors.email)
  await expect(page.getByLabel(en.find.reference)).toBeFocused()
  await page.keyboard.type(id.toLowerCase())
  await page.keyboard.press('Tab')
  await page.keyboard.type(email)
  await page.keyboard.press('Enter')
  await expect(person.heading(en.find.codeTitle)).toBeFocused()
  await expect(page.getByRole('button', { name: en.find.resendIn('') })).toBeDisabled()
  await page.getByLabel(en.find.code).focus()
  await page.keyboard.type('00000 00000')
  await page.keyboard.press('Enter')
  await person.says(en.find.wrong)
  await expect(page.getByLabel(en.find.code)).toBeFocused()
  const code = await codeInOutbox(context, email)
  await page.getByLabel(en.find.code).fill(code)
  await page.keyboard.press('Enter')
  await expect(person.heading(en.booking.title(id))).toBeFocused()
  await expect(page.getByRole('heading', { name: en.booking.cancelHeading })).toBeVisible()
  await page.goto('/bookings')
  await expect(page.getByRole('link', { name: id })).toBeVisible()
})

test('R12: the private link leads to a code, and the code to the cancellation', async ({
  context,
  page,
  stage,
}) => {
  const { booking_id: id, link_token: link, email } = await bookElsewhere(stage)
  const person = passengerAt(page)
  await page.goto(`/tickets/${link}`)
  await person.button(en.booking.byLinkSend).click()
  await person.says(en.find.sentToContact)
  await page.getByLabel(en.find.code).fill(await codeInOutbox(context, email))
  await person.button(en.find.open).click()
  await expect(person.heading(en.booking.title(id))).toBeVisible()
  await page.getByRole('checkbox').first().check()
  await person.button(en.booking.askQuote).click()
  await person.button(en.booking.confirmCancel(1)).click()
  await expect(page.getByRole('button', { name: en.booking.askQuote })).toBeHidden()
})

test('R12: a booking without an address says what to do', async ({ page, stage }) => {
  const { token, hold } = await stage.holdElsewhere(await stage.freshSeats(1))
  const { body } = await stage.client.book(token, hold)
  const person = passengerAt(page)
  await page.goto(`/tickets/${body.link_token}`)
  await person.button(en.booking.byLinkSend).click()
  await person.says(en.booking.byLinkNoEmail)
})

test('axe finds nothing on the pages that find a booking, nor on the outbox', async ({
  context,
  page,
  stage,
}) => {
  const { booking_id: id, email } = await bookElsewhere(stage)
  const person = passengerAt(page)
  await page.goto(`/find?booking=${id}`)
  await expect(page.getByLabel(en.find.reference)).toHaveValue(id)
  await isClean(page, 'find')
  await page.getByLabel(en.find.email).fill(email)
  await person.button(en.find.send).click()
  await expect(person.heading(en.find.codeTitle)).toBeVisible()
  await isClean(page, 'code')
  await codeInOutbox(context, email)
  await page.goto('/outbox')
  await expect(page.getByRole('article').first()).toBeVisible()
  await isClean(page, 'outbox')
})

test.describe('in Arabic on a small phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, locale: 'ar' })

  test('X6: the pages fit, and the digits of the reader’s own keyboard are taken', async ({
    context,
    page,
    stage,
  }) => {
    const { booking_id: id, email } = await bookElsewhere(stage)
    const person = passengerAt(page, ar)
    await page.goto('/find')
    await expect(person.heading(ar.find.title)).toBeVisible()
    await fits(page)
    await page.getByLabel(ar.find.reference).fill(id)
    await page.getByLabel(ar.find.email).fill(email)
    await person.button(ar.find.send).click()
    await expect(person.heading(ar.find.codeTitle)).toBeVisible()
    await fits(page)
    const code = await codeInOutbox(context, email, ar)
    const arabic = code.replaceAll(/\d/g, (digit) => String.fromCharCode(0x0660 + Number(digit)))
    await page.getByLabel(ar.find.code).fill(arabic)
    await person.button(ar.find.open).click()
    await expect(person.heading(ar.booking.title(id))).toBeVisible()
    await fits(page)
  })
})
