import { expect, type Locator, type Page } from '@playwright/test'
import { en, type Messages } from '../../../src/web/shared/i18n/en.ts'
import type { BookingBody } from '../../harness/wire.ts'
import type { Journey, Stage } from './stage.ts'

/** The outcomes of the mock payment service that the demo offers. */
type PaymentOutcome = keyof Messages['checkout']['outcomes']

/** A person at a browser, who finds things by their names in the person's language. */
export function passengerAt(page: Page, t: Messages = en) {
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const heading = (name: string | RegExp): Locator => page.getByRole('heading', { level: 1, name })
  return {
    page,
    button,
    heading,
    /** Expects this text anywhere on the page. */
    says: (text: string) => expect(page.getByText(text).first()).toBeVisible(),
    /** The heading of the results. */
    wayOf: ({ from, to }: Journey): string => `${from.name} ${t.common.to} ${to.name}`,
    async search(journey: Journey, party = 1): Promise<void> {
      await page.goto('/')
      await chooseStation(page.getByRole('combobox', { name: t.search.from, exact: true }), journey.from.name)
      await chooseStation(page.getByRole('combobox', { name: t.search.to, exact: true }), journey.to.code)
      await page.getByLabel(t.search.date, { exact: true }).fill(journey.date)
      for (let more = 1; more < party; more++) await button(t.search.more).click()
      await button(t.search.submit).click()
      await expect(heading(this.wayOf(journey))).toBeVisible()
      await expect(page).toHaveTitle(startOf(t.results.title(journey.from.name, journey.to.name)))
    },
    async chooseTrain({ run }: Journey, travelClass = 'SECOND'): Promise<void> {
      const name = t.results.chooseIn(t.seatMap.classes[travelClass] ?? travelClass, run.train_number)
      await page.getByRole('link', { name }).click()
      await expect(heading(t.seatPage.title)).toBeVisible()
    },
    /** Goes straight to the seat map, for tests that are not about the way there. */
    async openSeats({ journey }: Stage, party = 1): Promise<void> {
      const trip = `from=${journey.from.code}&to=${journey.to.code}&date=${journey.date}&party=${party}`
      await page.goto(`/trains/${journey.run.train_run_id}/seats?${trip}&class=SECOND`)
      await expect(page.getByRole('tab', { selected: true })).toBeVisible()
    },
    seat: (seatNumber: string): Locator => page.getByRole('checkbox', { name: seatName(t, seatNumber) }),
    async showCoach(seatNumber: string): Promise<void> {
      const [coach] = partsOf(seatNumber)
      await page.getByRole('tab', { name: startOf(t.seatMap.coach(coach) + t.seatMap.comma) }).click()
    },
    async chooseSeats(seatNumbers: readonly string[]): Promise<void> {
      for (const number of seatNumbers) {
        await this.showCoach(number)
        await this.seat(number).click()
        await expect(this.seat(number)).toBeChecked()
      }
    },
    async hold(count: number): Promise<string> {
      await this.holdButton(count).click()
      await expect(heading(t.checkout.title)).toBeVisible()
      return this.holdToken()
    },
    holdToken: (): string => new URL(page.url()).pathname.split('/').at(-1) ?? '',
    async fillIn(names: readonly string[]): Promise<void> {
      for (const [index, name] of names.entries()) {
        const fields = page.getByRole('group', { name: startOf(t.seatPage.passenger(index + 1)) })
        await fields.getByLabel(t.checkout.name, { exact: true }).fill(name)
        await fields.getByLabel(t.checkout.age, { exact: true }).fill(String(30 + index))
        await fields.getByRole('radio', { name: t.checkout.genders.X }).check()
      }
    },
    /** The button says how long the seats are kept. */
    holdButton(count: number): Locator {
      const [before = '', after = ''] = t.seatPage.hold(count, '|').split('|').map(RegExp.escape)
      return page.getByRole('button', { name: new RegExp(`^${before}.*\\d.*${after}$`) })
    },
    payButton(): Locator {
      // The amount is before or after the word, depending on the language.
      const [before = '', after = ''] = t.checkout.pay('|').split('|').map(RegExp.escape)
      return page.getByRole('button', { name: new RegExp(`^${before}.+${after}$`) })
    },
    async pay(outcome: PaymentOutcome = 'tok_ok'): Promise<void> {
      const [name = '', note = ''] = t.checkout.outcomes[outcome]
      const whole = new RegExp(`^${RegExp.escape(name)}\\s*${RegExp.escape(note)}$`)
      await page.getByRole('radio', { name: whole }).check()
      await this.payButton().click()
    },
    /** Waits for the ticket; returns the booking's number. */
    async ticket(): Promise<string> {
      await expect(page.getByRole('article', { name: t.booking.ticket })).toBeVisible()
      return new URL(page.url()).pathname.split('/').at(-1) ?? ''
    },
    /** Goes from a new page to the form, with these seats held. */
    async holdSeats(stage: Stage, seatNumbers: readonly string[]): Promise<string> {
      await this.openSeats(stage, seatNumbers.length)
      await this.chooseSeats(seatNumbers)
      return this.hold(seatNumbers.length)
    },
    /** The guest that the server sees in this browser, which no script of a page can read. */
    async guest(): Promise<string> {
      const cookies = await page.context().cookies(page.url())
      return cookies.find((one) => one.name.startsWith('holdfast_session_'))?.value ?? ''
    },
    /** All bookings of this browser, as the server lists them. */
    async bookings({ client }: Stage): Promise<readonly BookingBody[]> {
      const token = await this.guest()
      const { body } = await client.call<{ bookings: BookingBody[] }>('GET', '/api/bookings', { token })
      return body.bookings
    },
  }
}

async function chooseStation(field: Locator, typed: string): Promise<void> {
  await field.fill(typed)
  await field.page().getByRole('option').filter({ hasText: typed }).first().click()
}

/** `4-32` is seat 32 of coach 4. */
export function partsOf(seatNumber: string): [coach: string, label: string] {
  const dash = seatNumber.lastIndexOf('-')
  return [seatNumber.slice(0, dash), seatNumber.slice(dash + 1)]
}

function seatName(t: Messages, seatNumber: string): RegExp {
  const [coach, label] = partsOf(seatNumber)
  const { coach: coachWord, kinds, comma } = t.seatMap
  return startOf(`${coachWord(coach)}${comma}${kinds.seat?.(label)}${comma}`)
}

function startOf(text: string): RegExp {
  return new RegExp(`^${RegExp.escape(text)}`)
}
