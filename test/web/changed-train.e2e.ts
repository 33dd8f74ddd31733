import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type Locator, type Page, test } from '@playwright/test'
import { ar } from '../../src/web/shared/i18n/ar.ts'
import { de } from '../../src/web/shared/i18n/de.ts'
import { en, type Messages } from '../../src/web/shared/i18n/en.ts'
import { dayAhead, seatsOf } from '../harness/railway.ts'
import { writeFeed } from '../harness/toy-feed.ts'
import type { BookingBody } from '../harness/wire.ts'
import { createWorld, temporaryFolder, type World } from '../harness/world.ts'

const journey = { from_station_code: 'A', to_station_code: 'B' }
const ends: (() => unknown)[] = []
const scope = { after: (end: () => unknown) => ends.push(end) }

/** What the ticket says of its train; its code may still be loading beside. */
const noticeOn = (ticket: Locator) => ticket.locator('.notice[role=status]')

/** A booking for each of what may become of a train, all of the same train on different days. */
const days = { moved: 3, waiting: 4, withdrawn: 5, kept: 6 } as const
type Fate = keyof typeof days
let url = ''
const tickets = new Map<Ticket, BookingBody>()

/** The evening train of the toy railway, at other times on some days. */
function railway(minutes: Partial<Record<Fate, number>>, withdrawn: readonly Fate[]) {
  const compact = (fate: Fate) => dayAhead(days[fate]).replaceAll('-', '')
  const clock = (hour: number, minute: number) => `${hour}:${String(minute).padStart(2, '0')}:00`
  const other = Object.entries(minutes) as [Fate, number][]
  const calls = [['T', 0] as const, ...other].flatMap(([trip, minute]) => [
    `${trip},${clock(21, minute)},${clock(21, minute)},A,1`,
    `${trip},${clock(22, minute)},${clock(22, minute)},B,2`,
  ])
  const trips = other.map(([fate]) => `R,${fate},${fate},IC 1\n`)
  const without = [...other.map(([fate]) => fate), ...withdrawn]
  return {
    'trips.txt': `route_id,service_id,trip_id,trip_short_name\nR,S,T,IC 1\n${trips.join('')}`,
    'stop_times.txt': `trip_id,arrival_time,departure_time,stop_id,stop_sequence\n${calls.join('\n')}\n`,
    'calendar_dates.txt':
      'service_id,date,exception_type\n' +
      without.map((fate) => `S,${compact(fate)},2\n`).join('') +
      other.map(([fate]) => `${fate},${compact(fate)},1\n`).join(''),
  }
}

/** Two more trains of the toy railway: the coaches of one get longer, those of the other are turned. */
const recoached = { longer: 'IC 2', turned: 'IC 3' } as const
type Recoached = keyof typeof recoached
type Ticket = Fate | Recoached

const twoTrains = {
  'trips.txt':
    'route_id,service_id,trip_id,trip_short_name\n' +
    Object.entries(recoached)
      .map(([trip, number]) => `R,S,${trip},${number}\n`)
      .join(''),
  'stop_times.txt':
    'trip_id,arrival_time,departure_time,stop_id,stop_sequence\n' +
    Object.keys(recoached)
      .map((trip, hour) => `${trip},1${hour}:00:00,1${hour}:00:00,A,1\n${trip},20:00:00,20:00:00,B,2\n`)
      .join(''),
}

type Coaches = readonly Readonly<Record<string, unknown>>[]
const coach = { number: '1', layout: 'open-saloon-2' }

function consistsFile(coaches: Readonly<Record<Recoached, Coaches>>): string {
  const names = Object.keys(recoached) as Recoached[]
  const file = join(temporaryFolder(scope), 'consists.json')
  const consists = names.map((name) => ({ name, coaches: coaches[name] }))
  const rules = names.map((use) => ({ when: { number: recoached[use] }, use }))
  writeFileSync(file, JSON.stringify({ consists, rules, default: 'intercity' }))
  return file
}

async function importInto(world: World, ...[minutes, withdrawn]: Parameters<typeof railway>): Promise<void> {
  return importFiles(world, railway(minutes, withdrawn))
}

async function importFiles(
  world: World,
  files: Readonly<Record<string, string>>,
  ...more: readonly string[]
): Promise<void> {
  const feed = writeFeed(join(temporaryFolder(scope), 'feed'), files)
  const { status, stderr } = await world.run(['import', 'gtfs', feed, '--yes', ...more])
  assert.equal(status, 0, stderr)
}

async function book({ client }: World, date: string, number = 'IC 1'): Promise<BookingBody> {
  const found = (await client.search(journey, date)).body.train_runs
  const run = found.find(({ train_number }) => train_number === number)
  assert.ok(run)
  const wish = { train_run_id: run.train_run_id, ...journey }
  const seat = seatsOf((await client.seats(wish)).body)[0]?.seat
  assert.ok(seat)
  const token = await client.session()
  const hold = await client.hold(token, { ...wish, seat_numbers: [seat.seat_number] })
  return (await client.book(token, hold.body)).body
}

test.beforeAll(async () => {
  const world = await createWorld(scope, { env: { HOLDFAST_DEMO: 'off' } })
  url = world.client.url
  await importInto(world, {}, [])
  for (const fate of Object.keys(days) as Fate[]) tickets.set(fate, await book(world, dayAhead(days[fate])))
  await importInto(world, { moved: 10, waiting: 40 }, ['withdrawn'])
  const sold = consistsFile({ longer: [coach], turned: [coach] })
  await importFiles(world, twoTrains, '--source', 'two', '--consists', sold)
  for (const [fate, number] of Object.entries(recoached) as [Recoached, string][])
    tickets.set(fate, await book(world, dayAhead(days.kept), number))
  const newer = consistsFile({
    longer: [coach, { ...coach, number: '2' }],
    turned: [{ ...coach, turned: true }],
  })
  await importFiles(world, twoTrains, '--source', 'two', '--consists', newer)
})

test.afterAll(async () => {
  for (const end of ends.toReversed()) await end()
})

async function openTicket(page: Page, t: Messages, fate: Ticket) {
  const booking = tickets.get(fate)
  assert.ok(booking)
  await page.goto(`${url}/tickets/${booking.link_token}`)
  const ticket = page.getByRole('article', { name: t.booking.ticket })
  await expect(ticket).toContainText(booking.booking_id)
  return ticket
}

for (const [locale, t] of [
  ['en-US', en],
  ['de-DE', de],
  ['ar-EG', ar],
] as const)
  test.describe(t.languageName, () => {
    test.use({ locale, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

    test(`G14: a ticket says in ${locale} what has become of its train, with the times of before`, async ({
      page,
    }, info) => {
      const changes = t.booking.changes
      for (const [fate, sentence] of [
        ['moved', changes.MOVED('21:00', '22:00')],
        ['waiting', changes.WAITING],
        ['withdrawn', changes.WITHDRAWN],
      ] as const) {
        const ticket = await openTicket(page, t, fate)
        await expect(noticeOn(ticket)).toHaveText(sentence)
        if (fate === 'moved') for (const now of ['21:10', '22:10']) await expect(ticket).toContainText(now)
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
        await info.attach(fate, { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' })
        await page.emulateMedia({ media: 'print' })
        await expect(noticeOn(ticket), 'also on paper').toBeVisible()
        await page.emulateMedia({ media: null })
      }
      const ticket = await openTicket(page, t, 'kept')
      await expect(noticeOn(ticket)).toHaveCount(0)
    })

    test(`T127, G21: a ticket says in ${locale} that its train has other coaches, and which seats are elsewhere`, async ({
      page,
    }, info) => {
      const [seat] = tickets.get('turned')?.seats ?? []
      assert.ok(seat)
      const place = t.common.seatInCoach(seat.coach_number, seat.seat_label)
      const changes = t.booking.changes
      for (const [fate, sentence] of [
        ['longer', changes.RECOACHED],
        ['turned', changes.ELSEWHERE(place)],
      ] as const) {
        const ticket = await openTicket(page, t, fate)
        await expect(noticeOn(ticket)).toHaveText(sentence)
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390)
        await info.attach(fate, { body: await page.screenshot({ fullPage: true }), contentType: 'image/png' })
        await page.emulateMedia({ media: 'print' })
        await expect(noticeOn(ticket), 'also on paper').toBeVisible()
        await page.emulateMedia({ media: null })
      }
    })

    test(`T126, G20: results and the page of a run say in ${locale} why it is off sale`, async ({ page }) => {
      for (const [fate, reason] of [
        ['waiting', 'WAITING'],
        ['withdrawn', 'WITHDRAWN'],
      ] as const) {
        const trip = `from=A&to=B&date=${dayAhead(days[fate])}`
        await page.goto(`${url}/trains?${trip}`)
        await expect(page.getByText(t.results.offSale[reason])).toBeVisible()
        await page.goto(`${url}/trains/${tickets.get(fate)?.train_run_id}/seats?${trip}`)
        await expect(page.getByRole('status').filter({ hasText: t.results.offSale[reason] })).toBeVisible()
      }
    })
  })
