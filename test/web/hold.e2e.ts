import { expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { makeFormats } from '../../src/web/shared/lib/format.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

const f = makeFormats('en-GB')

/** The test moves this browser's clock together with the server's, so that nothing has to wait. */
const wholeHoldMs = 121_000

test('an expired hold says so without a reload, and the same seats can be held again', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await page.clock.install()
  const hold = await person.holdSeats(stage, await stage.freshSeats(2))
  await stage.letHoldRunOut(await person.guest(), hold)
  await page.clock.fastForward(wholeHoldMs)
  await expect(person.heading(en.hold.expiredTitle)).toBeVisible()
  await person.says(en.hold.expired)
  await person.button(en.hold.againSame(2)).click()
  await expect(page.getByRole('timer')).toHaveText(/^[12]:\d\d$/)
  expect(person.holdToken()).not.toBe(hold)
})

test('if somebody else takes the seats of an expired hold, the nearest free ones are offered', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [seat = '', neighbor = ''] = await stage.freshSeats(2)
  await page.clock.install()
  const hold = await person.holdSeats(stage, [seat, neighbor])
  await stage.letHoldRunOut(await person.guest(), hold)
  await stage.holdElsewhere([seat])
  await page.clock.fastForward(wholeHoldMs)
  await expect(person.heading(en.hold.expiredTitle)).toBeVisible()
  await person.button(en.hold.againNearest(2)).click()
  await expect(person.heading(en.checkout.title)).toBeVisible()
  const held = (await stage.client.showHold(await person.guest(), person.holdToken())).body
  const numbers = held.seats.map((one) => one.seat_number)
  expect(numbers).toContain(neighbor)
  expect(numbers).not.toContain(seat)
})

test("the countdown follows the server's interval, whatever the device's clock says", async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await page.clock.install({ time: '2031-05-06T07:08:09Z' })
  await person.holdSeats(stage, await stage.freshSeats(1))
  await expect(page.getByRole('timer')).toHaveText(/^(2:00|1:\d\d)$/)
})

test('a second tab shows the same hold, and goes to the booking when there is one', async ({
  context,
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  const second = passengerAt(await context.newPage())
  await second.page.goto(page.url())
  await expect(second.page.getByRole('timer')).toBeVisible()
  await person.fillIn(['Ada Lindqvist'])
  await person.pay()
  const id = await person.ticket()
  await second.page.reload()
  expect(await second.ticket()).toBe(id)
})

test('X20, X21, X22: one finds one\u2019s own hold on every page, goes on with it, changes it, and gives it up', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [first = '', second = ''] = await stage.freshSeats(2)
  const own = new RegExp(`, ${en.seatMap.looks.OWN},`)
  const bar = page.getByRole('complementary', { name: en.hold.open })
  const goOn = bar.getByRole('link', { name: en.hold.goOn })
  const hold = await person.holdSeats(stage, [first])
  await expect(bar).toHaveCount(0)
  await page.goBack()
  await expect(person.seat(first)).toBeChecked()
  await expect(person.seat(first)).toHaveAccessibleName(own)
  expect(new URL(page.url()).searchParams.get('class')).toBe('SECOND')
  await page.goto('/')
  await expect(bar).toContainText(/[012]:\d\d/)
  await goOn.click()
  await expect(person.heading(en.checkout.title)).toBeVisible()
  expect(person.holdToken()).toBe(hold)
  await page.getByRole('link', { name: en.hold.changeSeats }).click()
  expect(new URL(page.url()).searchParams.get('class')).toBe('SECOND')
  await expect(person.seat(first)).toBeChecked()
  await person.chooseSeats([second])
  await expect(person.seat(first)).toHaveAccessibleName(own)
  expect(await person.hold(1)).not.toBe(hold)
  const status = async () => (await stage.client.showHold(await person.guest(), hold)).body.status
  await expect.poll(status).toBe('RELEASED')
  await page.goBack()
  await bar.getByRole('button', { name: en.hold.giveUp }).click()
  await expect(bar).toHaveCount(0)
  await expect(person.seat(second)).toBeChecked()
  await expect(person.seat(second)).not.toHaveAccessibleName(own)
})

test('X22: seats of a hold that is released while the map is on its way stay chosen', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [seat = ''] = await stage.freshSeats(1)
  await person.holdSeats(stage, [seat])
  const [answered, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await page.route(
    /\/seats\?/,
    async (route) => {
      const response = await route.fetch()
      answered.resolve()
      await released.promise
      // The page may have given up the request.
      await route.fulfill({ response }).catch(() => {})
    },
    { times: 1 },
  )
  await page.goBack()
  await answered.promise
  const bar = page.getByRole('complementary', { name: en.hold.open })
  await bar.getByRole('button', { name: en.hold.giveUp }).click()
  await expect(bar).toHaveCount(0)
  released.resolve()
  await expect(person.seat(seat)).toBeChecked()
})

test('H16, X27: a hold is extended once from the checkout, and the countdown goes on from there', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const hold = await person.holdSeats(stage, await stage.freshSeats(1))
  const offer = person.button(en.hold.extend(f.span(120_000)))
  await offer.click()
  await expect(offer).toHaveCount(0)
  await expect(page.getByRole('timer')).toHaveText(/^[34]:\d\d$/)
  const { body } = await stage.client.showHold(await person.guest(), hold)
  expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBe(240_000)
  await page.reload()
  await expect(page.getByRole('timer')).toBeVisible()
  await expect(offer).toHaveCount(0)
})

test('X28, X29: the button says how long, and names entered before the hold are there at the checkout', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [seat = ''] = await stage.freshSeats(1)
  await person.openSeats(stage)
  await page.getByRole('button', { name: new RegExp(`^${en.wishes.details}`) }).click()
  await page.getByText(en.seatPage.early, { exact: true }).click()
  await page.getByLabel(en.checkout.name, { exact: true }).fill('Ada Lindqvist')
  await page.getByLabel(en.checkout.age, { exact: true }).fill('36')
  await person.chooseSeats([seat])
  await expect(person.holdButton(1)).toHaveText(en.seatPage.hold(1, f.span(120_000)))
  await person.hold(1)
  await expect(page.getByLabel(en.checkout.name, { exact: true })).toHaveValue('Ada Lindqvist')
  await expect(page.getByLabel(en.checkout.age, { exact: true })).toHaveValue('36')
})

test('X30: price and conditions are read before the button that pays', async ({ page, stage }) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(2))
  await person.fillIn(['Ada Lindqvist', 'Noor Haddad'])
  const payment = page.locator('section').filter({ has: person.payButton() })
  await expect(payment.getByText('Ada Lindqvist')).toBeVisible()
  await expect(payment.getByText('Noor Haddad')).toBeVisible()
  const [table, button] = await Promise.all([
    payment.getByRole('table').boundingBox(),
    person.payButton().boundingBox(),
  ])
  expect((table?.y ?? Infinity) + (table?.height ?? 0)).toBeLessThanOrEqual(button?.y ?? 0)
  await expect(payment.getByRole('row')).not.toHaveCount(1)
})

test('a reload at every step keeps what was done', async ({ page, stage }) => {
  const person = passengerAt(page)
  const seats = await stage.freshSeats(2)
  await person.search(stage.journey, 2)
  await page.reload()
  await person.chooseTrain(stage.journey)
  await person.chooseSeats(seats)
  await page.reload()
  for (const seat of seats) {
    await person.showCoach(seat)
    await expect(person.seat(seat)).toBeChecked()
  }
  const hold = await person.hold(2)
  await person.fillIn(['Ada Lindqvist', 'Noor Haddad'])
  await page.reload()
  expect(person.holdToken()).toBe(hold)
  await expect(page.getByRole('timer')).toBeVisible()
  for (const [index, name] of ['Ada Lindqvist', 'Noor Haddad'].entries())
    await expect(page.getByLabel(en.checkout.name, { exact: true }).nth(index)).toHaveValue(name)
  await person.pay()
  const id = await person.ticket()
  await page.reload()
  expect(await person.ticket()).toBe(id)
})
