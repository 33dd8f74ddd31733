import { test as base, expect, type Page } from '@playwright/test'
import { setupDe } from '../../src/web/shared/i18n/setup/de.ts'
import { setupEn as t } from '../../src/web/shared/i18n/setup/en.ts'
import { createWorld } from '../harness/world.ts'
import { isClean } from './harness/axe.ts'

/** A server without an administrator, and the link that its start has printed. */
const test = base.extend<object, { link: string }>({
  link: [
    async ({ playwright: _ }, use) => {
      const ends: (() => unknown)[] = []
      try {
        const world = await createWorld({ after: (end) => ends.push(end) })
        const [, link = ''] = /^ {4}(http:\/\/\S+\/setup#\S{43})$/m.exec(world.server.output()) ?? []
        await use(link)
      } finally {
        for (const end of ends.toReversed()) await end()
      }
    },
    { scope: 'worker', timeout: 180_000 },
  ],
})

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name })
const fits = async (page: Page) =>
  expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

async function fill(page: Page, again: string): Promise<void> {
  await page.getByLabel(t.name).fill('Ada Vlasak')
  await page.getByLabel(t.email).fill('ada@example.org')
  await page.getByLabel(t.password, { exact: true }).fill('correct horse battery')
  await page.getByLabel(t.again).fill(again)
}

test('R110: the link of a first start opens a page that makes the administrator, once', async ({
  page,
  link,
  browser,
}) => {
  await page.setViewportSize({ width: 360, height: 700 })
  await page.goto(link)
  await expect(heading(page, t.title)).toBeVisible()
  await fits(page)
  await isClean(page, 'set-up')
  await page.getByRole('button', { name: t.submit }).click()
  for (const sentence of [t.nameError, t.emailError, t.passwordError])
    await expect(page.getByText(sentence)).toBeVisible()
  await expect(page.getByLabel(t.name)).toBeFocused()
  await isClean(page, 'set-up with mistakes')
  await fill(page, 'another horse battery')
  await page.getByRole('button', { name: t.submit }).click()
  await expect(page.getByText(t.againError)).toBeVisible()
  await fill(page, 'correct horse battery')
  await page.keyboard.press('Enter')
  await expect(heading(page, t.doneTitle)).toBeVisible()
  await expect(page.getByText(t.done('Ada Vlasak'))).toBeVisible()
  expect(new URL(page.url()).hash).toBe('')
  await isClean(page, 'set up')
  const me = await page.request.get(new URL('/api/staff/me', link).href)
  expect(me.status()).toBe(200)
  const other = await browser.newPage()
  await other.goto(link)
  await fill(other, 'correct horse battery')
  await other.getByRole('button', { name: t.submit }).click()
  await expect(heading(other, t.closedTitle)).toBeVisible()
  await isClean(other, 'a link that was used')
})

test('R110: in German, and without its secret, the page says what to do', async ({ browser, link }) => {
  const page = await browser.newPage({ locale: 'de-DE', viewport: { width: 360, height: 700 } })
  await page.goto(link)
  await expect(heading(page, setupDe.title)).toBeVisible()
  await fits(page)
  await page.goto('about:blank')
  await page.goto(new URL('/setup', link).href)
  await expect(heading(page, setupDe.closedTitle)).toBeVisible()
  await fits(page)
})
