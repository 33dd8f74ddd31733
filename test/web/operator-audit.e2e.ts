import { expect, type Page } from '@playwright/test'
import { consoleDe } from '../../src/web/operator/i18n/de.ts'
import { consoleEn as t } from '../../src/web/operator/i18n/en.ts'
import { wholeWay } from '../harness/railway.ts'
import { isClean } from './harness/axe.ts'
import { openConsole, test } from './harness/console.ts'

const trail = (page: Page) => page.getByRole('region', { name: t.audit.title })
const show = (page: Page) => page.getByRole('button', { name: t.audit.show }).click()

test('X80: the audit trail is narrowed by filters that are in the address, and read page by page', async ({
  page,
  stage,
}) => {
  const { client } = stage
  const ride = await stage.untouchedRide()
  const guest = await client.session()
  // Each hold and its release leave two entries, and a page has 50.
  for (let holds = 0; holds < 30; holds++) {
    const held = await client.hold(guest, wholeWay(ride, ride.seatNumbers.slice(0, 1)))
    expect(held.status).toBe(201)
    const token = (held.body as { readonly hold_token: string }).hold_token
    await client.call('DELETE', `/api/seat_holds/${token}`, { token: guest })
  }
  await openConsole(page, '/operator/audit')
  const entries = trail(page).getByRole('listitem')
  await expect(page.getByText(t.audit.ofNoTrain)).toBeVisible()
  await expect(entries.first()).toContainText(t.acts.actions.signed_in ?? '')
  await isClean(page, 'the audit trail of no train')
  await page.getByLabel(t.audit.action).selectOption('key_revoked')
  await show(page)
  await expect(page.getByRole('heading', { name: t.audit.none })).toBeVisible()
  await isClean(page, 'an audit trail without entries')
  await page.getByRole('link', { name: t.audit.reset }).click()
  await expect(page.getByLabel(t.audit.action)).toHaveValue('')
  await page.getByRole('combobox', { name: t.audit.staff, exact: true }).selectOption({ index: 1 })
  await page.getByLabel(t.audit.action).selectOption('signed_in')
  await show(page)
  await expect(page).toHaveURL(/action=signed_in&staff=1$/)
  await expect(entries.first()).toContainText(t.acts.actions.signed_in ?? '')
  await page.goto(`/operator/runs/${ride.train_run_id}`)
  await page.getByRole('link', { name: t.audit.link }).click()
  await expect(page).toHaveURL(new RegExp(`run=${ride.train_run_id}$`))
  await expect(entries).toHaveCount(50)
  await expect(entries.first()).toContainText(t.acts.actions.hold_released ?? '')
  await page.getByRole('button', { name: t.audit.older }).click()
  await expect(entries).toHaveCount(60)
  await expect(entries.last()).toContainText(t.acts.actions.hold_placed ?? '')
  await expect(page.getByText(t.audit.atEnd)).toBeVisible()
  await page.getByLabel(t.audit.run).fill('987654321')
  await show(page)
  await expect(page.getByRole('alert')).toHaveText(t.audit.noRun)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Deutsch')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText(consoleDe.audit.noRun)
})
