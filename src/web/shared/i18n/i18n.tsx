import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useState } from 'react'
import { directionOf, isLanguage, type Language } from '../../../domain/language.ts'
import { type Formats, makeFormats } from '../lib/format.ts'
import { en, type Messages } from './en.ts'

/** The languages' own names. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  ar: 'العربية',
}

/** English comes with the first load. Each other language is fetched when it is needed. */
const loaders: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
  ar: async () => (await import('./ar.ts')).ar,
}

const place = 'holdfast.language'

/** English dates and prices are written as in Britain (day before month). */
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE', ar: 'ar' }

interface I18n {
  readonly language: Language
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  readonly t: Messages
  readonly f: Formats
  readonly setLanguage: (language: Language) => void
}

const I18nContext = createContext<I18n | undefined>(undefined)

/** The language that was set before the first paint. */
export function startLanguage(): Language {
  const { lang } = document.documentElement
  return isLanguage(lang) ? lang : 'en'
}

export function loadMessages(language: Language): Promise<Messages> {
  return loaders[language]()
}

/**
 * Provides the pages with their language. The first language's messages are loaded before anything is drawn,
 * so nothing flashes.
 */
export function I18nProvider({
  first,
  children,
}: {
  readonly first: Messages
  readonly children: ReactNode
}) {
  const [shown, setShown] = useState({ language: startLanguage(), t: first })
  const setLanguage = useCallback(async (language: Language) => {
    const t = await loadMessages(language)
    try {
      localStorage.setItem(place, language)
    } catch {
      // Then it lasts only as long as the page.
    }
    setShown({ language, t })
  }, [])
  useEffect(() => {
    document.documentElement.lang = shown.language
    document.documentElement.dir = directionOf(shown.language)
  }, [shown.language])
  const value = useMemo<I18n>(() => {
    const locale = locales[shown.language]
    return {
      ...shown,
      locale,
      direction: directionOf(shown.language),
      f: makeFormats(locale),
      setLanguage: (language) => void setLanguage(language),
    }
  }, [shown, setLanguage])
  return <I18nContext value={value}>{children}</I18nContext>
}

export function useI18n(): I18n {
  const value = use(I18nContext)
  if (!value) throw new Error('useI18n is used outside of I18nProvider')
  return value
}
