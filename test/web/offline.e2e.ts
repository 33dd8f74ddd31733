import { expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

test('X11: an offline seat map says so once, keeps the choice, and catches up when the network is back', async ({
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

test('X11: a map that has lost its events while the network is up says that it is not live', async ({
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

test('W49: a page that gets no stream from the server fetches its map every 10 seconds', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [mine = '', theirs = ''] = await stage.freshSeats(2)
  await page.route('**/seats/events?*', (route) => route.fulfill({ status: 429 }))
  await person.openSeats(stage)
  await person.chooseSeats([mine])
  await person.says(en.connection.mapStale)
  await stage.holdElsewhere([theirs])
  await expect(person.seat(theirs)).toHaveAccessibleName(new RegExp(`, ${en.seatMap.looks.HELD},`), {
    timeout: 20_000,
  })
  await page.unrouteAll()
  await expect(page.getByText(en.connection.mapStale)).toBeHidden({ timeout: 40_000 })
})

test('a payment sent offline is repeated until the network is back, and books once', async ({
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

test('X13: a page whose code could not be loaded ahead comes anyway, as soon as the network is back', async ({
  context,
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await page.route(/booking-page/, (route) => route.abort('internetdisconnected'))
  const ahead = page.waitForRequest(/booking-page/)
  await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['Ada Lindqvist'])
  await ahead
  await context.setOffline(true)
  await person.pay()
  await person.says(en.payment.unreachable)
  await page.unrouteAll()
  await context.setOffline(false)
  const id = await person.ticket()
  expect((await person.bookings(stage)).map((one) => one.booking_id)).toEqual([id])
})
