import { chromium, defineConfig } from '@playwright/test'
import { chromiumFlags, findChromium } from './scripts/chromium.mjs'

/** Where there is none, Playwright says itself how to get its own. */
const executablePath = findChromium(chromium.executablePath())

export default defineConfig({
  testDir: 'test/web',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  // Each worker has a server of its own, with one train
  // that all its tests share; each takes seats of its own.
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  // They bound what hangs; a machine with much else to do is allowed its time.
  timeout: 300_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  projects: [
    { name: 'journeys', testIgnore: 'figures.e2e.ts' },
    // Alone and last, so that nothing else is measured with it.
    { name: 'figures', testMatch: 'figures.e2e.ts', dependencies: ['journeys'] },
  ],
  use: {
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 30_000,
    launchOptions: { ...(executablePath ? { executablePath } : {}), args: chromiumFlags },
  },
})
