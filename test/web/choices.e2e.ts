import { expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { makeFormats } from '../../src/web/shared/lib/format.ts'
import { seatsOf } from '../harness/railway.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

const f = makeFormats('en-GB')

/** The date this many days from today, where the browser is. */
function dayAhead(days: number): string {
  return Temporal.Now.plainDateISO('Europe/Berlin').add({ days }).toString()
}

test('a station is found without its accents, by the middle of its name, and by its code', async ({
  page,
}) => {
  await page.goto('/')
  const field = page.getByRole('combobox', { name: en.search.from, exact: true })
  for (const [typed, name] of [
    ['tondal', 'Tøndal'],
    ['ELIAN', 'Port Élian'],
    ['carv', 'Çarvela'],
    ['bru', 'Brünnau'],
    ['pau', 'Pont-Aubert'],
  ] as const) {
    await field.fill(typed)
    await page.getByRole('option').filter({ hasText: name }).click()
    await expect(field).toHaveValue(name)
  }
})

test('X12: Enter takes a station of what was typed, however late its answer is, and so does leaving', async ({
  page,
}) => {
  const answers: (() => void)[] = []
  await page.route('**/api/stations?q=ardalen+c*', async (route) => {
    await new Promise<void>((resolve) => answers.push(resolve))
    await route.continue()
  })
  for (const key of ['Enter', 'Tab']) {
    await page.goto('/')
    const field = page.getByRole('combobox', { name: en.search.from, exact: true })
    // The list of the first letters, whose first station is not the one that is meant.
    await field.pressSequentially('ardalen ')
    await expect(page.getByRole('option').first()).toContainText('Ardalen Airport')
    await page.keyboard.type('c')
    await page.keyboard.press(key)
    await expect.poll(() => answers.length).toBe(1)
    await expect(field).toHaveValue('ardalen c')
    answers.pop()?.()
    await expect(field).toHaveValue('Ardalen Central')
  }
})

test('earlier and later lead to the previous and the next day, but never to a day before today', async ({
  page,
  stage,
}) => {
  const { from, to } = stage.journey
  await page.goto(`/trains?from=${from.code}&to=${to.code}&date=${dayAhead(1)}&party=1`)
  const step = (word: string) => page.getByRole('button', { name: new RegExp(`^${word}`) })
  const isAt = (days: number) =>
    expect(page.getByText(f.longDay(dayAhead(days)), { exact: true }).first()).toBeVisible()
  await isAt(1)
  await step(en.results.later).click()
  await isAt(2)
  await step(en.results.earlier).click()
  await isAt(1)
  await step(en.results.earlier).click()
  await isAt(0)
  await expect(page.locator('.run-list, .empty').first()).toBeVisible()
  await expect(step(en.results.earlier)).toBeHidden()
})

test('a passenger who lets the system choose gets the preferred seats', async ({ page, stage }) => {
  const person = passengerAt(page)
  await person.openSeats(stage, 2)
  await page.getByText(en.seatPage.chooseForUs, { exact: true }).click()
  await page.getByRole('combobox', { name: en.seatPage.position }).selectOption('window')
  await page.getByRole('checkbox', { name: en.seatPage.table, exact: true }).check()
  await person.button(en.seatPage.take(2)).click()
  await expect(person.heading(en.checkout.title)).toBeVisible()
  const { client } = stage
  const { seats, ...hold } = (await client.showHold(await person.guest(), person.holdToken())).body
  const map = (await client.seats(hold)).body
  const held = new Set(seats.map((one) => one.seat_number))
  const features = seatsOf(map).flatMap(({ seat }) => (held.has(seat.seat_number) ? [seat.features] : []))
  expect(features).toHaveLength(2)
  // Of two seats side by side, one is at the window and the other at the aisle.
  expect(features.flat()).toContain('window')
  for (const each of features) expect(each).toContain('table')
})
