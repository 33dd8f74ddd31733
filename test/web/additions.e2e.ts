import { expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { seatsOf } from '../harness/railway.ts'
import { isClean } from './harness/axe.ts'
import { passengerAt } from './harness/passenger.ts'
import { type Stage, test } from './harness/stage.ts'

/** The first free place of a kind; of wheelchair spaces, one with a free companion's seat. */
async function placeOf({ client, journey }: Stage, kind: string) {
  const { body } = await client.seats({
    train_run_id: journey.run.train_run_id,
    from_station_code: journey.from.code,
    to_station_code: journey.to.code,
  })
  const free = seatsOf(body).filter(({ seat }) => seat.status === 'AVAILABLE')
  const numbers = new Set(free.map(({ seat }) => seat.seat_number))
  const alone = body.companion_seats.filter(({ seat_number: seat }) => !numbers.has(seat))
  const found = free.find(
    ({ seat }) =>
      seat.kind === kind && !alone.some(({ wheelchair_space: space }) => space === seat.seat_number),
  )
  if (!found) throw new Error(`the train has no free ${kind}`)
  return found.seat
}

test('X40: a bicycle goes with one passenger: no name is asked for it, and it is given back alone', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [seat = ''] = await stage.freshSeats(1)
  const hook = await placeOf(stage, 'bicycle_hook')
  await person.openSeats(stage)
  await person.showCoach(hook.seat_number)
  const place = page.getByRole('checkbox', {
    name: new RegExp(en.seatMap.kinds.bicycle_hook?.(hook.seat_label) ?? ''),
  })
  await place.click()
  await person.chooseSeats([seat])
  await expect(page.getByRole('region', { name: en.seatPage.yourSeats })).toContainText(en.additions.plus(1))
  const [before = ''] = en.additions.hold(1, 1, '|').split('|')
  await page.getByRole('button', { name: new RegExp(`^${RegExp.escape(before)}`) }).click()
  await expect(person.heading(en.checkout.title)).toBeVisible()
  await expect(page.getByRole('group', { name: /^Passenger \d/ })).toHaveCount(1)
  await person.says(en.additions.note)
  await isClean(page, 'checkout with a bicycle')
  await person.fillIn(['Ada Lindqvist'])
  await person.pay()
  await person.ticket()
  const ticket = page.getByRole('article', { name: en.booking.ticket })
  await expect(ticket).toContainText(en.additions.bicycle)
  await expect(ticket).toContainText(en.seatMap.kinds.bicycle_hook?.(hook.seat_label) ?? '')
  await page.getByRole('checkbox', { name: new RegExp(`^${en.additions.bicycle}`) }).check()
  await person.button(en.booking.askQuote).click()
  await person.button(en.booking.confirmCancel(1)).click()
  await expect(ticket).toContainText(en.booking.status.PARTLY)
  const [booking] = await person.bookings(stage)
  expect(booking?.num_passengers).toBe(1)
  expect(booking?.seats.map(({ passenger_name: name, status }) => `${name} ${status}`)).toEqual(
    expect.arrayContaining(['Ada Lindqvist CONFIRMED', 'null CANCELLED']),
  )
})

test('X41: the seat beside a wheelchair space is offered to a companion, can be declined, and goes back with the space', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const space = await placeOf(stage, 'wheelchair_space')
  const word = en.seatMap.kinds.wheelchair_space?.(space.seat_label) ?? ''
  const choose = async () => {
    await person.showCoach(space.seat_number)
    await page.getByRole('checkbox', { name: new RegExp(`, ${word},`) }).click()
  }
  const offer = page.getByText(new RegExp(`kept for a companion, beside ${word}`))
  await person.openSeats(stage)
  await choose()
  await expect(offer).toBeVisible()
  await isClean(page, 'a companion is offered')
  await person.button(en.additions.companion.decline).click()
  await expect(offer).toBeHidden()
  await page.reload()
  await expect(offer).toBeVisible()
  await page.getByRole('button', { name: /^Add a companion/ }).click()
  await expect(offer).toBeHidden()
  await person.hold(2)
  await person.fillIn(['Ada Lindqvist', 'Noor Haddad'])
  await person.pay()
  await person.ticket()
  await page.getByRole('checkbox', { name: new RegExp(word) }).check()
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(3)
  await page
    .getByRole('checkbox', { name: /^Noor|^Ada/ })
    .last()
    .uncheck()
  await person.button(en.booking.askQuote).click()
  await person.button(en.booking.confirmCancel(1)).click()
  await expect(page.getByRole('article', { name: en.booking.ticket })).toContainText(en.booking.status.PARTLY)
})
