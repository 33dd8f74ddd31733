import { expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { seatsOf } from '../harness/railway.ts'
import { isClean } from './harness/axe.ts'
import { passengerAt } from './harness/passenger.ts'
import { type Stage, test } from './harness/stage.ts'

/** The first free place of a kind on the train of the stage. */
async function placeOf({ client, journey }: Stage, kind: string) {
  const { body } = await client.seats({
    train_run_id: journey.run.train_run_id,
    from_station_code: journey.from.code,
    to_station_code: journey.to.code,
  })
  const found = seatsOf(body).find(({ seat }) => seat.kind === kind && seat.status === 'AVAILABLE')
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
