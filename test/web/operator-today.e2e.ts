import { expect } from '@playwright/test'
import { consoleEn as t } from '../../src/web/operator/i18n/en.ts'
import { wholeWay } from '../harness/railway.ts'
import { isClean } from './harness/axe.ts'
import { openConsole, test } from './harness/console.ts'

test('X61: a day shows each train with what is held and blocked on it, follows live, and is searched', async ({
  page,
  stage,
}) => {
  const { client, token } = stage
  const ride = await stage.untouchedRide()
  const path = `/api/operator/train_runs/${ride.train_run_id}/blocks`
  const [blocked = '', held = ''] = ride.seatNumbers
  await client.call('POST', path, { token, body: { seat_numbers: [blocked], reason: 'defect' } })
  await openConsole(page, `/operator?date=${ride.journeyDate}`)
  const link = page.locator(`a[href="/operator/runs/${ride.train_run_id}"]`)
  const row = page.getByRole('row').filter({ has: link })
  await expect(row.getByRole('cell').nth(6)).toHaveText('1')
  await expect(row.getByRole('cell').nth(5)).toHaveText('0')
  await isClean(page, 'today')
  const answer = await client.hold(await client.session(), wholeWay(ride, [held]))
  expect(answer.status).toBe(201)
  await expect(row.getByRole('cell').nth(5)).toHaveText('1')
  const all = await page.getByRole('row').count()
  await page.getByRole('searchbox', { name: t.today.search }).fill((await link.textContent()) ?? '')
  await expect(row).toBeVisible()
  expect(await page.getByRole('row').count()).toBeLessThan(all)
  await page.getByRole('searchbox', { name: t.today.search }).fill('no such train')
  await expect(page.getByText(t.today.noMatch)).toBeVisible()
})
