import { expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { isClean } from './harness/axe.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

test('axe finds nothing from the checkout to the ticket', async ({ page, stage }) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(2))
  await person.payButton().click()
  await person.says(en.checkout.errors.name)
  await isClean(page, 'checkout with mistakes')
  await person.fillIn(['Ada Lindqvist', 'Noor Haddad'])
  await isClean(page, 'checkout')
  await person.pay('tok_slow_4000')
  await expect(person.heading(en.payment.waitingTitle)).toBeVisible()
  await isClean(page, 'payment running')
  await person.ticket()
  await isClean(page, 'booking')
})

test('axe finds nothing from the booking to the cancellation of its last seat', async ({ page, stage }) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(2))
  await person.fillIn(['Ada Lindqvist', 'Noor Haddad'])
  await person.pay()
  await person.ticket()
  const link = await page.getByRole('textbox', { name: en.booking.linkHeading }).inputValue()
  await page.getByRole('checkbox', { name: /^Ada Lindqvist/ }).check()
  await person.button(en.booking.askQuote).click()
  await expect(person.button(en.booking.confirmCancel(1))).toBeVisible()
  await isClean(page, 'quote')
  await person.button(en.booking.confirmCancel(1)).click()
  await expect(page.getByText(en.booking.status.PARTLY).first()).toBeVisible()
  await isClean(page, 'partly canceled')
  await page.getByRole('checkbox', { name: /^Noor Haddad/ }).check()
  await person.button(en.booking.askQuote).click()
  await person.button(en.booking.confirmCancel(1)).click()
  await expect(page.getByRole('heading', { name: en.booking.cancelHeading, exact: true })).toBeHidden()
  await isClean(page, 'canceled')
  await page.goto('/bookings')
  await expect(page.getByText(en.booking.status.CANCELLED, { exact: true })).toBeVisible()
  await isClean(page, 'bookings')
  await page.goto(link)
  await person.says(en.booking.byLink)
  await isClean(page, 'private link')
})

test('axe finds nothing after a declined payment', async ({ page, stage }) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['Ada Lindqvist'])
  await person.pay('tok_insufficient_funds')
  await expect(person.button(en.hold.againSame(1))).toBeVisible()
  await isClean(page, 'declined')
})

test('axe finds nothing after a hold has expired and somebody else took the seats', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [seat = '', neighbor = ''] = await stage.freshSeats(2)
  await page.clock.install()
  await person.holdSeats(stage, [seat, neighbor])
  await stage.letHoldRunOut(await person.guest(), person.holdToken())
  await stage.holdElsewhere([seat])
  await page.clock.fastForward(121_000)
  await expect(person.heading(en.hold.expiredTitle)).toBeVisible()
  await expect(person.button(en.hold.againNearest(2))).toBeVisible()
  await isClean(page, 'run out, with the nearest seats offered')
})

test('axe finds nothing while a payment has no answer', async ({ context, page, stage }) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['Ada Lindqvist'])
  await person.pay('tok_timeout')
  await expect(person.heading(en.payment.timedOutTitle)).toBeVisible({ timeout: 40_000 })
  await expect(person.button(en.hold.againSame(1))).toBeVisible()
  await isClean(page, 'timed out')
  await person.button(en.hold.againSame(1)).click()
  await expect(person.heading(en.checkout.title)).toBeVisible()
  await context.setOffline(true)
  await person.pay()
  await person.says(en.payment.unreachable)
  await isClean(page, 'unreachable while paying')
})
