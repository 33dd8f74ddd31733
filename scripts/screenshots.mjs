// Takes pictures of the screens in `pictures/screens.mjs`: phone and desktop, light and dark, and in Arabic
// and German. It starts its own server with a new demo railway. Usage: npm run screenshots -- [FOLDER]
// [--only NAME] [--language en] [--look phone.light]. It needs Chromium, as the tests do.
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { chromiumFlags, findChromium } from './chromium.mjs'
import { openRailway } from './pictures/railway.mjs'
import { screensOf } from './pictures/screens.mjs'

const { values, positionals } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    language: { type: 'string' },
    look: { type: 'string', multiple: true },
  },
  allowPositionals: true,
})
const folder = resolve(positionals[0] ?? 'screenshots')

const sizes = {
  small: { width: 320, height: 640 },
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
}

/** Sizes and themes by language. German has the longest words, and Arabic runs from right to left. */
const looks = {
  en: [
    ['phone', 'light'],
    ['phone', 'dark'],
    ['desktop', 'light'],
    ['desktop', 'dark'],
  ],
  ar: [
    ['phone', 'light'],
    ['desktop', 'dark'],
  ],
  de: [['small', 'light']],
}

/** Takes the whole page in a window of the same height, so sticky elements are at the end of the page. */
async function takePicture(page, name, [size, theme], language) {
  // Keeps the mouse away from every element.
  await page.mouse.move(0, 0)
  await page.emulateMedia({ colorScheme: theme })
  await page.setViewportSize(sizes[size])
  const height = await settledHeight(page)
  await page.setViewportSize({ width: sizes[size].width, height: Math.min(6000, height) })
  await page.waitForTimeout(150)
  await page.screenshot({ path: join(folder, `${name}.${size}.${theme}.${language}.png`) })
}

/** The height of the page after it has stopped changing: the seat map is redrawn for another width. */
async function settledHeight(page) {
  let before = -1
  for (;;) {
    await page.waitForTimeout(250)
    const height = await page.evaluate(() => {
      const parts = [...document.querySelector('.shell').children].map((part) => part.getBoundingClientRect())
      return Math.max(...parts.map(({ bottom }) => bottom + scrollY))
    })
    if (height === before) return Math.ceil(height)
    before = height
  }
}

async function visit(browser, [name, goThere], language) {
  const [[size, theme]] = looks[language]
  const context = await browser.newContext({
    viewport: sizes[size],
    colorScheme: theme,
    locale: language,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => fail(`${name}: ${error}`))
  page.setDefaultTimeout(20_000)
  try {
    await railway.holdAnew()
    await goThere(page)
    for (const look of looks[language])
      if (!values.look || values.look.includes(look.join('.'))) await takePicture(page, name, look, language)
  } catch (error) {
    fail(`${name} (${language}): ${error.message.split('\n')[0]}`)
  }
  await context.close()
}

function fail(message) {
  console.error(message)
  process.exitCode = 1
}

function isWanted(name) {
  return values.only === undefined || values.only.some((one) => name.startsWith(one))
}

const executablePath = findChromium(chromium.executablePath())
mkdirSync(folder, { recursive: true })
const railway = await openRailway()
const browser = await chromium.launch({
  ...(executablePath ? { executablePath } : {}),
  args: chromiumFlags,
})
try {
  await railway.fill(railway.runs.express, ['21', '23', '24', '26', '27', '28'])
  await railway.fill(railway.runs.intercity, ['14'])
  await railway.fill(railway.runs.night, ['301', '303', '305', '306'])
  await railway.fill(railway.runs.regional, ['2'])
  for (const screen of Object.entries(screensOf(railway))) {
    if (!isWanted(screen[0])) continue
    for (const language of Object.keys(looks))
      if (values.language === undefined || values.language === language)
        await visit(browser, screen, language)
    console.log(screen[0])
  }
} finally {
  await browser.close()
  await railway.close()
}
