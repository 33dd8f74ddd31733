import { expect, type Page } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { seatsOf } from '../harness/railway.ts'
import { passengerAt } from './harness/passenger.ts'
import { type Stage, test } from './harness/stage.ts'

const mostScriptBytes = 95 * 1024

test('the first load of the passenger pages is within 95 KB of compressed script', async ({
  page,
  stage,
}) => {
  const scripts: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script')
      scripts.push(request.sizes().then((sizes) => sizes.responseBodySize))
  })
  await page.goto(stage.client.url, { waitUntil: 'networkidle' })
  const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0)
  console.log(`script of the first load: ${bytes} bytes in ${scripts.length} files, the later pages included`)
  expect(scripts.length).toBeGreaterThan(1)
  expect(bytes).toBeLessThanOrEqual(mostScriptBytes)
})

test('time to the first map of a train with 1,000 seats, and to apply 100 live changes', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await page.addInitScript(`
    const Native = EventSource
    EventSource = class extends Native { constructor(path) { super(path); globalThis.seatStream = this } }`)
  await person.openSeats(stage)
  await expect(page.getByRole('checkbox').first()).toBeVisible()
  const shownMs = await page.evaluate<number>('performance.now()')
  const { seats, commitSeq } = await seatsOfTrain(stage)
  console.log(
    `first seat map, a train of ${seats.length} seats, from the address to the seats: ${ms(shownMs)}`,
  )

  const before = await freeSeats(page)
  // The coaches count the seats of the class that was searched for.
  const numbers = seats.filter((seat) => seat.status === 'AVAILABLE').map((seat) => seat.seat_number)
  const [first, second] = [numbers.slice(0, 100), numbers.slice(100, 200)]
  const oneEventMs = await applyMs(page, [eventOf(commitSeq + 1, first)])
  await expect.poll(() => freeSeats(page)).toBe(before - 100)
  const events = second.map((number, index) => eventOf(commitSeq + 2 + index, [number]))
  const manyEventsMs = await applyMs(page, events)
  await expect.poll(() => freeSeats(page)).toBe(before - 200)
  console.log(
    `100 live changes until they are drawn: in one event ${ms(oneEventMs)}, in 100 ${ms(manyEventsMs)}`,
  )
})

/** A fifth of the limit for "good" (Core Web Vitals). */
const mostShift = 0.02

test('nothing jumps from the search to the ticket: cumulative layout shift, page by page', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const { journey } = stage
  await page.addInitScript(`
    globalThis.shift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value
    }).observe({ type: 'layout-shift', buffered: true })`)
  const shifts: string[] = []
  const look = async (name: string) => {
    await expect(page.locator('.skeleton')).toHaveCount(0)
    const shift = await page.evaluate<number>('shift')
    shifts.push(`${name} ${shift.toFixed(3)}`)
    expect.soft(shift, name).toBeLessThanOrEqual(mostShift)
  }
  await page.goto('/')
  await expect(person.button(en.search.submit)).toBeVisible()
  await look('search')
  await page.goto(`/trains?from=${journey.from.code}&to=${journey.to.code}&date=${journey.date}`)
  await expect(page.getByRole('link', { name: /^Choose seats in/ }).first()).toBeVisible()
  await look('results')
  await person.openSeats(stage)
  await look('seats')
  await person.holdSeats(stage, await stage.freshSeats(1))
  await page.reload()
  await expect(person.heading(en.checkout.title)).toBeVisible()
  await look('checkout')
  await person.fillIn(['Ada Lindqvist'])
  await person.pay()
  await person.ticket()
  await page.reload()
  await person.ticket()
  await look('booking')
  console.log(`cumulative layout shift: ${shifts.join(', ')}`)
})

function ms(value: number): string {
  return `${value.toFixed(0)} ms`
}

async function seatsOfTrain({ client, journey }: Stage) {
  const { body } = await client.seats({
    train_run_id: journey.run.train_run_id,
    from_station_code: journey.from.code,
    to_station_code: journey.to.code,
  })
  const ofClass = seatsOf(body).filter(({ coach }) => coach.travel_class === 'SECOND')
  return { seats: ofClass.map(({ seat }) => seat), commitSeq: body.commit_seq }
}

/** Free seats of the whole train, as the coaches show them. */
async function freeSeats(page: Page): Promise<number> {
  const names = await page.getByRole('tab').allInnerTexts()
  return names.reduce((sum, name) => sum + Number(/(\d+) of \d+ free/.exec(name)?.[1] ?? 0), 0)
}

function eventOf(commitSeq: number, seatNumbers: readonly string[]): object {
  const changes = seatNumbers.map((seat_number) => ({ seat_number, status: 'BOOKED' }))
  return { commit_seq: commitSeq, changes }
}

/** Milliseconds from the arrival of the events until the next frame is on the screen. */
function applyMs(page: Page, events: readonly object[]): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const start = performance.now()
    for (const event of ${JSON.stringify(events)})
      seatStream.dispatchEvent(new MessageEvent('seats', { data: JSON.stringify(event) }))
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    return performance.now() - start
  })()`)
}
