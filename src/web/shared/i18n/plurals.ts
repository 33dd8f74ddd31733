/**
 * Texts by the language's plural category (CLDR). `#` stands for the number. `zero` is used for 0 in every
 * language.
 */
type PluralTexts = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string }

/** Makes the function that chooses the text for a number and formats the number for the language. */
export function plurals(locale: string): (n: number, texts: PluralTexts) => string {
  const rules = new Intl.PluralRules(locale)
  const numbers = new Intl.NumberFormat(locale)
  return (n, texts) => {
    const text = (n === 0 ? texts.zero : undefined) ?? texts[rules.select(n)] ?? texts.other
    return text.replace('#', numbers.format(n))
  }
}
