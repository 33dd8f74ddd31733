import { expect } from '@playwright/test'
import { ar } from '../../src/web/shared/i18n/ar.ts'
import { de } from '../../src/web/shared/i18n/de.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'
import { englishBeside, textsOn } from './harness/words.ts'

for (const [locale, t, direction] of [
  ['de-DE', de, 'ltr'],
  ['ar-EG', ar, 'rtl'],
] as const) {
  const language = locale.slice(0, 2)
  test.describe(t.languageName, () => {
    test.use({ locale })

    test(`the whole sale in ${language}, without a word of English`, async ({ page, stage }) => {
      const english = englishBeside(t)
      const person = passengerAt(page, t)
      const isAllInLanguage = async (): Promise<void> => {
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        await expect(page.locator('html')).toHaveAttribute('dir', direction)
        expect((await textsOn(page)).filter((text) => english.has(text))).toEqual([])
      }
      await person.search(stage.journey, 2)
      await isAllInLanguage()
      await person.chooseTrain(stage.journey)
      await person.chooseSeats(await stage.freshSeats(2))
      await isAllInLanguage()
      await person.hold(2)
      await person.payButton().click()
      await person.says(t.checkout.errors.name)
      await isAllInLanguage()
      await person.fillIn(['Ada Lindqvist', 'نور حداد'])
      await person.pay()
      const id = await person.ticket()
      await person.says(t.booking.confirmed)
      await isAllInLanguage()
      await page.getByRole('checkbox', { name: /^Ada Lindqvist/ }).check()
      await person.button(t.booking.askQuote).click()
      await expect(page.getByText(t.booking.quoteRefund, { exact: true })).toBeVisible()
      await isAllInLanguage()
      await page.getByRole('link', { name: t.nav.bookings }).click()
      await expect(page.getByRole('link', { name: id })).toBeVisible()
      await isAllInLanguage()
    })
  })
}

test('the language is changed on the page, at once and for the next visit', async ({ page, stage }) => {
  await page.goto(stage.client.url)
  await page.getByRole('combobox', { name: 'Language' }).selectOption('ar')
  await expect(passengerAt(page, ar).heading(ar.search.heading)).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await page.reload()
  await expect(passengerAt(page, ar).heading(ar.search.heading)).toBeVisible()
})
