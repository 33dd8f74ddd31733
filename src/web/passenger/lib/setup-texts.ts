import type { Language } from '../../../domain/language.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { setupAr } from '../../shared/i18n/setup/ar.ts'
import { setupDe } from '../../shared/i18n/setup/de.ts'
import { type SetupTexts, setupEn } from '../../shared/i18n/setup/en.ts'

const texts: Readonly<Record<Language, SetupTexts>> = { en: setupEn, de: setupDe, ar: setupAr }

/** The texts of the set-up page. They come with it, so that nobody else loads them. */
export function useSetupTexts(): SetupTexts {
  return texts[useI18n().language]
}
