/** The languages of the pages and of messages. */
export const languages = ['en', 'de', 'ar'] as const
export type Language = (typeof languages)[number]

export function isLanguage(text: string): text is Language {
  return languages.some((one) => one === text)
}

/** Which way a language is written, as HTML says it. */
export function directionOf(language: Language): 'ltr' | 'rtl' {
  return language === 'ar' ? 'rtl' : 'ltr'
}

/** How dates and amounts are written. English dates are as on the pages, day before month. */
export const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE', ar: 'ar-u-nu-latn' }
