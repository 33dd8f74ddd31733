import { expect } from '@playwright/test'
import { ar } from '../../src/web/shared/i18n/ar.ts'
import { en } from '../../src/web/shared/i18n/en.ts'
import { makeFormats } from '../../src/web/shared/lib/format.ts'
import { passengerAt } from './harness/passenger.ts'
import { type Stage, test } from './harness/stage.ts'

const f = makeFormats('en-GB')

const resultsOf = ({ journey: { from, to, date } }: Stage, party = 1) =>
  `/trains?from=${from.code}&to=${to.code}&date=${date}&party=${party}`

test('X32: a train says the price for one and for all, counts its spaces, and shows its stops', async ({
  page,
  stage,
}) => {
  const { run, from, to } = stage.journey
  await page.goto(resultsOf(stage, 3))
  const card = page.getByRole('article').filter({ hasText: run.train_number }).first()
  await expect(card.getByRole('heading', { level: 2 })).toContainText(run.train_number)
  const second = run.classes.find((one) => one.travel_class === 'SECOND')
  const link = card.getByRole('link', { name: en.results.chooseIn('Second class', run.train_number) })
  await expect(link).toContainText(f.money(second?.price_cents ?? 0, 'EUR'))
  await expect(link).toContainText(en.results.total(f.money(3 * (second?.price_cents ?? 0), 'EUR')))
  const bicycles = run.classes.find((one) => one.travel_class === 'BICYCLE')
  await expect(
    card.getByRole('link', { name: en.results.seatsLeft(bicycles?.seats_available ?? 0) }).last(),
  ).toHaveText(new RegExp(`${bicycles?.seats_available}$`))
  await card.getByRole('button', { name: en.results.stopsOf(run.train_number) }).click()
  const stops = card.getByRole('list', { name: en.results.stopsOf(run.train_number) }).getByRole('listitem')
  await expect(stops.first()).toContainText(from.name)
  await expect(stops.last()).toContainText(to.name)
})

test('X33: Back from a train, and a reload, restore sorting and filters', async ({ page, stage }) => {
  const person = passengerAt(page)
  await page.goto(resultsOf(stage))
  const select = (name: string) => page.getByRole('combobox', { name })
  await select(en.results.sort).selectOption('price')
  await select(en.results.filterClass).selectOption('FIRST')
  await select(en.results.time).selectOption('afternoon')
  const trains = await page.locator('.run-train').allTextContents()
  await page
    .getByRole('link', { name: /^Choose seats in First class/ })
    .first()
    .click()
  await expect(person.heading(en.seatPage.title)).toBeVisible()
  await page.goBack()
  for (const again of ['after Back', 'after a reload']) {
    await expect(page.locator('.run-train')).toHaveText(trains)
    await expect(select(en.results.sort), again).toHaveValue('price')
    await expect(select(en.results.filterClass)).toHaveValue('FIRST')
    await page.reload()
  }
})

test('X34: the calendar is one tab stop with arrow keys, also from right to left', async ({
  page,
  stage,
}) => {
  for (const [language, onward, t] of [
    ['en', 'ArrowRight', en],
    ['ar', 'ArrowLeft', ar],
  ] as const) {
    await page.goto(resultsOf(stage))
    await page.locator('footer select').first().selectOption(language)
    const days = page.getByRole('region', { name: t.results.calendar }).getByRole('link')
    await expect(days.nth(5)).toBeVisible()
    expect(await days.and(page.locator('[tabindex="0"]')).count()).toBe(1)
    await days.and(page.locator('[tabindex="0"]')).focus()
    const at = await days.evaluateAll((all: { readonly matches: (selector: string) => boolean }[]) =>
      all.findIndex((one) => one.matches(':focus')),
    )
    await page.keyboard.press(onward)
    await expect(days.nth(at + 1)).toBeFocused()
    await page.keyboard.press('Home')
    await expect(days.first()).toBeFocused()
    await page.keyboard.press('End')
    await expect(days.last()).toBeFocused()
  }
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('X35: a day of 17 trains ends within three screens', async ({ page, stage }) => {
    for (const language of ['en', 'de']) {
      await page.addInitScript(`localStorage.setItem('holdfast.language', '${language}')`)
      await page.goto(resultsOf(stage, 2))
      await expect(page.locator('.calendar-day').first()).toBeVisible()
      const cards = page.locator('.run-card')
      await expect(cards).toHaveCount(17)
      const last = await cards.last().boundingBox()
      const end = (last?.y ?? 0) + (last?.height ?? 0)
      console.log(
        `17 trains end at ${Math.round(end)} pixels (${language}), ${(end / 844).toFixed(2)} screens`,
      )
      expect(end).toBeLessThanOrEqual(3 * 844)
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
    }
  })
})
