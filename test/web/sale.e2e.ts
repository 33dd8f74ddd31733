import { expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { partsOf, passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

test('a party of two finds a train, picks seats, pays, gets a ticket, and cancels one seat', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const seats = await stage.freshSeats(2)
  await person.search(stage.journey, 2)
  await person.chooseTrain(stage.journey)
  await person.chooseSeats(seats)
  await person.hold(2)
  await expect(page.getByRole('timer')).toHaveText(/^[12]:\d\d$/)
  await person.fillIn(['Ada Lindqvist', 'Noor Haddad'])
  await person.pay()
  const id = await person.ticket()
  await person.says(en.booking.confirmed)
  const ticket = page.getByRole('article', { name: en.booking.ticket })
  for (const text of [id, stage.journey.from.name, 'Ada Lindqvist', 'Noor Haddad', ...seats.map(placeOf)])
    await expect(ticket).toContainText(text)

  const link = await page.getByRole('textbox', { name: en.booking.linkHeading }).inputValue()
  await page.getByRole('checkbox', { name: /^Noor Haddad/ }).check()
  await person.button(en.booking.askQuote).click()
  await expect(page.getByText(en.booking.quoteRefund, { exact: true })).toBeVisible()
  await person.button(en.booking.confirmCancel(1)).click()
  await expect(ticket).toContainText(en.booking.status.PARTLY)
  const [booking] = await person.bookings(stage)
  expect(booking?.seats.map((seat) => seat.status).toSorted()).toEqual(['CANCELLED', 'CONFIRMED'])

  await page.getByRole('link', { name: en.nav.bookings }).click()
  await expect(page.getByRole('link', { name: id })).toBeVisible()
  await page.goto(link)
  await expect(ticket).toContainText(id)
  await person.says(en.booking.byLink)
})

test('the system chooses seats for a party of four in its preferred class', async ({ page, stage }) => {
  const person = passengerAt(page)
  await person.openSeats(stage, 4)
  await page.getByRole('combobox', { name: en.seatPage.travelClass }).selectOption('FIRST')
  await person.button(en.wishes.chooseForUs).click()
  await person.hold(4)
  await person.fillIn(['Ada', 'Bo', 'Cai', 'Dua'])
  await person.pay()
  await person.ticket()
  const [booking] = await person.bookings(stage)
  expect(booking?.num_passengers).toBe(4)
})

test('a double click on the button pays once, and going back leads to the booking', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const hold = await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['Ada Lindqvist'])
  await person.payButton().dblclick()
  const id = await person.ticket()
  await page.goto(`/checkout/${hold}`)
  expect(await person.ticket()).toBe(id)
  await page.goBack()
  expect((await person.bookings(stage)).map((one) => one.booking_id)).toEqual([id])
})

function placeOf(seatNumber: string): string {
  return en.common.seatInCoach(...partsOf(seatNumber))
}
