import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { defineConfig } from '@playwright/test'

/** CHROMIUM names the browser; else the one of the system; else Playwright's own, which says itself how to get it where it is missing. */
function browserPath(): { executablePath?: string } {
  const { CHROMIUM, PATH = '' } = process.env
  if (CHROMIUM !== undefined) return { executablePath: CHROMIUM }
  const found = ['/usr/bin', ...PATH.split(delimiter)]
    .flatMap((folder) => [join(folder, 'chromium'), join(folder, 'chromium-browser')])
    .find((path) => existsSync(path))
  return found === undefined ? {} : { executablePath: found }
}

const quiet = ['no-first-run', 'disable-background-networking', 'disable-component-update', 'disable-sync']

export default defineConfig({
  testDir: 'test/web',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  // All tests share one server; each takes seats of its own.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: {
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    contextOptions: { reducedMotion: 'reduce' },
    actionTimeout: 20_000,
    launchOptions: {
      ...browserPath(),
      args: ['no-sandbox', 'disable-gpu', 'disable-quic', ...quiet].map((flag) => `--${flag}`),
    },
  },
})
