import { useI18n } from '../i18n/i18n.tsx'
import { isOf, type Named, nameIn } from '../lib/names.ts'

/** A name of the timetable in the reader's language, marked where it is in another one. */
export function Name({ of }: { readonly of: Named }) {
  const { language } = useI18n()
  const { text, lang } = nameIn(language, of)
  // Isolated, since a name may be written in the other direction than the page.
  return <bdi lang={foreign(lang, language)}>{text}</bdi>
}

/** The language of a text if it is another one than that of the page. */
export function foreign(lang: string | undefined, language: string): string | undefined {
  return lang === undefined || isOf(lang, language) ? undefined : lang
}
