import { expect, type Page } from '@playwright/test'
import { consoleDe } from '../../src/web/operator/i18n/de.ts'
import { consoleEn as t } from '../../src/web/operator/i18n/en.ts'
import { isClean } from './harness/axe.ts'
import { type ConsoleStage, openConsole, signIn, test } from './harness/console.ts'

const clerk = { email: 'grace@example.org', password: 'seven quiet harbor lamps' }
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const open = (page: Page, title: string) => page.locator('summary').filter({ hasText: title }).click()

/** An act of the open panel, by its title and its button. */
async function act(page: Page, title: string, button: string, done: string): Promise<void> {
  await open(page, title)
  await press(page, button)
  await expect(page.getByRole('status').filter({ hasText: done })).toBeVisible()
}

async function signInStatus({ client }: ConsoleStage, password = clerk.password): Promise<number> {
  return (await client.call('POST', '/api/staff/sessions', { body: { ...clerk, password } })).status
}

test('X81: staff are added, given roles, disabled, enabled and given a new password, with what it does and why', async ({
  page,
  stage,
}) => {
  await openConsole(page, '/operator/people')
  await open(page, t.people.add)
  const form = page.getByRole('region', { name: t.people.choose })
  await form.getByLabel(t.people.name, { exact: true }).fill('Grace Hopper')
  await page.getByLabel(t.people.email, { exact: true }).fill(clerk.email)
  await page.getByLabel(t.people.password).fill('password1234')
  await page.getByLabel(t.me.roles.sales ?? '', { exact: true }).check()
  await press(page, t.people.addNow)
  await expect(page.getByLabel(t.people.password)).toHaveAccessibleDescription(t.people.passwordCommon)
  await isClean(page, 'staff, a common password')
  await page.getByLabel(t.people.password).fill(clerk.password)
  await press(page, t.people.addNow)
  await expect(page.getByText(t.people.done.added('Grace Hopper'))).toBeVisible()
  expect(await signInStatus(stage)).toBe(201)
  await page.getByRole('link', { name: 'Grace Hopper' }).click()
  await expect(page.getByText(t.people.sessions('1'))).toBeVisible()
  const row = page.getByRole('row').filter({ hasText: clerk.email })
  await open(page, t.people.changeRoles)
  await page.getByLabel(t.me.roles.inspector ?? '', { exact: true }).check()
  await isClean(page, 'a member of staff')
  await press(page, t.people.changeRolesNow)
  await expect(row).toContainText(`${t.me.roles.sales}, ${t.me.roles.inspector}`)
  await act(page, t.people.endSessions, t.people.endSessionsNow, t.people.done.sessions)
  await expect(page.getByText(t.people.sessions('0'))).toBeVisible()
  await act(page, t.people.disable, t.people.disableNow, t.people.done.disabled)
  await expect(row).toContainText(t.people.states.DISABLED)
  expect(await signInStatus(stage)).toBe(401)
  await act(page, t.people.enable, t.people.enableNow, t.people.done.enabled)
  await open(page, t.people.reset)
  await page.getByLabel(t.people.password).fill('nine slow copper gates')
  await press(page, t.people.resetNow)
  await expect(page.getByText(t.people.done.reset)).toBeVisible()
  expect(await signInStatus(stage)).toBe(401)
  expect(await signInStatus(stage, 'nine slow copper gates')).toBe(201)
  await page.goto('/operator/people?staff=1')
  await open(page, t.people.disable)
  await press(page, t.people.disableNow)
  await expect(page.getByRole('alert')).toHaveText(t.people.lastAdministrator)
})

test('X81: who may not change staff sees them and no act', async ({ browser, baseURL, stage }) => {
  const auditor = { email: 'alan@example.org', password: 'eleven calm river stones' }
  const body = { ...auditor, name: 'Alan Kay', roles: ['auditor'], reason: 'new_duties' }
  const added = await stage.client.call('POST', '/api/operator/staff', { token: stage.token, body })
  expect(added.status).toBe(201)
  const page = await browser.newPage({ baseURL: baseURL ?? '' })
  await page.goto('/operator/people?staff=1')
  await signIn(page, auditor)
  await expect(page.getByRole('row').filter({ hasText: auditor.email })).toBeVisible()
  await expect(page.getByRole('main')).toContainText(/Devices signed in: [1-9]/)
  await expect(page.getByRole('heading', { name: t.keys.title })).toBeVisible()
  await expect(page.locator('main summary')).toHaveCount(0)
  await page.close()
})

test('X82: a key is made with rights, shown once to be copied, used, and revoked after one more question', async ({
  page,
  context,
  stage,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openConsole(page, '/operator/people')
  await expect(page.getByText(t.keys.none)).toBeVisible()
  await open(page, t.keys.add)
  const form = page.getByRole('region', { name: t.keys.add })
  await form.getByLabel(t.keys.name, { exact: true }).fill('Kiosk 7')
  await press(page, t.keys.addNow)
  await expect(page.getByText(t.keys.noRights)).toBeVisible()
  await form.getByLabel('runs.read', { exact: true }).check()
  await isClean(page, 'a new key')
  await press(page, t.keys.addNow)
  const token = await page.getByRole('textbox', { name: t.keys.made('Kiosk 7') }).inputValue()
  expect(token).toMatch(/^hf_live_/)
  await expect(page.getByText(t.keys.once)).toBeVisible()
  await press(page, t.keys.copy)
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe(token)
  await isClean(page, 'a key shown once')
  const look = async () => (await stage.client.call('GET', '/api/operator/rights', { token })).status
  expect(await look()).toBe(200)
  await press(page, t.keys.stored)
  await expect(page.getByText(token)).toHaveCount(0)
  await open(page, t.keys.add)
  await form.getByLabel(t.keys.name, { exact: true }).fill('Kiosk 7')
  await form.getByLabel('runs.read', { exact: true }).check()
  await press(page, t.keys.addNow)
  await expect(page.getByRole('alert')).toHaveText(t.keys.nameTaken)
  await press(page, t.keys.revoke('Kiosk 7'))
  await press(page, t.cancel)
  expect(await look()).toBe(200)
  await press(page, t.keys.revoke('Kiosk 7'))
  await press(page, t.keys.confirm)
  await expect(page.getByText(t.people.done.revoked('Kiosk 7'))).toBeVisible()
  expect(await look()).toBe(401)
  await page.keyboard.press('Control+k')
  await page.keyboard.type('Deutsch')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(consoleDe.people.title)
})
