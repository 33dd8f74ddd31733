import { expect } from '@playwright/test'
import { ar } from '../../src/web/shared/i18n/ar.ts'
import { de } from '../../src/web/shared/i18n/de.ts'
import { en } from '../../src/web/shared/i18n/en.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

for (const width of [320, 390])
  test.describe(`a phone ${width} pixels wide`, () => {
    test.use({ viewport: { width, height: 700 }, isMobile: true, hasTouch: true })

    test(`the whole sale at ${width} pixels, without scrolling sideways`, async ({ page, stage }) => {
      const person = passengerAt(page)
      const seats = await stage.freshSeats(2)
      const fits = async (): Promise<void> => {
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      }
      await page.goto('/')
      await fits()
      await person.search(stage.journey, 2)
      await fits()
      await person.chooseTrain(stage.journey)
      await person.chooseSeats(seats)
      await fits()
      const [seat = ''] = seats
      const box = await person.seat(seat).boundingBox()
      expect(Math.max(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(43)
      await page.getByRole('radio', { name: en.seatPage.list, exact: true }).check()
      await fits()
      await person.hold(2)
      await fits()
      await person.fillIn(['Ada Lindqvist', 'A very long name that has to find room on a small ticket'])
      await person.pay()
      await person.ticket()
      await fits()
      await page.goto('/bookings')
      await expect(person.heading(en.bookings.title)).toBeVisible()
      await fits()
    })
  })

test('every width from 320 pixels has room for the header, in every language', async ({ page }) => {
  await page.goto('/account')
  for (const [language, t] of Object.entries({ en, de, ar })) {
    await page.locator('footer select').first().selectOption(language)
    await expect(page.getByRole('navigation', { name: t.nav.label })).toBeVisible()
    for (let width = 320; width <= 700; width += 10) {
      await page.setViewportSize({ width, height: 700 })
      const needed = await page.evaluate<number>('document.documentElement.scrollWidth')
      expect(needed, `${language} at ${width}`).toBeLessThanOrEqual(width)
    }
  }
})
