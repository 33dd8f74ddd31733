import { expect, type Page } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { passengerAt } from './harness/passenger.ts'
import { type Stage, test } from './harness/stage.ts'

const pagesOf = ({ journey: { from, to, date, run } }: Stage) => {
  const trip = `from=${from.code}&to=${to.code}&date=${date}&party=2`
  return ['/', `/trains?${trip}`, `/trains/${run.train_run_id}/seats?${trip}&class=SECOND`]
}

for (const [name, width, fontSize, language] of [
  ['letters twice as large', 390, '200%', 'en'],
  ['letters twice as large in German', 390, '200%', 'de'],
  ['320 pixels', 320, '100%', 'de'],
  ['right to left', 390, '100%', 'ar'],
] as const)
  test.describe(name, () => {
    test.use({ viewport: { width, height: 844 } })

    test(`X36: nothing scrolls sideways and the bar is whole: ${name}`, async ({ page, stage }) => {
      await page.addInitScript(`localStorage.setItem('holdfast.language', '${language}')`)
      for (const path of pagesOf(stage)) {
        await page.goto(path)
        await page.evaluate(`document.documentElement.style.fontSize = '${fontSize}'`)
        await expect(page.locator('.skeleton')).toHaveCount(0)
        const needed = await page.evaluate<number>('document.documentElement.scrollWidth')
        expect(needed, path).toBeLessThanOrEqual(width)
      }
      await page.evaluate("document.querySelector('.wishes').scrollIntoView()")
      await page.locator('.wishes .button').click()
      const bar = page.locator('.dock-bar')
      await expect(bar.locator('.button')).toBeEnabled()
      const open = await bar.locator('.dock-open').boundingBox()
      const hold = await bar.locator('.button').boundingBox()
      for (const box of [open, hold]) {
        expect(box?.x).toBeGreaterThanOrEqual(0)
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width)
      }
      const isBeside =
        open && hold && (open.x + open.width <= hold.x + 1 || hold.x + hold.width <= open.x + 1)
      const isAbove = open && hold && open.y + open.height <= hold.y + 1
      expect(isBeside || isAbove).toBe(true)
    })
  })

const styleOf = (page: Page, selector: string, property: string) =>
  page.evaluate<string>(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`)

test('X37: in forced colors, what is chosen looks different from what is not', async ({ page, stage }) => {
  const person = passengerAt(page)
  await page.emulateMedia({ forcedColors: 'active' })
  await person.openSeats(stage)
  await page.getByRole('checkbox', { name: en.wishes.likings.window, exact: true }).check()
  await person.button(en.wishes.chooseForUs).click()
  await expect(page.locator('[data-seat].seat-chosen')).toBeVisible()
  for (const [chosen, other, property] of [
    ['[data-seat].seat-chosen .seat-body', '[data-seat].seat-free .seat-body', 'fill'],
    ['.chip input:checked + span', '.chip input:not(:checked) + span', 'backgroundColor'],
    ['.segments input:checked + span', '.segments input:not(:checked) + span', 'backgroundColor'],
    ['[role="tab"][aria-selected="true"]', '[role="tab"][aria-selected="false"]', 'outlineStyle'],
  ] as const)
    expect(await styleOf(page, chosen, property), chosen).not.toBe(await styleOf(page, other, property))
})

/** The tokens of the map that carry meaning, each with what it is drawn on. */
const meaningful = [
  ['--map-free-line', '--map-free'],
  ['--map-free-line', '--map-floor'],
  ['--map-held-line', '--map-held'],
  ['--map-booked-line', '--map-floor'],
  ['--map-booked-ink', '--map-booked'],
  ['--map-hull', '--map-floor'],
  ['--map-window', '--map-floor'],
  ['--map-wood-line', '--map-floor'],
  ['--map-chosen', '--map-floor'],
  ['--line-strong', '--surface'],
] as const

for (const colorScheme of ['light', 'dark'] as const)
  test(`X38: lines that carry meaning have a contrast of at least 3:1, ${colorScheme}`, async ({
    page,
    stage,
  }) => {
    await page.emulateMedia({ colorScheme })
    await passengerAt(page).openSeats(stage)
    for (const [line, ground] of meaningful) {
      const ratio = await page.evaluate<number>(`(() => {
        const probe = document.createElement('i')
        document.querySelector('.seat-map').append(probe)
        const light = (token) => {
          probe.style.color = 'var(' + token + ')'
          const [r, g, b] = getComputedStyle(probe).color.match(/[\\d.]+/g).map((part) => {
            const value = part / 255
            return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
          })
          return 0.2126 * r + 0.7152 * g + 0.0722 * b
        }
        const [a, b] = [light('${line}'), light('${ground}')]
        probe.remove()
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
      })()`)
      expect.soft(ratio, `${line} on ${ground}`).toBeGreaterThanOrEqual(3)
    }
  })

test.describe('a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('X39: two seats take at most 12 taps beside typing', async ({ page, stage }) => {
    const person = passengerAt(page)
    const { journey } = stage
    let taps = 0
    const tap = async (what: ReturnType<typeof person.button>) => {
      taps++
      await what.tap()
    }
    /** Typing ends with the key that goes on, as on the keyboard of a phone. */
    const station = async (name: string, text: string) => {
      const field = page.getByRole('combobox', { name, exact: true })
      await tap(field)
      await page.keyboard.type(text)
      await expect(page.getByRole('option').filter({ hasText: text }).first()).toBeVisible()
      await page.keyboard.press('Enter')
    }
    await page.goto(`/?date=${journey.date}`)
    await station(en.search.from, journey.from.name)
    await station(en.search.to, journey.to.code)
    await page.getByLabel(en.search.date, { exact: true }).fill(journey.date)
    await tap(person.button(en.search.more))
    await tap(person.button(en.search.submit))
    const name = en.results.chooseIn('Second class', journey.run.train_number)
    await tap(page.getByRole('link', { name }))
    await tap(person.button(en.wishes.chooseForUs))
    await tap(person.holdButton(2))
    await expect(person.heading(en.checkout.title)).toBeVisible()
    for (const [index, who] of ['Ada Lindqvist', 'Noor Haddad'].entries()) {
      const fields = page.getByRole('group', { name: new RegExp(`^${en.seatPage.passenger(index + 1)}`) })
      await fields.getByLabel(en.checkout.name, { exact: true }).fill(who)
      await fields.getByLabel(en.checkout.age, { exact: true }).fill('36')
      await tap(fields.getByRole('radio', { name: en.checkout.genders.X }))
    }
    await tap(person.payButton())
    await person.ticket()
    console.log(`two seats on a phone: ${taps} taps beside typing`)
    expect(taps).toBeLessThanOrEqual(12)
  })
})
