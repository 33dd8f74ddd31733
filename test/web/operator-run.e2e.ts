import { gzipSync } from 'node:zlib'
import { expect, type Page } from '@playwright/test'
import { consoleEn as t } from '../../src/web/operator/i18n/en.ts'
import { type Ride, wholeWay } from '../harness/railway.ts'
import { isClean } from './harness/axe.ts'
import { openConsole, test } from './harness/console.ts'
import { largePicture } from './harness/large-picture.ts'

const picture = (page: Page) => page.getByRole('application', { name: t.run.picture })
const panel = (page: Page) => page.getByRole('complementary', { name: t.run.selection })
const strip = (page: Page, seatNumber: string) =>
  page.locator(`.strip[data-coach="${seatNumber.split('-')[0]}"] svg`)
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** Drags over two rows of a coach and the whole way. */
async function dragTwoRows(page: Page, ride: Ride): Promise<void> {
  const bars = strip(page, ride.seatNumbers[0] ?? '')
  await bars.evaluate((element) => element.scrollIntoView({ block: 'center' }))
  const box = (await bars.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 }
  const row = 12
  const middle = box.y + (Math.floor(box.height / row / 2) + 0.5) * row
  await page.mouse.move(box.x + 3, middle)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 3, middle + row, { steps: 4 })
  await page.mouse.up()
}

test('X67: seats and legs are selected by dragging, blocked with a reason, and the last act is undone', async ({
  page,
  stage,
}) => {
  const ride = await stage.untouchedRide()
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  await dragTwoRows(page, ride)
  await expect(panel(page)).toContainText('2 seats')
  await panel(page).getByLabel(t.acts.reason).selectOption('operational')
  await button(page, t.run.block).click()
  await expect(panel(page)).toContainText(t.run.done.block(2))
  const blocks = () =>
    stage.client.call<{ blocks: readonly object[] }>(
      'GET',
      `/api/operator/train_runs/${ride.train_run_id}/blocks`,
      { token: stage.token },
    )
  expect((await blocks()).body.blocks.length).toBe(2)
  await expect(button(page, t.run.free)).toBeEnabled()
  await isClean(page, 'the picture of a run with a selection')
  await button(page, t.run.undo).click()
  await expect(panel(page)).toContainText(t.run.done.free(2))
  expect((await blocks()).body.blocks).toEqual([])
})

test('X66, X67: what passengers do is seen as it happens, in the picture, its table and by the keyboard', async ({
  page,
  stage,
}) => {
  const { client } = stage
  const ride = await stage.untouchedRide(5)
  const [seat = ''] = ride.seatNumbers
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  await expect(strip(page, seat).locator('.bar-booked')).toHaveAttribute('d', '')
  const guest = await client.session()
  const hold = await client.hold(guest, wholeWay(ride, [seat]))
  await expect(strip(page, seat).locator('.bar-held')).toHaveAttribute('d', /^M/)
  const booking = await client.book(guest, hold.body)
  expect(booking.status).toBe(201)
  await expect(strip(page, seat).locator('.bar-booked')).toHaveAttribute('d', /^M/)
  await expect(strip(page, seat).locator('.bar-held')).toHaveAttribute('d', '')
  const coach = t.run.coach(seat.split('-')[0] ?? '')
  await page.locator('summary').filter({ hasText: coach }).first().click()
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: seat, exact: true }) })
  await expect(row).toContainText('Passenger 1')
  await expect(row).toContainText(booking.body.booking_id)
  await picture(page).focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(panel(page)).toContainText('2 seats')
  await expect(page.locator('.cell-words')).toContainText(t.run.seat)
})

test('X68: a train of 1,144 seats and 20 legs is drawn, 100 changes are applied, and both times are told', async ({
  page,
  stage,
}) => {
  const { numbers, body, emptied } = largePicture(1_144, 20)
  const ride = await stage.untouchedRide()
  const ends: Record<string, object> = { picture: body, claims: { ...emptied([]), commit_seq: 1 } }
  await page.route(/\/api\/operator\/train_runs\/\d+\/(picture|claims|manifest)/, (route) => {
    const end = new URL(route.request().url()).pathname.split('/').at(-1) ?? ''
    return route.fulfill({ json: ends[end] ?? { lines: [] } })
  })
  // From the moment when the text of an answer is there, until the frame after its last change is painted.
  await page.addInitScript(`
    globalThis.took = {}
    const text = Response.prototype.text
    Response.prototype.text = async function () {
      const found = await text.call(this)
      const name = new URL(this.url).pathname.split('/').at(-1)
      if (name !== 'picture' && !(name === 'claims' && found.length > 1000)) return found
      const began = performance.now()
      new MutationObserver((_, observer) => {
        if (!document.querySelector('.strip')) return
        observer.disconnect()
        requestAnimationFrame(() => setTimeout(() => (took[name] ??= performance.now() - began)))
      }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['d'] })
      return found
    }`)
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  const tookOf = (name: string) => page.evaluate<number | undefined>(`took.${name}`)
  await expect.poll(() => tookOf('picture')).toBeDefined()
  ends.claims = emptied(numbers.slice(0, 100))
  await expect.poll(() => tookOf('claims')).toBeDefined()
  const [drawn = 0, changed = 0] = [await tookOf('picture'), await tookOf('claims')]
  const text = JSON.stringify(body)
  console.log(
    `1,144 seats, 20 legs, ${numbers.length * 4} claims: drawn in ${drawn.toFixed(0)} ms, ` +
      `100 changes in ${changed.toFixed(0)} ms, ${text.length} bytes, ${gzipSync(text).length} compressed`,
  )
  await isClean(page, 'a large picture')
})
