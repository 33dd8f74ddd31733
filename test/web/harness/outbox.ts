import { type BrowserContext, expect } from '@playwright/test'
import { en, type Messages } from '../../../src/web/shared/i18n/en.ts'

/** Reads the code of the last mail with one to an address on the page of the demo's outbox. */
export async function codeInOutbox(
  context: BrowserContext,
  email: string,
  t: Messages = en,
): Promise<string> {
  const outbox = await context.newPage()
  await outbox.goto('/outbox')
  await expect(outbox.getByRole('heading', { level: 1, name: t.outbox.title })).toBeVisible()
  const withCode = outbox.getByRole('article').filter({ hasText: /\d{5} \d{5}/ })
  const mail = withCode.filter({ hasText: email }).first()
  await expect(mail).toBeVisible({ timeout: 20_000 })
  const code = /\d{5} \d{5}/.exec((await mail.textContent()) ?? '')?.[0] ?? ''
  await outbox.close()
  expect(code).not.toBe('')
  return code
}
