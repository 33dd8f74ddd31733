import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { ar } from '../../src/web/shared/i18n/ar.ts'
import { de } from '../../src/web/shared/i18n/de.ts'
import { en, type Messages } from '../../src/web/shared/i18n/en.ts'
import { dayAhead } from '../harness/railway.ts'
import { writeFeed } from '../harness/toy-feed.ts'
import { createWorld, temporaryFolder } from '../harness/world.ts'

/** Two towns of one name, a capital that is known by several names, and a train that shows a detour. */
const railway = {
  'stops.txt':
    'stop_id,stop_code,stop_name,stop_lat,stop_lon,tts_stop_name\n' +
    '1,NW,Neustadt,49.35,8.14,\n2,MA,Mannheim,49.48,8.47,\n3,NS,Neustadt,51.02,14.21,\n' +
    '4,DD,Dresden,51.04,13.73,\n5,W,Wien,48.19,16.38,Beč\n',
  'routes.txt': 'route_id,agency_id,route_short_name,route_type\nR,1,EC,2\n',
  'trips.txt': 'route_id,service_id,trip_id,trip_short_name,trip_headsign\nR,S,T,EC 7,Wien\n',
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence,stop_headsign\n' +
    'T,08:00:00,08:00:00,1,1,\nT,09:00:00,09:02:00,2,2,\nT,13:00:00,13:02:00,4,3,Praha und Wien\n' +
    'T,14:00:00,14:02:00,3,4,\nT,20:00:00,20:00:00,5,5,\n',
  'feed_info.txt': 'feed_publisher_name,feed_publisher_url,feed_lang\nNames,https://example.org,de\n',
  'translations.txt':
    'table_name,field_name,language,translation,record_id,field_value\n' +
    'stops,stop_name,en,Vienna,5,\nstops,stop_name,ar,فيينا,5,\n' +
    'trips,trip_headsign,en,Vienna,,Wien\ntrips,trip_headsign,ar,فيينا,,Wien\n',
}

let url = ''
const ends: (() => unknown)[] = []

test.beforeAll(async () => {
  const scope = { after: (end: () => unknown) => ends.push(end) }
  const world = await createWorld(scope, { env: { HOLDFAST_DEMO: 'off' } })
  const feed = writeFeed(join(temporaryFolder(scope), 'names'), railway)
  const { status, stderr } = await world.run(['import', 'gtfs', feed])
  expect(status, stderr).toBe(0)
  url = world.client.url
})

test.afterAll(async () => {
  for (const end of ends.toReversed()) await end()
})

function fieldOf(page: Page, t: Messages, label: 'from' | 'to') {
  return page.getByRole('combobox', { name: t.search[label], exact: true })
}

function optionsOf(page: Page) {
  return page.locator('.options [role=option]')
}

test('G17: a name of two stations is asked back, by Enter and on leaving, and none of them is taken', async ({
  page,
}) => {
  await page.goto(url)
  const field = fieldOf(page, en, 'from')
  const options = optionsOf(page)
  for (const key of ['Enter', 'Tab']) {
    await field.fill('neustadt')
    await expect(options).toHaveText([/Neustadt\s*near Dresden\s*NS/, /Neustadt\s*near Mannheim\s*NW/])
    await expect(page.locator('.options [aria-selected=true]')).toHaveCount(0)
    await field.press(key)
    await expect(field).toHaveValue('neustadt')
    await expect(field).toHaveAccessibleDescription(en.search.ambiguous)
  }
  await page.getByRole('button', { name: en.search.submit }).click()
  await expect(field).toBeFocused()
  await field.click()
  await options.filter({ hasText: 'Dresden' }).click()
  await expect(field).toHaveValue('Neustadt')
  await expect(field).toHaveAccessibleDescription('')
  await field.fill('neustadt')
  await field.press('ArrowDown')
  await field.press('ArrowDown')
  await field.press('Enter')
  await expect(page.locator('.station-field > .station-code').first()).toHaveText('NW')
  await field.fill('ns')
  await field.press('Tab')
  await expect(page.locator('.station-field > .station-code').first()).toHaveText('NS')
})

test('W56: "%" and an emoji find no station on the pages', async ({ page }) => {
  await page.goto(url)
  for (const typed of ['%', '🚆']) {
    await fieldOf(page, en, 'to').fill(typed)
    await expect(page.getByText(en.search.noStation)).toBeVisible()
  }
})

for (const [language, t, name, lang] of [
  ['en', en, 'Vienna', null],
  ['de', de, 'Wien', null],
  ['ar', ar, 'فيينا', null],
  ['fr', en, 'Vienna', null],
] as const)
  test(`G18, G19: names and headsigns are those of the reader's language: ${language}`, async ({
    browser,
  }) => {
    const page = await browser.newPage({ locale: language })
    await page.goto(url)
    const to = fieldOf(page, t, 'to')
    for (const typed of ['vienna', 'WIEN', 'beč']) {
      await to.fill(typed)
      await expect(optionsOf(page)).toHaveCount(1)
      await optionsOf(page).click()
      await expect(to).toHaveValue(name)
    }
    await page.goto(`${url}/trains?from=NW&to=W&date=${dayAhead(2)}&party=1`)
    const train = page.locator('.run-card .run-train')
    await expect(train).toContainText(`${t.common.toward} ${name}`)
    await expect(train.locator('bdi').last()).toHaveText(name)
    expect(await train.locator('bdi').last().getAttribute('lang')).toBe(lang)
    const heading = page.locator('h1 bdi')
    await expect(heading).toHaveText(['Neustadt', name])
    expect(await heading.first().getAttribute('lang')).toBe(language === 'de' ? null : 'de')
    await page.goto(`${url}/trains?from=DD&to=W&date=${dayAhead(2)}&party=1`)
    await expect(train).toContainText(`${t.common.toward} Praha und Wien`)
    await page.close()
  })
