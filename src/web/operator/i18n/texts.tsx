import { createContext, type ReactNode, use, useEffect, useState } from 'react'
import type { Language } from '../../../domain/language.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { type ConsoleTexts, consoleEn } from './en.ts'

/** The console speaks fewer languages than the passengers' pages. */
export const consoleLanguages = ['en', 'de'] as const satisfies readonly Language[]
type ConsoleLanguage = (typeof consoleLanguages)[number]

/** The language of the console for somebody who reads the passengers' pages in this one. */
export function consoleLanguage(language: Language): ConsoleLanguage {
  return consoleLanguages.find((one) => one === language) ?? 'en'
}

/** English comes with the first load, German when it is needed. */
export async function loadTexts(language: ConsoleLanguage): Promise<ConsoleTexts> {
  return language === 'de' ? (await import('./de.ts')).consoleDe : consoleEn
}

const TextsContext = createContext<ConsoleTexts>(consoleEn)

/** Provides the console's own texts, in the language of the pages. */
export function TextsProvider({
  first,
  children,
}: {
  readonly first: ConsoleTexts
  readonly children: ReactNode
}) {
  const { language } = useI18n()
  const [texts, setTexts] = useState(first)
  useEffect(() => {
    let isCurrent = true
    void loadTexts(consoleLanguage(language)).then((loaded) => {
      if (isCurrent) setTexts(loaded)
    })
    return () => {
      isCurrent = false
    }
  }, [language])
  return <TextsContext value={texts}>{children}</TextsContext>
}

export function useTexts(): ConsoleTexts {
  return use(TextsContext)
}
