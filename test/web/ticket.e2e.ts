import { readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'
import { accountEn } from '../../src/web/shared/i18n/account/en.ts'
import { en } from '../../src/web/shared/i18n/en.ts'
import { ticketEn } from '../../src/web/shared/i18n/ticket/en.ts'
import { readAztec, readAztecIn } from '../harness/read-aztec.ts'
import { drawPages } from '../harness/read-pdf.ts'
import { isClean } from './harness/axe.ts'
import { passengerAt } from './harness/passenger.ts'
import { register } from './harness/register.ts'
import { type Stage, test } from './harness/stage.ts'

async function bookAt(page: Page, stage: Stage): Promise<string> {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['Ada Lindqvist'])
  await person.pay()
  return person.ticket()
}

const codeOn = (page: Page, booking: string) =>
  page.getByRole('button', { name: ticketEn.enlarge }).getByRole('img', { name: ticketEn.codeOf(booking) })

/** Waits until the worker has everything that the page needs. */
async function isSaved(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate<boolean>(`(async () => {
        const names = (await (await caches.open('holdfast-tickets')).keys()).map(({ url }) => url)
        return ['/bookings', 'booking-page'].every((part) => names.some((one) => one.includes(part)))
      })()`),
    )
    .toBe(true)
}

const savedTickets = (page: Page) => page.evaluate<string | null>(`localStorage.getItem('holdfast.tickets')`)

test('X95: the code on the screen, and as large as the screen, is the one that the server has signed', async ({
  page,
  stage,
}) => {
  const booking = await bookAt(page, stage)
  const token = await passengerAt(page).guest()
  const issued = await stage.client.call<{ code: string }>('GET', `/api/bookings/${booking}/ticket`, {
    token,
  })
  const code = Uint8Array.from(Buffer.from(issued.body.code, 'base64url'))
  await expect(codeOn(page, booking)).toBeVisible()
  expect(await readAztecIn(await codeOn(page, booking).screenshot())).toEqual(code)
  await isClean(page, 'ticket')
  await page.getByRole('button', { name: ticketEn.enlarge }).click()
  const large = page.getByRole('dialog').getByRole('img', { name: ticketEn.codeOf(booking) })
  expect(await readAztecIn(await large.screenshot())).toEqual(code)
  await page.getByRole('button', { name: en.common.close }).click()
  await page.emulateMedia({ media: 'print' })
  expect(await readAztecIn(await page.screenshot({ fullPage: true }))).toEqual(code)
})

test('X96: a ticket opens without a network, says since when it was saved, and is current again with one', async ({
  context,
  page,
  stage,
}) => {
  const booking = await bookAt(page, stage)
  await isSaved(page)
  await context.setOffline(true)
  await page.reload()
  await expect(codeOn(page, booking)).toBeVisible()
  const [saved = ''] = ticketEn.saved('|').split('|')
  await passengerAt(page).says(saved)
  await expect(page.getByText(en.booking.cancelHeading)).toBeHidden()
  await context.setOffline(false)
  await page.reload()
  await expect(page.getByText(en.booking.cancelHeading).first()).toBeVisible()
  await expect(page.getByText(saved)).toBeHidden()
})

test('X96: a booking that the server no longer shows is forgotten', async ({ context, page, stage }) => {
  const booking = await bookAt(page, stage)
  await isSaved(page)
  expect(await savedTickets(page)).toContain(booking)
  await context.clearCookies()
  await page.reload()
  await expect(page.getByText(en.lost.booking).first()).toBeVisible()
  expect(await savedTickets(page)).not.toContain(booking)
})

test('X97: signing out leaves no ticket in the browser', async ({ context, page, stage }) => {
  await register(context, page)
  await bookAt(page, stage)
  await isSaved(page)
  await page.goto('/account')
  await page.getByRole('button', { name: accountEn.signOut, exact: true }).click()
  await expect(passengerAt(page).heading(accountEn.signInTitle)).toBeVisible()
  expect(await savedTickets(page)).toBeNull()
  expect(await page.evaluate<boolean>(`caches.has('holdfast-tickets')`)).toBe(false)
})

test('X105: the page gives the ticket as a PDF, as wide as its screen, and none once it is canceled', async ({
  page,
  stage,
}) => {
  const booking = await bookAt(page, stage)
  const link = page.getByRole('link', { name: ticketEn.pdf })
  await expect(link).toHaveAttribute('href', /paper=a4$/)
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toBe(`${booking}.pdf`)
  const token = await passengerAt(page).guest()
  const issued = await stage.client.call<{ code: string }>('GET', `/api/bookings/${booking}/ticket`, {
    token,
  })
  const [sheet] = await drawPages(readFileSync(await download.path()))
  if (!sheet) throw new Error('the PDF has no page')
  expect(await readAztec(sheet)).toEqual(Uint8Array.from(Buffer.from(issued.body.code, 'base64url')))
  await page.setViewportSize({ width: 390, height: 844 })
  await page.reload()
  await expect(link).toHaveAttribute('href', /paper=phone$/)
  const quote = await stage.client.quote(token, booking)
  expect((await stage.client.cancel(token, booking, quote.body.quote_id)).status).toBe(201)
  await page.reload()
  await expect(page.getByRole('link', { name: ticketEn.calendar })).toBeVisible()
  await expect(link).toHaveCount(0)
})
