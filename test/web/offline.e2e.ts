import { expect } from '@playwright/test'
import { en } from '../../src/web/i18n/en.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

test('X11: offline at the seat map: it says so once, keeps the choice, and catches up when the network is back', async ({
  context,
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [mine = '', theirs = ''] = await stage.freshSeats(2)
  await person.openSeats(stage)
  await person.chooseSeats([mine])
  await context.setOffline(true)
  await person.says(en.connection.offline)
  await expect(page.getByText(en.connection.mapStale)).toBeHidden()
  await stage.holdElsewhere([theirs])
  await expect(person.seat(mine)).toBeChecked()
  await context.setOffline(false)
  await expect(person.seat(theirs)).toHaveAccessibleName(new RegExp(`, ${en.seatMap.looks.HELD},`))
  await expect(page.getByText(en.connection.mapStale)).toBeHidden()
  await expect(person.seat(mine)).toBeChecked()
  await person.hold(1)
})

test('X11: where the network is there and the events of the map are not, the map says that it is not live', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await page.route('**/seats/events?*', (route) => route.abort())
  await person.openSeats(stage)
  await person.says(en.connection.mapStale)
  await expect(page.getByText(en.connection.offline)).toBeHidden()
  await page.unrouteAll()
  await expect(page.getByText(en.connection.mapStale)).toBeHidden()
})

test('offline when paying: it asks again until the network is back, and books once', async ({
  context,
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['Ada Lindqvist'])
  await context.setOffline(true)
  await person.pay()
  await person.says(en.payment.unreachable)
  await context.setOffline(false)
  const id = await person.ticket()
  expect((await person.bookings(stage)).map((one) => one.booking_id)).toEqual([id])
})
