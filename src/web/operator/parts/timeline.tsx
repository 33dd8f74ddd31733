import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { factWords } from '../lib/fact-words.ts'

/** What an entry of the audit trail has, wherever it is shown. */
interface ToldEntry {
  readonly at: string
  readonly action: string
  readonly staff_id: string | null
  readonly key_id: string | null
  readonly reason: string | null
  readonly facts: Readonly<Record<string, unknown>>
}

interface TimelineProps {
  readonly entries: readonly ToldEntry[]
  readonly currency: string
}

/** What happened, oldest first. */
export function Timeline({ entries, currency }: TimelineProps) {
  const t = useTexts()
  const { f } = useI18n()
  return (
    <ol className="timeline">
      {entries.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: entries are only ever added at the end
        <li key={index}>
          <time dateTime={entry.at}>{f.moment(entry.at)}</time>
          <div>
            <strong>{t.acts.actions[entry.action] ?? entry.action}</strong> <ByWhom entry={entry} />
            <Facts facts={entry.facts} currency={currency} />
          </div>
        </li>
      ))}
    </ol>
  )
}

/** Who of the railway acted, and why; nothing for what a passenger did. */
function ByWhom({ entry }: { readonly entry: ToldEntry }) {
  const t = useTexts()
  const { staff_id: staffId, key_id: keyId, reason } = entry
  const words = [
    ...(staffId === null ? [] : [t.acts.staff(staffId)]),
    ...(keyId === null ? [] : [t.acts.key(keyId)]),
    ...(reason === null ? [] : [t.acts.reasons[reason] ?? reason]),
  ]
  return words.length === 0 ? null : <span className="quiet">{words.join(' · ')}</span>
}

interface FactsProps {
  readonly facts: Readonly<Record<string, unknown>>
  readonly currency?: string
}

/** The facts of an entry on one line. */
function Facts({ facts, currency }: FactsProps) {
  const t = useTexts()
  const { f } = useI18n()
  const words = factWords(t, f, facts, currency)
  if (words.length === 0) return null
  return (
    <dl className="facts">
      {words.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  )
}
