import { expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { makeFormats } from '../../src/web/shared/lib/format.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

const f = makeFormats('en-GB')

/** The date this many days from today, where the demo railway is. */
function dayAhead(days: number): string {
  return Temporal.Now.plainDateISO('Europe/Lisbon').add({ days }).toString()
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

test("X23: the form starts with today at the station, whatever the reader's clock says", async ({
  page,
  stage,
}) => {
  const { from, to } = stage.journey
  await page.clock.install({ time: '2031-05-06T07:08:09Z' })
  await page.goto(`/?from=${from.code}&to=${to.code}`)
  const date = page.getByLabel(en.search.date, { exact: true })
  await expect(date).toHaveValue(dayAhead(0))
  await date.fill(dayAhead(-1))
  await passengerAt(page).button(en.search.submit).click()
  await passengerAt(page).says(en.search.past)
})

test('X24: a day without trains says why, and offers what there is', async ({ page, stage }) => {
  const person = passengerAt(page)
  const { from, to } = stage.journey
  const calendar = `/api/fare_calendar?from_station_code=${from.code}&to_station_code=${to.code}`
  const { body } = await stage.client.call<{ sale_days_ahead: number }>(
    'GET',
    `${calendar}&from_date=${dayAhead(0)}&days=1`,
  )
  const ahead = body.sale_days_ahead
  const open = (pair: string, date: string) => page.goto(`/trains?${pair}&date=${date}`)
  const way = `from=${from.code}&to=${to.code}`
  const reads = (heading: string) =>
    expect(page.getByRole('heading', { level: 2, name: heading })).toBeVisible()

  await open(way, dayAhead(ahead + 30))
  await reads(en.results.empty.not_yet)
  await person.says(en.results.onSaleFrom(f.longDay(dayAhead(30))))
  // A night train may be boarded on the day after the last one on sale.
  await page.getByRole('link', { name: /^Show (?!return)/ }).click()
  await expect(page.locator('.run-list')).toBeVisible()

  await open(way, dayAhead(-2))
  await reads(en.results.empty.past)
  await open('from=ARS&to=BEL', dayAhead(1))
  await reads(en.results.empty.none)
  await person.says(en.results.noneFar(f.longDay(dayAhead(ahead))))
  await expect(page.getByRole('link', { name: /return trains/ })).toHaveCount(0)

  await page.route('**/api/train_runs?*', (route) =>
    route.fulfill({ json: { train_runs: [], departed_runs: 9 } }),
  )
  await open(way, dayAhead(0))
  await reads(en.results.empty.departed)
})

test('X25: the same station twice and a party that is too large are named as what they are', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const { from, to, date } = stage.journey
  await page.goto(`/trains?from=${from.code}&to=${from.code}&date=${date}`)
  await person.says(en.search.same)
  const odd = en.search.oddParty(en.common.passengers(9), en.common.passengers(9))
  for (const path of ['/', '/trains', `/trains/${stage.journey.run.train_run_id}/seats`]) {
    await page.goto(`${path}?from=${from.code}&to=${to.code}&date=${date}&party=12`)
    await person.says(odd)
  }
  await page.getByRole('button', { name: new RegExp(`^${en.wishes.details}`) }).click()
  await person.button(en.search.fewer).click()
  await expect(page.getByText(odd)).toHaveCount(0)
})
