import { expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { partsOf, passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

test('G5: if two browsers want one seat, the slower one sees it go, is told why, and can take another', async ({
  browser,
  stage,
}) => {
  const [seat = '', other = ''] = await stage.freshSeats(2)
  const [first, second] = [
    passengerAt(await browser.newPage({ baseURL: stage.client.url })),
    passengerAt(await browser.newPage({ baseURL: stage.client.url })),
  ]
  for (const person of [first, second]) {
    await person.openSeats(stage)
    await person.chooseSeats([seat])
  }
  await first.hold(1)
  const { notices, looks, comma, coach, kinds } = en.seatMap
  const [coachNumber, label] = partsOf(seat)
  await second.says(notices.seats_taken(`${coach(coachNumber)}${comma}${kinds.seat?.(label)}`))
  await expect(second.seat(seat)).not.toBeChecked()
  await expect(second.seat(seat)).toHaveAccessibleName(new RegExp(`, ${looks.HELD},`))
  // The seat is marked as disabled, but a click on it still gets an answer.
  await second.seat(seat).click({ force: true })
  await second.says(notices.HELD(`${coach(coachNumber)}${comma}${kinds.seat?.(label)}`))
  await second.chooseSeats([other])
  await second.hold(1)

  await first.fillIn(['Ada Lindqvist'])
  await first.pay()
  await first.ticket()
  await first.page.context().close()
  await second.page.context().close()
})

test('G27: a hold that comes too late is refused without moving the map, and the nearest free seats are one click away', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [seat = ''] = await stage.freshSeats(1)
  // Without its events, this browser does not see the seat go, as on a line that hangs.
  await page.route('**/seats/events?*', (route) => route.abort())
  await person.openSeats(stage)
  await person.chooseSeats([seat])
  await stage.holdElsewhere([seat])
  const topOfMap = () => page.evaluate<number>('document.querySelector(".track").offsetTop')
  const before = await topOfMap()
  await person.holdButton(1).click()
  await expect(page.getByRole('alert')).toContainText(en.common.seatInCoach(...partsOf(seat)))
  expect(await topOfMap()).toBe(before)
  await person.button(en.seatPage.takeNearest(1)).click()
  await person.hold(1)
})

test('a seat given back is free for another browser at once', async ({ browser, page, stage }) => {
  const [seat = ''] = await stage.freshSeats(1)
  const holder = passengerAt(page)
  await holder.holdSeats(stage, [seat])
  const other = passengerAt(await browser.newPage({ baseURL: stage.client.url }))
  await other.openSeats(stage)
  await other.showCoach(seat)
  await expect(other.seat(seat)).toHaveAccessibleName(new RegExp(`, ${en.seatMap.looks.HELD},`))
  await page.goto('/')
  await holder.button(en.hold.giveUp).click()
  await expect(holder.button(en.hold.giveUp)).toHaveCount(0)
  await expect(other.seat(seat)).toHaveAccessibleName(new RegExp(`, ${en.seatMap.looks.FREE},`))
  await other.page.context().close()
})

const challenge = {
  parameters: {
    ...{ algorithm: 'PBKDF2/SHA-256', cost: 512, expiresAt: 4_000_000_000, keyLength: 32, keyPrefix: '000' },
    data: { hold: 'this one' },
    ...{ nonce: '000102030405060708090a0b0c0d0e0f', salt: '101112131415161718191a1b1c1d1e1f' },
  },
  signature: 'signature',
}

test('X26: under pressure the device works for a hold by itself, the page says so, and the seats come', async ({
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const [seat = ''] = await stage.freshSeats(1)
  const proofs: string[] = []
  await page.route('**/api/seat_holds', async (route) => {
    const { proof } = route.request().postDataJSON()
    if (proof) proofs.push(proof)
    const refusal = { code: 'class_under_pressure', retry_after_ms: 60_000, challenge }
    if (proof) await route.continue()
    else await route.fulfill({ status: 429, contentType: 'application/problem+json', json: refusal })
  })
  await person.openSeats(stage)
  await person.chooseSeats([seat])
  await person.holdButton(1).click()
  await expect(page.getByRole('status').getByText(en.seatPage.working)).toBeVisible()
  await expect(person.heading(en.checkout.title)).toBeVisible()
  const [proof = ''] = proofs
  const sent = JSON.parse(atob(proof))
  expect(sent.challenge).toEqual(challenge)
  expect(sent.solution.derivedKey).toMatch(/^000/)
})
