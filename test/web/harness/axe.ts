import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const wide = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }
/** The rules about colors and sizes. All others give the same result however a screen looks. */
const rulesOfLooks = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block']

/**
 * Whether axe finds nothing on the current screen: every rule on a wide light screen, and the rules about
 * looks on a dark phone too.
 */
export async function isClean(page: Page, screen: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize(phone)
  await hasNone(axeAt(page).withRules(rulesOfLooks), `${screen}, dark, on a phone`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(wide)
  await hasNone(axeAt(page), `${screen}, light, wide`)
}

/**
 * Runs in the page itself, which has no frames, so it needs no second page for a total; and leaves out the
 * thousands of elements that pass.
 */
function axeAt(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
}

async function hasNone(axe: AxeBuilder, screen: string): Promise<void> {
  const { violations } = await axe.analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  expect.soft(found, screen).toEqual([])
}
