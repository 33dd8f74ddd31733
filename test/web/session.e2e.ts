import { type BrowserContext, expect } from '@playwright/test'
import { en } from '../../src/web/shared/i18n/en.ts'
import { passengerAt } from './harness/passenger.ts'
import { test } from './harness/stage.ts'

/** Everything that a script of the page could read and send elsewhere. */
const readable = `JSON.stringify([document.cookie, { ...localStorage }, { ...sessionStorage }])`

async function sessionCookie(context: BrowserContext) {
  const [cookie, ...more] = await context.cookies()
  expect(more).toEqual([])
  return cookie
}

test('X10: no script of the page can read the proof of who a passenger is, even after a reload', async ({
  context,
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  const cookie = await sessionCookie(context)
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', secure: false })
  const token = cookie?.value ?? ''
  expect(token.length).toBeGreaterThan(40)
  await page.reload()
  await expect(page.getByRole('timer')).toBeVisible()
  const text = await page.evaluate<string>(readable)
  expect(text).toContain('holdfast.session')
  expect(text).not.toContain(token)
  expect((await sessionCookie(context))?.value).toBe(token)
})

test('X10: two first tabs that start at the same moment are one guest', async ({ context, page, stage }) => {
  const other = await context.newPage()
  await Promise.all([page, other].map((tab) => tab.goto('/bookings')))
  for (const tab of [page, other])
    await expect(tab.getByRole('heading', { name: en.bookings.empty })).toBeVisible()
  const opened = await sessionCookie(context)
  const hold = await passengerAt(page).holdSeats(stage, await stage.freshSeats(1))
  await other.goto(`/checkout/${hold}`)
  await expect(other.getByRole('timer')).toBeVisible()
  expect((await sessionCookie(context))?.value).toBe(opened?.value)
})

test('X10: a passenger who has lost the cookie continues as a new guest', async ({
  context,
  page,
  stage,
}) => {
  const person = passengerAt(page)
  await person.holdSeats(stage, await stage.freshSeats(1))
  const before = await person.guest()
  await context.clearCookies()
  await person.holdSeats(stage, await stage.freshSeats(1))
  await person.fillIn(['Ada Lindqvist'])
  await person.pay()
  await person.ticket()
  expect(await person.guest()).not.toBe(before)
  expect((await person.bookings(stage)).length).toBe(1)
})

test('W28: another site can neither act for visitors nor give them another session', async ({
  context,
  page,
  stage,
}) => {
  const person = passengerAt(page)
  const hold = await person.holdSeats(stage, await stage.freshSeats(1))
  const before = await person.guest()
  // A neighbor on the same host: its forms carry even SameSite cookies.
  const neighbor = new URL(stage.client.url)
  neighbor.port = '1234'
  await context.route(neighbor.href, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<form method="post"><button>Win</button></form>' }),
  )
  const other = await context.newPage()
  const statusOfForm = async (path: string) => {
    await other.goto(neighbor.href)
    await other
      .locator('form')
      .evaluate((form, url) => form.setAttribute('action', url), stage.client.url + path)
    const answered = other.waitForResponse((response) => response.url().endsWith(path))
    await other.getByRole('button').click()
    const answer = await answered
    expect((await answer.request().allHeaders()).cookie).toContain(before)
    return answer.status()
  }
  expect(await statusOfForm('/api/seat_holds')).toBe(403)
  expect(await statusOfForm('/api/page_sessions')).toBeGreaterThanOrEqual(400)
  expect(await person.guest()).toBe(before)
  expect((await stage.client.showHold(before, hold)).body.status).toBe('ACTIVE')
})
