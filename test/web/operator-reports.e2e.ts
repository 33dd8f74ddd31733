import { randomUUID } from 'node:crypto'
import { expect } from '@playwright/test'
import { consoleEn as t } from '../../src/web/operator/i18n/en.ts'
import { bookingRequest } from '../harness/client.ts'
import { wholeWay } from '../harness/railway.ts'
import type { HoldBody } from '../harness/wire.ts'
import { isClean } from './harness/axe.ts'
import { openConsole, test } from './harness/console.ts'

test('X57, X58: the console shows what was sold by what is asked for, and closes a day after one more question', async ({
  page,
  stage,
}) => {
  const { client, token } = stage
  const ride = await stage.untouchedRide()
  const guest = await client.session()
  const hold = await client.hold(guest, wholeWay(ride, ride.seatNumbers.slice(0, 1)))
  expect(hold.status).toBe(201)
  const body = bookingRequest(hold.body as HoldBody)
  const sold = await client.call('POST', '/api/bookings', { token: guest, key: randomUUID(), body })
  expect(sold.status).toBe(201)
  const day = Temporal.Now.plainDateISO().subtract({ days: 2 }).toString()
  await client.call('POST', '/api/operator/closings', { token, body: { day } })
  await openConsole(page, '/operator/reports?from=2020-01-01&to=2020-01-02&by=method')
  await expect(page.getByRole('heading', { name: t.reports.empty })).toBeVisible()
  const tomorrow = Temporal.Now.plainDateISO().add({ days: 1 }).toString()
  await page.getByLabel(t.reports.to).fill(tomorrow)
  await page.getByLabel(t.reports.from).fill(day)
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: 'mock' }) })
  await expect(row.getByRole('cell').first()).not.toHaveText('0')
  await expect(page).toHaveURL(new RegExp(`from=${day}&to=${tomorrow}&by=method`))
  await page.getByLabel(t.reports.by).selectOption('channel')
  await expect(page.getByRole('rowheader', { name: t.reports.channels.guest ?? '' })).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: t.reports.csv, exact: true }).click()
  expect((await download).suggestedFilename()).toBe(`${day}-${tomorrow}.csv`)
  await isClean(page, 'reports')
  await page.getByRole('button', { name: t.closing.close }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: t.closing.cancel }).click()
  await page.getByRole('button', { name: t.closing.close }).click()
  await page.getByRole('button', { name: t.closing.confirm }).click()
  await expect(page.getByText(t.closing.notOver)).toBeVisible()
  const days = page.getByRole('region', { name: t.closing.closed })
  await expect(days.getByRole('row')).toHaveCount(3)
  await isClean(page, 'reports with closed days')
})
