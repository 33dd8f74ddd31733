import { expect } from '@playwright/test'
import { consoleEn as t } from '../../src/web/operator/i18n/en.ts'
import { wholeWay } from '../harness/railway.ts'
import { isClean } from './harness/axe.ts'
import { openConsole, test } from './harness/console.ts'

test('X69: a slider shows the run as it was after each act, and plays it up to the present', async ({
  page,
  stage,
}) => {
  const { client } = stage
  const ride = await stage.untouchedRide()
  const guest = await client.session()
  const hold = await client.hold(guest, wholeWay(ride, ride.seatNumbers.slice(0, 1)))
  expect((await client.book(guest, hold.body)).status).toBe(201)
  await openConsole(page, `/operator/runs/${ride.train_run_id}`)
  const bars = (status: string) =>
    page
      .locator(`.bar-${status}`)
      .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')).join('').length > 0)
  await expect.poll(() => bars('booked')).toBe(true)
  await page.getByRole('button', { name: t.past.open }).click()
  const slider = page.getByRole('slider', { name: t.past.moment })
  await expect(slider).toHaveAttribute('max', '3')
  await slider.fill('0')
  await expect.poll(() => bars('booked')).toBe(false)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => bars('held')).toBe(true)
  await expect(page.getByText(t.acts.actions.hold_placed ?? '')).toBeVisible()
  await isClean(page, 'the past of a run')
  await slider.fill('0')
  await page.getByRole('button', { name: t.past.play }).click()
  await expect(slider).toHaveValue('3')
  await expect.poll(() => bars('booked')).toBe(true)
  await page.getByRole('button', { name: t.past.close }).click()
  await expect(page.getByRole('button', { name: t.past.open })).toBeVisible()
})
