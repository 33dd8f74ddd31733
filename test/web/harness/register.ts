import { type BrowserContext, expect, type Page } from '@playwright/test'
import { accountAr } from '../../../src/web/shared/i18n/account/ar.ts'
import { type AccountTexts, accountEn } from '../../../src/web/shared/i18n/account/en.ts'
import { ar } from '../../../src/web/shared/i18n/ar.ts'
import { en } from '../../../src/web/shared/i18n/en.ts'
import { codeInOutbox } from './outbox.ts'
import { passengerAt } from './passenger.ts'

export const password = 'correct horse battery'
let people = 0
export const newEmail = () => `ada${++people}.${Date.now()}@example.org`

/** Registers an account at the page, with the code that comes by mail; gives its address. */
export async function register(
  context: BrowserContext,
  page: Page,
  t: AccountTexts = accountEn,
  site = '',
): Promise<string> {
  const email = newEmail()
  await page.goto(`${site}/account`)
  await page.getByRole('button', { name: t.toRegister }).click()
  await page.getByLabel(t.email).fill(email)
  await page.getByLabel(t.password).fill(password)
  await page.getByRole('button', { name: t.send }).click()
  await expect(passengerAt(page).heading(t.codeTitle)).toBeFocused()
  const words = t === accountAr ? ar : en
  await page.getByLabel(words.find.code).fill(await codeInOutbox(context, email, words))
  await page.getByRole('button', { name: t.finishRegister }).click()
  await expect(page.getByText(t.signedInAs(email))).toBeVisible()
  return email
}
