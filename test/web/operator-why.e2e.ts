import { expect } from '@playwright/test'
import { consoleDe } from '../../src/web/operator/i18n/de.ts'
import { consoleEn as t } from '../../src/web/operator/i18n/en.ts'
import { wholeWay } from '../harness/railway.ts'
import { isClean } from './harness/axe.ts'
import { openConsole, test } from './harness/console.ts'

test('X87: the page of a run says what stood in the way of a wish, now and at a moment before', async ({
  page,
  stage,
}) => {
  const { client } = stage
  const ride = await stage.untouchedRide()
  const before = new Date(Date.now() - 60_000)
  const guest = await client.session()
  const hold = await client.hold(guest, wholeWay(ride, ride.seatNumbers.slice(0, 2)))
  expect(hold.status).toBe(201)
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  const summary = page.locator('summary').filter({ hasText: t.why.title })
  await summary.focus()
  await page.keyboard.press('Enter')
  const panel = page.locator('details.act').filter({ has: summary })
  await panel.getByLabel(t.runActs.class).selectOption(ride.travelClass)
  await panel.getByLabel(t.why.seats).fill('999')
  await panel.getByRole('button', { name: t.why.look, exact: true }).click()
  await expect(panel).toContainText(t.why.answers.NOT_ENOUGH_SEATS)
  await panel.getByText(t.why.taken(2)).click()
  await expect(panel).toContainText(`${ride.seatNumbers[0]}: ${t.run.statuses.HELD}`)
  await isClean(page, 'why seats were refused')
  const local = await page.evaluate<string>(
    `new Date(${before.getTime()} - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16)`,
  )
  await panel.getByLabel(t.why.seats).fill('1')
  await panel.getByLabel(t.why.at).fill(local)
  await panel.getByRole('button', { name: t.why.look, exact: true }).click()
  await expect(panel).toContainText(t.why.answers.POSSIBLE)
  await expect(panel.getByText(t.why.taken(2))).toBeHidden()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Deutsch')
  await page.keyboard.press('Enter')
  await expect(page.locator('summary').filter({ hasText: consoleDe.why.title })).toBeVisible()
})
