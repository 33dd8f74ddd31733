import { expect } from '@playwright/test'
import { test } from './harness/stage.ts'

test('W31: the reference page renders with all its styles under a policy without unsafe-inline', async ({
  page,
  stage,
}) => {
  await page.addInitScript(`
    globalThis.refused = []
    addEventListener('securitypolicyviolation', (event) => refused.push(event.effectiveDirective))`)
  const answer = await page.goto(`${stage.client.url}/docs/`, { waitUntil: 'networkidle' })
  expect(answer?.headers()['content-security-policy']).not.toContain('unsafe')
  await expect(page.getByRole('heading', { name: 'Holdfast', level: 1 })).toBeVisible()
  await page
    .getByRole('button', { name: /test request/i })
    .first()
    .click()
  await expect(page.getByRole('button', { name: /send post request/i })).toBeVisible()
  const unstyled = await page.evaluate<number>(
    `[...document.querySelectorAll('style')].filter((style) => !style.sheet?.cssRules.length).length`,
  )
  expect(unstyled).toBe(0)
  // What the reference tries and can do without: a test for eval, and style attributes for a moment.
  const refused = await page.evaluate<string[]>('refused')
  expect(new Set(refused).difference(new Set(['script-src', 'style-src-attr']))).toEqual(new Set())
})
