import { expect, type Page } from '@playwright/test'
import { consoleDe } from '../../src/web/operator/i18n/de.ts'
import { consoleEn as t } from '../../src/web/operator/i18n/en.ts'
import { type Ride, wholeWay } from '../harness/railway.ts'
import { isClean } from './harness/axe.ts'
import { type ConsoleStage, openConsole, test } from './harness/console.ts'

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

async function enterPassenger(page: Page, seatNumber: string, name: string): Promise<void> {
  await page.getByLabel(t.desk.name(seatNumber)).fill(name)
  await page.getByLabel(t.desk.age, { exact: true }).first().fill('41')
}

/** Chooses a station by its code. */
async function chooseStation(page: Page, label: string, code: string): Promise<void> {
  const field = page.getByRole('combobox', { name: label })
  await field.fill(code)
  await expect(page.getByRole('listbox', { name: label }).getByRole('option').first()).toContainText(code)
  await field.press('Enter')
}

async function freeSeats({ client }: ConsoleStage, ride: Ride): Promise<number> {
  const guest = await client.session()
  const held = await client.hold(guest, wholeWay(ride, ride.seatNumbers.slice(0, 1)))
  return held.status
}

test('X78, X79: a train is found, sold on an invoice at the desk, and the invoice is paid', async ({
  page,
  stage,
}) => {
  const ride = await stage.untouchedRide()
  await openConsole(page, '/operator/sell')
  await expect(page.getByText(t.desk.chooseWay)).toBeVisible()
  await isClean(page, 'the desk before a search')
  await chooseStation(page, t.desk.from, ride.stations[0] ?? '')
  await chooseStation(page, t.desk.to, ride.stations.at(-1) ?? '')
  await page.getByLabel(t.desk.date, { exact: true }).fill(ride.journeyDate)
  await isClean(page, 'trains at the desk')
  const offer = button(page, new RegExp(`^${ride.travelClass}: `)).first()
  await offer.click()
  const form = page.getByRole('form', { name: t.desk.title })
  const seat = /(\d+-\d+)/.exec((await form.getByRole('heading').textContent()) ?? '')?.[1] ?? ''
  await enterPassenger(page, seat, 'Ada Lindqvist')
  await page.getByLabel(t.desk.method).selectOption('invoice')
  await page.getByLabel(t.desk.till).fill('no till')
  await button(page, /^Sell for/).click()
  await expect(page.getByText(t.desk.tillWrong)).toBeVisible()
  await page.getByLabel(t.desk.till).fill('window-3')
  await isClean(page, 'a sale at the desk')
  await button(page, /^Sell for/).click()
  const receipt = page.getByRole('region', { name: t.desk.receipt })
  await expect(receipt).toContainText('Ada Lindqvist')
  await expect(receipt).toContainText(t.desk.owes(''))
  const code = (await page.getByRole('heading', { level: 1 }).textContent())?.slice(-8) ?? ''
  await page.getByRole('link', { name: t.desk.title, exact: true }).last().click()
  const open = page.getByRole('region', { name: t.desk.open })
  await open.getByRole('link', { name: code }).click()
  await page.locator('summary').filter({ hasText: t.desk.settle }).click()
  await page.getByLabel(t.desk.means).selectOption('TRANSFER')
  await isClean(page, 'a receipt with an open balance')
  await button(page, /^Record that/).click()
  await expect(receipt).toContainText(t.desk.even)
  await expect(receipt).toContainText('window-3')
})

test('X78: seats selected in the picture of a run are held for the desk, let go of, and sold for cash, on a tablet', async ({
  page,
  stage,
}) => {
  const ride = await stage.untouchedRide()
  await page.setViewportSize({ width: 820, height: 1180 })
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  const picture = page.getByRole('application', { name: t.run.picture })
  await picture.focus()
  for (const key of ['ArrowDown', ...ride.stations.slice(2).map(() => 'Shift+ArrowRight')])
    await page.keyboard.press(key)
  await page.getByRole('link', { name: t.desk.selection }).click()
  const [, seat = ''] = /seats=([^&]+)/.exec(page.url()) ?? []
  await button(page, t.desk.holdThese).click()
  await expect(page.getByRole('heading', { name: t.desk.held(seat) })).toBeVisible()
  const own = { ...ride, seatNumbers: [seat] }
  expect(await freeSeats(stage, own)).toBe(409)
  await button(page, t.desk.release).click()
  await expect(page.getByText(t.desk.chooseWay)).toBeVisible()
  await page.goBack()
  await button(page, t.desk.holdThese).click()
  await enterPassenger(page, seat, 'Grace Hopper')
  await page.getByLabel(t.desk.till).fill('window-1')
  await button(page, /^Sell for/).click()
  const receipt = page.getByRole('region', { name: t.desk.receipt })
  await expect(receipt).toContainText(t.desk.even)
  expect(await freeSeats(stage, own)).toBe(409)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Deutsch')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: consoleDe.desk.receipt })).toContainText(consoleDe.desk.even)
  const wider = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  )
  expect(wider).toBe(0)
})
