// Writes a picture of every screen of the web pages: phone and desktop, light and dark, and some in German and Arabic. Starts a
// server of its own on a new demo railway. Usage: npm run screenshots -- [FOLDER] [--only NAME]. Needs a Chromium, as the
// tests do.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { chromiumFlags, findChromium } from './chromium.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { values, positionals } = parseArgs({ options: { only: { type: 'string' } }, allowPositionals: true })
const folder = resolve(positionals[0] ?? 'screenshots')
const data = mkdtempSync(join(tmpdir(), 'holdfast-screenshots-'))

const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } }
const looks = [
  { size: 'phone', theme: 'light', language: 'en' },
  { size: 'phone', theme: 'dark', language: 'en' },
  { size: 'desktop', theme: 'light', language: 'en' },
  { size: 'desktop', theme: 'dark', language: 'en' },
  { size: 'phone', theme: 'light', language: 'ar' },
  { size: 'desktop', theme: 'light', language: 'de' },
]

async function startServer() {
  const server = spawn(process.execPath, [join(root, 'bin', 'holdfast.mjs'), 'serve'], {
    env: { ...process.env, HOLDFAST_DATA: data, HOST: '127.0.0.1', PORT: '0', PAYMENT_TIMEOUT_SECONDS: '4' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(server.stdout)) {
    const url = /ready on (http:\S+)/.exec(line)?.[1]
    if (url) return { server, url }
  }
  throw new Error('the server ended before it was ready')
}

function startBrowser() {
  const executablePath = findChromium(chromium.executablePath())
  return chromium.launch({ ...(executablePath ? { executablePath } : {}), args: chromiumFlags })
}

/** The day after tomorrow, so that every train of it is still to come. */
const date = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
const trip = `from=ARD&to=NOH&date=${date}`

async function api(url, path) {
  return (await fetch(url + path)).json()
}

async function findRun(url, trainNumber) {
  const pair = `from_station_code=ARD&to_station_code=NOH&journey_date=${date}`
  const { train_runs: runs } = await api(url, `/api/train_runs?${pair}`)
  return runs.find((run) => run.train_number.startsWith(trainNumber)).train_run_id
}

/** Chooses seats, by the seat map's own roles. */
async function chooseSeats(page, count) {
  for (let chosen = 0; chosen < count; chosen++) {
    await page
      .locator('.seat-free')
      .nth(7 + chosen)
      .click()
  }
}

async function holdSeats(page, url, run, party) {
  await page.goto(`${url}/trains/${run}/seats?${trip}&party=${party}&class=SECOND`)
  await page.locator('.seat-free').first().waitFor()
  await chooseSeats(page, party)
  await page.locator('.chosen-foot .primary').click()
  await page.locator('.checkout-form').waitFor()
}

async function fillPassengers(page, names) {
  for (const [index, name] of names.entries()) {
    await page.locator(`#name-${index}`).fill(name)
    await page.locator(`#age-${index}`).fill(String(34 + index))
    await page
      .locator(`input[name=gender-${index}]`)
      .nth(index % 3)
      .check()
  }
}

async function pay(page, token) {
  await page.locator(`input[name=outcome][value=${token}]`).check()
  await page.locator('.pay').click()
}

const party = ['Ada Lindqvist', 'Noor Haddad']

/** Each screen by name: goes there from a new page. */
function screensOf(url, run) {
  const filled = async (page) => {
    await holdSeats(page, url, run, 2)
    await fillPassengers(page, party)
  }
  const booked = async (page) => {
    await filled(page)
    await pay(page, 'tok_ok')
    await page.locator('.ticket').waitFor()
    await page.locator('.booked-coaches figure').waitFor()
  }
  return {
    search: async (page) => {
      await page.goto(url)
      await page.locator('.search-form').waitFor()
    },
    'search-typing': async (page) => {
      await page.goto(url)
      await page.locator('.station-field input').first().fill('o')
      await page.locator('.options [role="option"]').first().waitFor()
    },
    results: async (page) => {
      await page.goto(`${url}/trains?${trip}&party=2`)
      await page.locator('.run-card').first().waitFor()
      await page.locator('.calendar-day').first().waitFor()
    },
    'results-none': async (page) => {
      await page.goto(`${url}/trains?from=ISF&to=TDL&date=2030-01-01&party=1`)
      await page.locator('.empty').waitFor()
    },
    seats: async (page) => {
      await page.goto(`${url}/trains/${run}/seats?${trip}&party=2&class=SECOND`)
      await page.locator('.seat-free').first().waitFor()
      await chooseSeats(page, 2)
    },
    'seats-list': async (page) => {
      await page.goto(`${url}/trains/${run}/seats?${trip}&party=1&class=SECOND`)
      await page.locator('.seat-free').first().waitFor()
      await page.locator('.view-switch input').nth(1).check()
    },
    'seats-for-us': async (page) => {
      await page.goto(`${url}/trains/${run}/seats?${trip}&party=4&class=FIRST`)
      await page.locator('.seat-free').first().waitFor()
      await page.locator('.choose-for-us summary').click()
    },
    checkout: filled,
    'checkout-missing': async (page) => {
      await holdSeats(page, url, run, 1)
      await page.locator('.pay').click()
      await page.locator('.field-error').first().waitFor()
    },
    paying: async (page) => {
      await filled(page)
      await pay(page, 'tok_slow_4000')
      await page.locator('.progress').waitFor()
    },
    declined: async (page) => {
      await filled(page)
      await pay(page, 'tok_declined')
      await page.locator('.seats-again .primary').waitFor()
    },
    'timed-out': async (page) => {
      await filled(page)
      await pay(page, 'tok_timeout')
      await page.locator('.seats-again .primary').waitFor()
    },
    booking: booked,
    'booking-quote': async (page) => {
      await booked(page)
      await page.locator('.cancel-step input').nth(1).check()
      await page.locator('.cancel-step .button').click()
      await page.locator('.quote').waitFor()
    },
    'booking-cancelled': async (page) => {
      await booked(page)
      await page.locator('.cancel-step input').nth(1).check()
      await page.locator('.cancel-step .button').click()
      await page.locator('.quote ~ .actions .danger').click()
      await page.locator('.ticket-partly').waitFor()
    },
    ticket: async (page) => {
      await booked(page)
      await page.goto(await page.locator('.private-link input').inputValue())
      await page.locator('.ticket').waitFor()
    },
    bookings: async (page) => {
      await booked(page)
      await page.goto(`${url}/bookings`)
      await page.locator('.booking-card').first().waitFor()
    },
    'bookings-empty': async (page) => {
      await page.goto(`${url}/bookings`)
      await page.locator('.empty').waitFor()
    },
    lost: async (page) => {
      await page.goto(`${url}/nowhere`)
      await page.locator('.message-page').waitFor()
    },
  }
}

/** The whole page in a window as tall as it is: what sticks to an edge is then where the page ends. */
async function takePicture(page, path) {
  await page.waitForTimeout(150)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width: page.viewportSize().width, height: Math.min(6000, height) })
  await page.waitForTimeout(150)
  await page.screenshot({ path })
}

async function takePictures(browser, url, run) {
  for (const [name, goThere] of Object.entries(screensOf(url, run))) {
    if (values.only && !name.startsWith(values.only)) continue
    for (const { size, theme, language } of looks) {
      const context = await browser.newContext({
        viewport: sizes[size],
        colorScheme: theme,
        locale: language,
        reducedMotion: 'reduce',
      })
      const page = await context.newPage()
      page.on('pageerror', (error) => console.error(`${name}: ${error}`))
      page.on(
        'console',
        (message) => message.type() === 'error' && console.error(`${name}: ${message.text()}`),
      )
      page.setDefaultTimeout(10_000)
      try {
        await goThere(page)
        await takePicture(page, join(folder, `${name}.${size}.${theme}.${language}.png`))
      } catch (error) {
        console.error(`${name} (${size}, ${theme}, ${language}): ${error.message.split('\n')[0]}`)
        process.exitCode = 1
      }
      await context.close()
    }
    console.log(name)
  }
}

mkdirSync(folder, { recursive: true })
const { server, url } = await startServer()
const browser = await startBrowser()
try {
  await takePictures(browser, url, await findRun(url, 'HX'))
} finally {
  await browser.close()
  server.kill()
  await new Promise((done) => server.on('exit', done))
  rmSync(data, { recursive: true, force: true })
}
