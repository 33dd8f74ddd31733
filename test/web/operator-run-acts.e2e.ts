import { expect, type Page } from '@playwright/test'
import { consoleDe } from '../../src/web/operator/i18n/de.ts'
import { consoleEn as t } from '../../src/web/operator/i18n/en.ts'
import { type Ride, wholeWay } from '../harness/railway.ts'
import { isClean } from './harness/axe.ts'
import { type ConsoleStage, openConsole, test } from './harness/console.ts'

const acts = (page: Page) => page.getByRole('region', { name: t.runActs.title })
const state = (page: Page) => page.getByRole('region', { name: t.runActs.state })
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Opens an act by the keyboard. */
async function openAct(page: Page, title: string): Promise<void> {
  await page.locator('summary').filter({ hasText: title }).focus()
  await page.keyboard.press('Enter')
}

/** Books a seat of the ride for a guest. */
async function book({ client }: ConsoleStage, ride: Ride, seatNumber: string) {
  const guest = await client.session()
  const hold = await client.hold(guest, wholeWay(ride, [seatNumber]))
  const booking = await client.book(guest, hold.body)
  expect(booking.status).toBe(201)
  return booking.body
}

test('X74: a run is closed on a part of its way and opened again, from the keyboard', async ({
  page,
  stage,
}) => {
  const ride = await stage.untouchedRide(4)
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  await openAct(page, t.runActs.close)
  const form = acts(page).locator('details[open]')
  await form.getByLabel(t.runActs.from, { exact: true }).selectOption('1')
  await form.getByLabel(t.runActs.class).selectOption(ride.travelClass)
  await form.getByLabel(t.acts.reason).selectOption('defect')
  await button(page, t.runActs.closeNow).click()
  await expect(page.getByText(t.runActs.done.close)).toBeVisible()
  await expect(state(page)).toContainText(ride.travelClass)
  const hold = () =>
    stage.client
      .session()
      .then((guest) => stage.client.hold(guest, wholeWay(ride, ride.seatNumbers.slice(0, 1))))
  expect((await hold()).status).toBe(409)
  await isClean(page, 'a run that is closed')
  await openAct(page, t.runActs.close)
  await openAct(page, t.runActs.open)
  await button(page, t.runActs.openNow).click()
  await expect(page.getByText(t.runActs.done.open)).toBeVisible()
  await expect(state(page)).toBeHidden()
  expect((await hold()).status).toBe(201)
})

test('X59, X74: canceling a run tells first what goes back, and then how far that has come', async ({
  page,
  stage,
}) => {
  const ride = await stage.untouchedRide()
  const sold = [
    await book(stage, ride, ride.seatNumbers[0] ?? ''),
    await book(stage, ride, ride.seatNumbers[1] ?? ''),
  ]
  const cents = sold.reduce((sum, one) => sum + one.total_cents, 0)
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  await openAct(page, t.runActs.cancel)
  await button(page, t.runActs.preview).click()
  const preview = acts(page).getByRole('status')
  const euros = new Intl.NumberFormat('en-GB', { style: 'currency', currency: sold[0]?.currency ?? '' })
  const sums = `${t.runActs.willSeats(2)}, ${euros.format(cents / 100)}`
  await expect(preview).toContainText(t.runActs.willRefund(2, sums))
  await expect(preview).toContainText(t.runActs.forever)
  await expect(state(page)).toBeHidden()
  await isClean(page, 'what a cancellation will do')
  await button(page, t.runActs.cancelNow).click()
  await expect(page.getByText(t.runActs.done.cancel(2))).toBeVisible()
  await expect(state(page)).toContainText(t.runActs.givenBack('2', '2'))
  await expect(page.locator('.run-head')).toContainText(t.today.reasons.CANCELLED ?? '')
  await isClean(page, 'a canceled run')
})

test('X75: passengers in a selection are moved as proposed, and the seats they leave are blocked', async ({
  page,
  stage,
}) => {
  const ride = await stage.untouchedRide()
  const [seat = ''] = ride.seatNumbers
  const { booking_id: code } = await book(stage, ride, seat)
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  await page.getByRole('application', { name: t.run.picture }).focus()
  await page.keyboard.press('ArrowDown')
  for (let row = 0; row < 20 && !(await panel(page).getByText(code).isVisible()); row++)
    await page.keyboard.press('Shift+PageDown')
  await expect(panel(page)).toContainText(code)
  await openAct(page, t.move.title)
  await button(page, t.move.propose).click()
  const row = panel(page).getByRole('row').filter({ hasText: code })
  await expect(row.getByRole('rowheader')).toHaveText(seat)
  const to = (await row.getByRole('cell').first().textContent()) ?? ''
  expect(to).not.toBe(seat)
  await isClean(page, 'a proposal of moves')
  await button(page, t.move.apply(1)).click()
  await expect(panel(page)).toContainText(t.move.done(1))
  const path = `/api/operator/train_runs/${ride.train_run_id}/manifest`
  const lines = await stage.client.call<{ lines: { seat_number: string; status: string }[] }>('GET', path, {
    token: stage.token,
  })
  const statusOf = (number: string) => lines.body.lines.find((one) => one.seat_number === number)?.status
  expect([statusOf(seat), statusOf(to)]).toEqual(['BLOCKED', 'BOOKED'])
})

const panel = (page: Page) => page.getByRole('complementary', { name: t.run.selection })

test('X76: the manifest names who has which seat, as a list, as a plan of all seats, and as CSV', async ({
  page,
  stage,
}) => {
  const ride = await stage.untouchedRide()
  const [seat = ''] = ride.seatNumbers
  const { booking_id: code } = await book(stage, ride, seat)
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  await page.getByRole('link', { name: t.manifest.link }).click()
  const row = page.getByRole('row').filter({ hasText: code })
  await expect(row).toContainText('Passenger 1')
  await expect(page.getByText(t.manifest.boarding(1))).toBeVisible()
  await isClean(page, 'a manifest')
  const download = page.waitForEvent('download')
  await button(page, t.reports.csv).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)
  await page.getByLabel(t.manifest.show).selectOption(t.manifest.plan)
  await expect(page).toHaveURL(/view=plan/)
  await expect(page.getByRole('listitem').filter({ hasText: 'Passenger 1' })).toBeVisible()
  await isClean(page, 'a plan of seats')
})

test('X74, X76: what is done about a run fits a tablet, in German and in the dark', async ({
  page,
  stage,
}) => {
  const ride = await stage.untouchedRide()
  await page.setViewportSize({ width: 820, height: 1180 })
  await page.emulateMedia({ colorScheme: 'dark' })
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Deutsch')
  await page.keyboard.press('Enter')
  const form = page.getByRole('region', { name: consoleDe.runActs.title })
  await form.locator('summary').first().click()
  await expect(form.getByText(consoleDe.runActs.closeLead)).toBeVisible()
  const wider = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  expect(wider).toBe(0)
})
