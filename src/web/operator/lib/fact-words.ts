import type { Formats } from '../../shared/lib/format.ts'
import type { ConsoleTexts } from '../i18n/en.ts'

/** Facts that say nothing to a reader beside the others. */
const left = new Set(['currency', 'from_leg', 'to_leg'])

/** What an audit entry tells beside its action, as pairs of a name and a text. */
export function factWords(
  t: ConsoleTexts,
  f: Pick<Formats, 'money' | 'moment'>,
  facts: Readonly<Record<string, unknown>>,
  currency?: string,
): readonly (readonly [name: string, text: string])[] {
  const money = typeof facts.currency === 'string' ? facts.currency : currency
  // Without a currency, cents stay cents: "Price 4500" would be read as a hundred times the price.
  const nameOf = (name: string) =>
    (name.endsWith('_cents') && money === undefined ? undefined : t.acts.facts[name]) ??
    name.replaceAll('_', ' ')
  const textOf = (name: string, value: unknown) => {
    if (name.endsWith('_cents') && typeof value === 'number')
      return money === undefined ? String(value) : f.money(value, money)
    if (/_(at|until)$/.test(name) && typeof value === 'string') return f.moment(value)
    return Array.isArray(value) ? value.join(', ') : String(value)
  }
  return Object.entries(facts)
    .filter(([name, value]) => !left.has(name) && value !== null && value !== '')
    .map(([name, value]) => [nameOf(name), textOf(name, value)])
}
