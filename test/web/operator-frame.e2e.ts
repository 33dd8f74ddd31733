import { type Browser, expect, type Page } from '@playwright/test'
import { consoleDe } from '../../src/web/operator/i18n/de.ts'
import { consoleEn as t } from '../../src/web/operator/i18n/en.ts'
import { isClean } from './harness/axe.ts'
import { admin, openConsole, signIn, test } from './harness/console.ts'

const mostBytes = 180 * 1024
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })

/** The scripts and styles that a new browser loads until the work is done, with their sizes on the wire. */
async function filesOf(browser: Browser, baseURL: string, work: (page: Page) => Promise<unknown>) {
  const page = await browser.newPage({ baseURL })
  const sizes: Promise<readonly [string, number]>[] = []
  page.on('requestfinished', (request) => {
    const { pathname } = new URL(request.url())
    if (/\.(js|css)$/.test(pathname))
      sizes.push(request.sizes().then(({ responseBodySize }) => [pathname, responseBodySize]))
  })
  await work(page)
  await page.waitForLoadState('networkidle')
  const files = await Promise.all(sizes)
  await page.close()
  return files
}

test('X60: the first load of the console is within 180 KB, and no passenger loads a byte of it', async ({
  browser,
  baseURL: address,
}) => {
  const baseURL = address ?? ''
  const ofPassenger = await filesOf(browser, baseURL, (page) => page.goto('/'))
  expect(ofPassenger.length).toBeGreaterThan(1)
  expect(ofPassenger.filter(([path]) => path.includes('operator'))).toEqual([])
  const files = await filesOf(browser, baseURL, (page) => openConsole(page))
  const bytes = files.reduce((sum, [, size]) => sum + size, 0)
  console.log(`first load of the console: ${bytes} bytes of script and styles in ${files.length} files`)
  expect(files.some(([path]) => path.includes('operator'))).toBe(true)
  expect(bytes).toBeLessThanOrEqual(mostBytes)
})

test('X62: a wrong password is told; signing in leads to the address that was asked for', async ({
  page,
}) => {
  await page.goto('/operator?date=2030-01-01')
  await expect(page.getByLabel(t.signIn.email)).toBeVisible()
  await isClean(page, 'sign-in')
  await page.getByLabel(t.signIn.email).fill(admin.email)
  await page.getByLabel(t.signIn.password).fill('something else entirely')
  await page.getByRole('button', { name: t.signIn.submit }).click()
  await expect(page.getByRole('alert')).toContainText(t.signIn.refused)
  await signIn(page)
  await expect(page.getByText(t.today.noneHelp)).toBeVisible()
  await isClean(page, 'a day without trains')
})

test('X62: a session that has ended is asked for again on the same screen, and goes on there', async ({
  page,
  context,
}) => {
  await openConsole(page, '/operator?date=2030-01-01')
  await page.getByRole('button', { name: t.today.after }).click()
  await expect(page.getByLabel(t.today.date)).toHaveValue('2030-01-02')
  await context.clearCookies()
  await expect(page.getByText(t.signIn.ended)).toBeVisible()
  await signIn(page)
  await expect(page.getByLabel(t.today.date)).toHaveValue('2030-01-02')
})

test('X62: who is signed in is told what they may do, and that an address has no screen', async ({
  page,
  stage,
}) => {
  const ben = { email: 'ben@example.org', password: 'another fine horse' }
  const added = await stage.run(['staff', 'add', ben.email, 'Ben', 'inspector'], `${ben.password}\n`)
  expect(added.status).toBe(0)
  await page.goto('/operator/nowhere')
  await signIn(page, ben)
  await expect(heading(page, t.lost.title)).toBeVisible()
  await page.getByText('Ben', { exact: true }).first().click()
  await expect(page.getByText(ben.email)).toBeVisible()
  await page.getByText(t.me.mayDo).click()
  await expect(page.getByText('manifest.read')).toBeVisible()
  await expect(page.getByText('runs.change')).toHaveCount(0)
  await isClean(page, 'my account')
})

test('X63: screens, language and the way out are found and done with the keyboard alone', async ({
  page,
}) => {
  await openConsole(page)
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: t.palette.label })
  await expect(field).toBeFocused()
  await field.fill('zzz')
  await expect(page.getByText(t.palette.none)).toBeVisible()
  await field.fill('Deutsch')
  await isClean(page, 'palette')
  await page.keyboard.press('Enter')
  await expect(heading(page, consoleDe.screens.today)).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.keyboard.type(consoleDe.me.signOut)
  await page.keyboard.press('Enter')
  await expect(page.getByLabel(consoleDe.signIn.email)).toBeVisible()
})
