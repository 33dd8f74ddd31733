import type { Language } from '../../../domain/language.ts'
import { accountAr } from '../../shared/i18n/account/ar.ts'
import { accountDe } from '../../shared/i18n/account/de.ts'
import { type AccountTexts, accountEn } from '../../shared/i18n/account/en.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'

const texts: Readonly<Record<Language, AccountTexts>> = { en: accountEn, de: accountDe, ar: accountAr }

/** The texts of the account. They come with its page, so that nobody else loads them. */
export function useAccountTexts(): AccountTexts {
  return texts[useI18n().language]
}
