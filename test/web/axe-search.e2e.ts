import { expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { isClean } from './harness/axe.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

test('axe finds nothing at the search', async ({ page }) => {
  const person = passengerAt(page)
  const fromField = page.getByRole('combobox', { name: en.search.from, exact: true })
  await page.goto('/')
  await isClean(page, 'search')
  await person.button(en.search.submit).click()
  await fromField.fill('o')
  await expect(page.getByRole('option').first()).toBeVisible()
  await isClean(page, 'search with mistakes and stations offered')
  await fromField.fill('xyzzy')
  await person.says(en.search.noStation)
  await isClean(page, 'search for what is no station')
})

test('axe finds nothing at the results, with trains and without', async ({ page, stage }) => {
  const person = passengerAt(page)
  const { from, to } = stage.journey
  await person.search(stage.journey, 2)
  await expect(page.getByRole('link', { name: /^Choose seats in/ }).first()).toBeVisible()
  await isClean(page, 'results')
  await page.getByRole('combobox', { name: en.results.filterClass }).selectOption('COUCHETTE')
  await page.getByRole('combobox', { name: en.results.time }).selectOption('afternoon')
  await person.says(en.results.filteredAway)
  await isClean(page, 'results filtered away')
  await page.goto(`/trains?from=${from.code}&to=${to.code}&date=2030-01-01`)
  await expect(page.getByRole('heading', { name: en.results.empty.not_yet })).toBeVisible()
  await isClean(page, 'no train')
  await page.route('**/api/train_runs?*', (route) =>
    route.fulfill({ status: 422, json: { code: 'unknown_station' } }),
  )
  await page.goto(`/trains?from=${from.code}&to=${to.code}`)
  await person.says(en.results.unknownStation)
  await isClean(page, 'a search that is refused')
})

test('axe finds nothing on the pages for things that do not exist', async ({ page }) => {
  const person = passengerAt(page)
  for (const [path, heading] of [
    ['/nowhere/at/all', en.lost.title],
    ['/tickets/AAAAAAAAAAAAAAAAAAAAAA', en.lost.booking],
    ['/trains/0/seats?from=ARD&to=NOH', en.lost.run],
    ['/checkout/AAAA', en.hold.gone],
  ] as const) {
    await page.goto(path)
    await expect(person.heading(heading)).toBeVisible()
    await isClean(page, path)
  }
  await page.goto('/bookings')
  await expect(page.getByRole('heading', { name: en.bookings.empty })).toBeVisible()
  await isClean(page, 'no bookings')
})

test('axe finds nothing at the seats, free, chosen, taken and offline', async ({ context, page, stage }) => {
  const person = passengerAt(page)
  const [first = '', second = ''] = await stage.freshSeats(2)
  // The map does not load while axe looks at the placeholder.
  await page.route('**/api/**/seats?*', () => undefined)
  const { from, to, date, run } = stage.journey
  await page.goto(`/trains/${run.train_run_id}/seats?from=${from.code}&to=${to.code}&date=${date}`)
  await expect(page.getByText(en.common.loading).last()).toBeAttached()
  await isClean(page, 'seats on their way')
  await page.unroute('**/api/**/seats?*')
  await person.openSeats(stage, 2)
  await person.chooseSeats([first, second])
  await page.getByRole('button', { name: new RegExp(`^${en.wishes.details}`) }).click()
  await page.getByRole('checkbox', { name: en.wishes.likings.table, exact: true }).check()
  await page.getByText(en.seatMap.legend, { exact: true }).click()
  await isClean(page, 'seat map')
  await stage.holdElsewhere([first])
  await person.says(en.seatMap.looks.HELD)
  await isClean(page, 'a chosen seat that somebody else took')
  await page.getByRole('radio', { name: en.seatPage.list, exact: true }).check()
  await isClean(page, 'seat list')
  await context.setOffline(true)
  await person.says(en.connection.offline)
  await isClean(page, 'offline')
})
