import type { Page } from '@playwright/test'
import { en, type Messages } from '../../../src/web/shared/i18n/en.ts'

/**
 * English texts that differ in this language: whole texts and words. The name "English" is written the same
 * in all languages, for people who look for it.
 */
export function englishBeside(t: Messages): ReadonlySet<string> {
  const own = new Set([...textsOf(t), en.languageName])
  return new Set(textsOf(en).filter((text) => text.length > 3 && !own.has(text)))
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsOf)
}

/** Every text of the page, including those that only screen readers announce. */
export function textsOn(page: Page): Promise<string[]> {
  return page.evaluate<string[]>(`
    [...document.querySelectorAll('body *')].flatMap((one) => [
      one.getAttribute('aria-label'), one.getAttribute('placeholder'), one.getAttribute('title'),
      ...[...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data),
    ]).flatMap((text) => text?.trim() || [])`)
}
