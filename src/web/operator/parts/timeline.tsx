import { Link } from 'wouter'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { factWords } from '../lib/fact-words.ts'
import { paths } from '../lib/paths.ts'
import { useMe } from '../lib/session.tsx'

/** What an entry of the audit trail has, wherever it is shown. */
interface ToldEntry {
  readonly at: string
  readonly action: string
  readonly staff_id: string | null
  readonly key_id: string | null
  readonly staff_name?: string | null
  readonly key_name?: string | null
  /** Where the timeline is not that of one booking. */
  readonly booking_id?: string | null
  readonly reason: string | null
  readonly facts: Readonly<Record<string, unknown>>
}

interface TimelineProps {
  readonly entries: readonly ToldEntry[]
  /** Left out if entries have sums in different ones: then cents are told as they are. */
  readonly currency?: string | undefined
}

/** What happened, in the order in which it is given. */
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
            <OfBooking bookingId={entry.booking_id ?? null} />
            <Facts facts={entry.facts} currency={currency} />
          </div>
        </li>
      ))}
    </ol>
  )
}

/** The booking of an entry, as a link for those who may open it. */
function OfBooking({ bookingId }: { readonly bookingId: string | null }) {
  const { rights } = useMe()
  if (bookingId === null) return null
  if (!rights.has('bookings.find')) return <code> {bookingId}</code>
  return (
    <>
      {' '}
      <Link href={paths.booking(bookingId)}>{bookingId}</Link>
    </>
  )
}

/** Who of the railway acted, and why; nothing for what a passenger did. */
function ByWhom({ entry }: { readonly entry: ToldEntry }) {
  const t = useTexts()
  const { staff_id: staffId, key_id: keyId, reason } = entry
  const { staff_name: staffName, key_name: keyName } = entry
  const words = [
    ...(staffId === null ? [] : [staffName ?? t.acts.staff(staffId)]),
    ...(keyId === null ? [] : [t.acts.key(keyName ?? keyId)]),
    ...(reason === null ? [] : [t.acts.reasons[reason] ?? reason]),
  ]
  return words.length === 0 ? null : <span className="quiet">{words.join(' · ')}</span>
}

interface FactsProps {
  readonly facts: Readonly<Record<string, unknown>>
  readonly currency?: string | undefined
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
