import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const wide = { width: 1280, height: 800 }
const phone = { width: 390, height: 844 }
/** The rules that look at colors and sizes; all others say the same of a screen however it looks. */
const rulesOfLooks = ['color-contrast', 'target-size', 'scrollable-region-focusable', 'link-in-text-block']

/** Whether axe finds nothing on the screen that the page shows: every rule on a wide light one, those of looks on a dark phone too. */
export async function isClean(page: Page, screen: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize(phone)
  await hasNone(axeAt(page).withRules(rulesOfLooks), `${screen}, dark, on a phone`)
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(wide)
  await hasNone(axeAt(page), `${screen}, light, wide`)
}

/**
 * In the page itself, which has no frames, and not with a second page for the sum of all; and without the places of the many
 * thousand things that are well.
 */
function axeAt(page: Page): AxeBuilder {
  return new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] })
}

async function hasNone(axe: AxeBuilder, screen: string): Promise<void> {
  const { violations } = await axe.analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  expect.soft(found, screen).toEqual([])
}
