import { type Language, locales } from './language.ts'

/** An amount in the smallest unit of its currency, as it is written in a language. */
export function money(cents: number, currency: string, language: Language): string {
  const format = new Intl.NumberFormat(locales[language], { style: 'currency', currency })
  return format.format(cents / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}
