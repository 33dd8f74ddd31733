import { expect, type Page } from '@playwright/test'
import { de } from '../../src/web/shared/i18n/de.ts'
import { en } from '../../src/web/shared/i18n/en.ts'
import { seatsOf } from '../harness/railway.ts'
import { partsOf, passengerAt } from './harness/passenger.ts'
import { type Stage, test } from './harness/stage.ts'

/** What these tests read of a drawn seat in the browser. */
interface Drawn {
  readonly getAttribute: (name: string) => string | null
  readonly getBoundingClientRect: () => { readonly bottom: number }
}

const chip = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true })

/** The seats that this page shows as chosen, by number. */
async function chosen(page: Page): Promise<string[]> {
  return page
    .locator('[data-seat][aria-checked="true"]')
    .evaluateAll((all: Drawn[]) => all.map((one) => one.getAttribute('data-seat') ?? ''))
}

async function featuresOf({ client, journey }: Stage, numbers: readonly string[]) {
  const { body } = await client.seats({
    train_run_id: journey.run.train_run_id,
    from_station_code: journey.from.code,
    to_station_code: journey.to.code,
  })
  return seatsOf(body).flatMap(({ seat }) => (numbers.includes(seat.seat_number) ? [seat.features] : []))
}

test('G25: seats are proposed on the map with a reason, another proposal differs, and nothing is held', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  let holds = 0
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/seat_holds')) holds++
  })
  await person.openSeats(stage, 2)
  await chip(page, en.wishes.likings.table).check()
  await chip(page, en.wishes.likings.window).check()
  await person.button(en.wishes.chooseForUs).click()
  // Both at the window, so they face each other.
  await person.says(en.wishes.closenesses.bay)
  await person.says(en.wishes.reasons.window(true))
  await person.says(en.wishes.reasons.table(true))
  const first = await chosen(page)
  expect(first).toHaveLength(2)
  for (const features of await featuresOf(stage, first)) expect(features).toContain('table')
  await person.button(en.wishes.another).click()
  await expect.poll(() => chosen(page).then((seats) => seats.join())).not.toBe(first.join())
  expect((await chosen(page)).filter((seat) => first.includes(seat))).toEqual([])
  expect(holds).toBe(0)
  const second = await chosen(page)
  await person.hold(2)
  const { client } = stage
  const held = (await client.showHold(await person.guest(), person.holdToken())).body
  expect(held.seats.map((one) => one.seat_number).toSorted()).toEqual(second.toSorted())
})

test('G23: wishes light the seats that meet them, the others stay, and each coach counts those that fit', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [seat = ''] = await stage.freshSeats(1)
  await person.openSeats(stage)
  await person.showCoach(seat)
  const [coach] = partsOf(seat)
  const before = await page.locator('.coach [data-seat]').count()
  const tab = page.getByRole('tab', { selected: true })
  const free = async () => Number(/(\d+) of \d+ free/.exec((await tab.textContent()) ?? '')?.[1])
  const all = await free()
  await chip(page, en.wishes.likings.window).check()
  expect(await free()).toBeLessThan(all)
  expect(await page.locator('.coach [data-seat]').count()).toBe(before)
  const lit = page.locator(`[data-seat^="${coach}-"]:not(.seat-dim)`)
  for (const name of await lit.evaluateAll((seats: Drawn[]) =>
    seats.map((one) => one.getAttribute('aria-label') ?? ''),
  ))
    expect(name).toContain(en.seatMap.features.window ?? '')
  const dim = page.locator(`[data-seat^="${coach}-"].seat-kind-seat.seat-dim.seat-free`).last()
  const number = (await dim.getAttribute('data-seat')) ?? ''
  await dim.click()
  await expect(person.seat(number)).toBeChecked()
})

test('G22: the card of a seat says what a screen reader gets, on hover and on focus, and Escape closes it', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [seat = ''] = await stage.freshSeats(1)
  await person.openSeats(stage)
  await person.showCoach(seat)
  const card = page.locator('.seat-card')
  await expect(card).toHaveCount(0)
  await person.seat(seat).hover()
  await expect(card).toContainText(en.seatMap.coach(partsOf(seat)[0]))
  await page.mouse.move(2, 2)
  await expect(card).toHaveCount(0)
  await person.seat(seat).click()
  const about = (await person.seat(seat).getAttribute('aria-description')) ?? ''
  expect(about).toMatch(/row|right here|in coach/)
  for (const phrase of about.split(en.seatMap.comma)) await expect(card).toContainText(phrase.trim())
  const name = (await person.seat(seat).getAttribute('aria-label')) ?? ''
  for (const phrase of name.split(en.seatMap.comma).slice(2)) await expect(card).toContainText(phrase)
  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)
})

test('G26: one scrolls along the coupled train, and only coaches that are near are drawn', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await person.openSeats(stage)
  const tabs = page.getByRole('tab')
  const count = await tabs.count()
  await tabs.first().click()
  await expect(page.locator('.coach')).toHaveCount(count)
  const drawn = await page.locator('.coach svg').count()
  expect(drawn).toBeLessThan(count)
  await page.locator('.track').evaluate((track: { scrollLeft: number; scrollWidth: number }) => {
    track.scrollLeft = track.scrollWidth / 2
  })
  await expect(tabs.first()).toHaveAttribute('aria-selected', 'false')
  await tabs.last().click()
  await expect(tabs.last()).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('.coach').last().locator('svg')).toBeVisible()
})

for (const party of [1, 9])
  test.describe(`a phone, a party of ${party}`, () => {
    test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

    test(`X31: free seats of the class are on the first screen, and the bar is one line, for ${party}`, async ({
      page,
      stage,
    }) => {
      const person = passengerAt(page)
      for (const t of [en, de]) {
        await page.addInitScript(
          `sessionStorage.clear(); localStorage.setItem('holdfast.language', '${t === en ? 'en' : 'de'}')`,
        )
        await person.openSeats(stage, party)
        await expect(page.locator('.seat-free').first()).toBeVisible()
        const bar = await page.locator('.dock-bar').boundingBox()
        const seen = await page
          .locator('.seat .seat-body')
          .evaluateAll(
            (seats: Drawn[], bottom: number) =>
              seats.filter((one) => one.getBoundingClientRect().bottom < bottom).length,
            bar?.y ?? 0,
          )
        expect(seen).toBeGreaterThanOrEqual(8)
        await page.getByRole('button', { name: t.wishes.chooseForUs, exact: true }).tap()
        await expect(page.locator('[data-seat].seat-chosen').last()).toBeInViewport()
        expect((await page.locator('.dock-bar').boundingBox())?.height).toBeLessThanOrEqual(80)
      }
    })
  })
