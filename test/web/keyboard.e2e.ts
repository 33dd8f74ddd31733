import { expect, type Locator, type Page } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

test('the whole sale works with the keyboard alone, and the focus is always visible', async ({
  page,
  stage,
}) => {
  const { journey } = stage
  const person = passengerAt(page)
  await page.goto('/')
  await tabTo(page, page.getByRole('combobox', { name: en.search.from, exact: true }))
  await typeStation(page, journey.from.name)
  await tabTo(page, page.getByRole('combobox', { name: en.search.to, exact: true }))
  await typeStation(page, journey.to.code)
  await tabTo(page, page.getByLabel(en.search.date, { exact: true }))
  const [year, month, day] = journey.date.split('-')
  await page.keyboard.type(`${month}${day}${year}`)
  await tabTo(page, person.button(en.search.submit))
  await page.keyboard.press('Enter')
  await expect(person.heading(person.wayOf(journey))).toBeFocused()

  const secondClass = en.results.chooseIn('Second class', journey.run.train_number)
  await tabTo(page, page.getByRole('link', { name: secondClass }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { selected: true })).toBeVisible()
  await tabTo(page, page.getByRole('tab', { selected: true }))
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('tab', { selected: true })).toBeFocused()
  await page.keyboard.press('ArrowLeft')

  const seats = page.getByRole('group', { name: /^Seats of Coach/ }).getByRole('checkbox')
  await tabTo(page, seats)
  const first = await focusedName(page)
  await page.keyboard.press('ArrowDown')
  const below = await focusedName(page)
  await page.keyboard.press('ArrowRight')
  const beside = await focusedName(page)
  expect(new Set([first, below, beside]).size).toBe(3)
  // Somebody may have the focused seat; the next free one of the row will do.
  for (let tries = 0; tries < 20 && !(await focusedName(page)).includes(', free,'); tries++)
    await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Space')
  await expect(page.locator(':focus')).toBeChecked()
  await tabTo(page, person.holdButton(1))
  await page.keyboard.press('Enter')
  await expect(person.heading(en.checkout.title)).toBeFocused()

  await tabTo(page, page.getByLabel(en.checkout.name, { exact: true }))
  await page.keyboard.type('Ada Lindqvist')
  await tabTo(page, page.getByLabel(en.checkout.age, { exact: true }))
  await page.keyboard.type('36')
  await tabTo(page, page.getByRole('radio', { name: en.checkout.genders.F }))
  await page.keyboard.press('Space')
  await tabTo(page, person.payButton())
  await page.keyboard.press('Enter')
  const id = await person.ticket()
  await expect(person.heading(en.booking.title(id))).toBeFocused()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } })

  test('the panel at the bottom of the screen never covers the focused seat', async ({ page, stage }) => {
    const person = passengerAt(page)
    await person.openSeats(stage, 3)
    await tabTo(page, page.getByRole('group', { name: /^Seats of Coach/ }).getByRole('checkbox'))
    for (let chosen = 1; chosen <= 3; chosen++) {
      for (let rows = 0; rows < 3; rows++) await page.keyboard.press('ArrowDown')
      for (let tries = 0; tries < 40 && !(await focusedName(page)).includes(', free,'); tries++)
        await page.keyboard.press(tries % 4 === 3 ? 'ArrowDown' : 'ArrowLeft')
      await page.keyboard.press('Space')
      await expect(page.locator(':focus')).toBeChecked()
      await expect(person.holdButton(chosen)).toBeVisible()
      expect(await isCovered(page)).toBe(false)
    }
  })
})

/** Whether something else covers the focused element. */
function isCovered(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    const focused = document.activeElement
    const { left, right, top, bottom } = focused.getBoundingClientRect()
    return [top + 2, bottom - 2].some((y) => {
      const there = document.elementFromPoint((left + right) / 2, y)
      return !there || !focused.closest('svg').contains(there)
    })
  })()`)
}

/** Presses the tab key until one of these has the focus. */
async function tabTo(page: Page, wanted: Locator): Promise<void> {
  const focused = wanted.and(page.locator(':focus'))
  await expect(wanted.first()).toBeVisible()
  for (let tabs = 0; tabs < 80; tabs++) {
    await page.keyboard.press('Tab')
    if ((await focused.count()) > 0) return
  }
  throw new Error(`the tab key does not come to ${wanted}`)
}

async function typeStation(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text)
  await expect(page.getByRole('option').filter({ hasText: text }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option').first()).toBeHidden()
}

async function focusedName(page: Page): Promise<string> {
  return (await page.locator(':focus').getAttribute('aria-label')) ?? ''
}
