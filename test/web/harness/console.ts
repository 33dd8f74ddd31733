import { expect, type Page } from '@playwright/test'
import { consoleEn } from '../../../src/web/operator/i18n/en.ts'
import type { Client } from '../../harness/client.ts'
import type { Finished } from '../../harness/processes.ts'
import { dayAhead, findRide, type Ride } from '../../harness/railway.ts'
import { createWorld, type TestScope } from '../../harness/world.ts'
import { stageTest } from './stage-test.ts'

/** The member of staff that a console's server starts with. */
export const admin = { email: 'ada@example.org', password: 'correct horse battery' }

/** A server with an administrator, for tests of the console. */
export interface ConsoleStage {
  readonly client: Client
  /** Runs a command on the server's data folder. */
  run(args: readonly string[], input?: string): Promise<Pick<Finished, 'status' | 'stdout'>>
  /** A run that no other test of the stage has touched. */
  untouchedRide(stops?: number): Promise<Ride>
  /** The token of the administrator, for acts that a test does beside the console. */
  readonly token: string
}

export const test = stageTest(openStage)

async function openStage(scope: TestScope): Promise<ConsoleStage> {
  const env = { ADMIN_EMAIL: admin.email, ADMIN_PASSWORD: admin.password }
  const world = await createWorld(scope, { env })
  const { client } = world
  const signed = await client.call<{ token: string }>('POST', '/api/staff/sessions', { body: admin })
  const seen = new Set<string>()
  return {
    client,
    token: signed.body.token,
    run: (args, input) => world.run(args, input),
    untouchedRide(stops = 4) {
      return findRide(client, { stops, seats: 40, date: dayAhead(3) }, seen)
    },
  }
}

/** Fills in the form for signing in, wherever it is shown. */
export async function signIn(page: Page, who: typeof admin = admin): Promise<void> {
  await page.getByLabel(consoleEn.signIn.email).fill(who.email)
  await page.getByLabel(consoleEn.signIn.password).fill(who.password)
  await page.getByRole('button', { name: consoleEn.signIn.submit }).click()
  await expect(page.getByRole('navigation', { name: consoleEn.screens.label })).toBeVisible()
}

/** A page that is signed in, on this screen of the console. */
export async function openConsole(page: Page, path = '/operator'): Promise<void> {
  await page.goto(path)
  await signIn(page)
}
