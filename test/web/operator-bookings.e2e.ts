import { expect, type Locator, type Page } from '@playwright/test'
import { consoleEn as t } from '../../src/web/operator/i18n/en.ts'
import type { Client } from '../harness/client.ts'
import { type Ride, wholeWay } from '../harness/railway.ts'
import { isClean } from './harness/axe.ts'
import { type ConsoleStage, openConsole, signIn, test } from './harness/console.ts'

/** Two passengers on a train, as any passenger books. */
async function bookTwo({ client, untouchedRide }: ConsoleStage) {
  const ride = await untouchedRide()
  const guest = await client.session()
  const hold = await client.hold(guest, wholeWay(ride, ride.seatNumbers.slice(0, 2)))
  const booked = await client.book(guest, hold.body)
  expect(booked.status).toBe(201)
  return { ride, booking: booked.body }
}

async function trainNumber(client: Client, { train_run_id: id }: Ride): Promise<string> {
  return (await client.call<{ train_number: string }>('GET', `/api/train_runs/${id}`)).body.train_number
}

async function find(page: Page, text: string): Promise<void> {
  await page.getByLabel(t.bookings.text).fill(text)
  await page.keyboard.press('Enter')
}

/** Opens an act of a booking; returns its form. */
async function openAct(page: Page, title: string): Promise<Locator> {
  const act = page.locator('details.act').filter({ has: page.locator('summary', { hasText: title }) })
  await act.locator('summary').click()
  return act
}

const status = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text })

test('X70, X71: a booking is found by its code, by a name, and by train and seat, and is shown whole', async ({
  page,
  stage,
}) => {
  const { booking, ride } = await bookTwo(stage)
  const code = booking.booking_id
  await openConsole(page, '/operator/bookings')
  await expect(page.getByRole('heading', { name: t.bookings.help })).toBeVisible()
  await isClean(page, 'bookings, before a search')
  await find(page, '')
  await expect(page.getByText(t.bookings.tooLittle)).toBeVisible()
  await find(page, 'nobody atall')
  await expect(page.getByText(t.bookings.noneHelp)).toBeVisible()
  await find(page, code.toLowerCase())
  await expect(page.getByRole('link', { name: code })).toBeVisible()
  expect(page.url()).not.toContain(code.toLowerCase())
  await isClean(page, 'bookings that were found')
  await page.getByLabel(t.bookings.text).fill('')
  await page.getByLabel(t.bookings.train).fill(await trainNumber(stage.client, ride))
  await page.getByLabel(t.bookings.date).fill(ride.journeyDate)
  await page.getByLabel(t.bookings.seat).fill(ride.seatNumbers[1] ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: code }).click()
  await expect(page.getByRole('heading', { level: 1, name: t.booking.title(code) })).toBeFocused()
  await expect(page.getByRole('row', { name: /Passenger 2/ })).toContainText(ride.seatNumbers[1] ?? '')
  await expect(page.getByText(t.acts.actions.booking_confirmed ?? '', { exact: true })).toBeVisible()
  await isClean(page, 'a booking')
  await page.goto('/operator/bookings/ZZZZZZZZ')
  await expect(page.getByText(t.booking.none)).toBeVisible()
})

test('X72: seats are canceled in full with a reason once it is told what goes back, and the story tells it', async ({
  page,
  stage,
}) => {
  const { booking } = await bookTwo(stage)
  await openConsole(page, `/operator/bookings/${booking.booking_id}`)
  const act = await openAct(page, t.booking.cancel)
  await act.getByRole('checkbox').first().uncheck()
  await act.getByLabel(t.booking.terms).selectOption('IN_FULL')
  await act.getByLabel(t.acts.reason).selectOption('operational')
  await act.getByRole('button', { name: t.booking.quote }).click()
  await expect(act.getByRole('status')).toContainText(booking.seats[1]?.seat_number ?? '')
  await isClean(page, 'a cancellation before it is done')
  await act.getByRole('button', { name: /^Cancel, and give back/ }).click()
  await expect(status(page, 'on its way back')).toBeVisible()
  const seats = page.getByRole('region', { name: t.bookings.seats })
  await expect(seats.getByText(t.bookings.states.CANCELLED)).toHaveCount(1)
  const entry = page.locator('.timeline li').filter({ hasText: t.acts.actions.seats_cancelled ?? '' })
  await expect(entry).toContainText(t.acts.reasons.operational ?? '')
  await expect(page.getByText(t.acts.actions.refund_done ?? '')).toBeVisible({ timeout: 20_000 })
})

test('X72: compensation, a corrected name and a note are given with a reason, and a wrong amount is told', async ({
  page,
  stage,
}) => {
  const { booking } = await bookTwo(stage)
  await openConsole(page, `/operator/bookings/${booking.booking_id}`)
  const gift = await openAct(page, t.booking.compensate)
  await gift.getByLabel(t.booking.amount(booking.currency)).fill('7.505')
  await gift.getByRole('button', { name: t.booking.compensateNow }).click()
  await expect(gift.getByText(t.booking.amountWrong)).toBeVisible()
  await gift.getByLabel(t.booking.amount(booking.currency)).fill('7.50')
  await gift.getByRole('button', { name: t.booking.compensateNow }).click()
  await expect(status(page, '7.50')).toBeVisible()
  const name = await openAct(page, t.booking.correct)
  await name.getByLabel(t.booking.newName).fill('Grace Hopper')
  await name.getByRole('button', { name: t.booking.correctNow }).click()
  await expect(page.getByRole('row', { name: /Grace Hopper/ })).toBeVisible()
  const note = await openAct(page, t.booking.note)
  await note.getByLabel(t.booking.noteText).fill('Waits at platform 2')
  await note.getByRole('button', { name: t.booking.noteNow }).click()
  await expect(page.locator('.notes')).toContainText('Waits at platform 2')
  await isClean(page, 'a booking with its acts open')
})

test('X71: whoever may not know names sees them masked, and is offered no act beyond their rights', async ({
  page,
  stage,
}) => {
  const { booking } = await bookTwo(stage)
  const eve = { email: 'eve@example.org', password: 'a long enough secret' }
  const added = await stage.run(['staff', 'add', eve.email, 'Eve', 'auditor'], `${eve.password}\n`)
  expect(added.status).toBe(0)
  await page.goto(`/operator/bookings/${booking.booking_id}`)
  await signIn(page, eve)
  await expect(page.getByText(t.booking.masked)).toBeVisible()
  await expect(page.getByText(t.booking.noActs)).toBeVisible()
  await expect(page.getByText('Passenger 1')).toHaveCount(0)
  await expect(page.locator('details.act')).toHaveCount(0)
})

test('X71: a bar in the picture of a run opens its booking, by a click and by Enter', async ({
  page,
  stage,
}) => {
  const { booking, ride } = await bookTwo(stage)
  const [seat = ''] = ride.seatNumbers
  const title = page.getByRole('heading', { level: 1, name: t.booking.title(booking.booking_id) })
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  const bars = page.locator(`.strip[data-coach="${seat.split('-')[0]}"] svg`)
  await expect(bars.locator('.bar-booked')).toHaveAttribute('d', /^M/)
  const [, row = '0'] = /^M\d+ (\d+)/.exec((await bars.locator('.bar-booked').getAttribute('d')) ?? '') ?? []
  const down = (Number(row) + 0.5) * 12
  // Into the middle of the window, since the head of the legs stays above what scrolls.
  const top = (await bars.boundingBox())?.y ?? 0
  await page.mouse.wheel(0, top + down - 400)
  await expect.poll(async () => (await bars.boundingBox())?.y).toBeLessThan(400)
  const box = await bars.boundingBox()
  await page.mouse.click((box?.x ?? 0) + 10, (box?.y ?? 0) + down)
  await expect(title).toBeVisible()
  await page.goBack()
  await page.getByRole('application', { name: t.run.picture }).focus()
  await page.keyboard.press('ArrowDown')
  const reached = page.locator('.cell-words').filter({ hasText: booking.booking_id })
  for (let step = 0; step < 900 && (await reached.count()) === 0; step++)
    await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(title).toBeVisible()
})
