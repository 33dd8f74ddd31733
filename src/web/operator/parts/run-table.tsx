import { useState } from 'react'
import { Link } from 'wouter'
import type { DayRun } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { fullestShare } from '../lib/day-runs.ts'
import { paths } from '../lib/paths.ts'
import { LoadCurve } from './load-curve.tsx'

/** So many rows are drawn at first, and again with each wish for more. */
const rowsAtOnce = 200

interface RunTableProps {
  readonly runs: readonly DayRun[]
  readonly caption: string
}

/** The runs of a day, one a row. */
export function RunTable({ runs, caption }: RunTableProps) {
  const t = useTexts()
  const [most, setMost] = useState(rowsAtOnce)
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section className="table-room" aria-label={caption} tabIndex={0}>
        <table className="table run-table">
          <caption className="sr-only">{caption}</caption>
          <thead>
            <tr>
              <th scope="col">{t.today.departure}</th>
              <th scope="col">{t.today.train}</th>
              <th scope="col">{t.today.way}</th>
              <th scope="col">{t.today.load}</th>
              <th scope="col" className="number">
                {t.today.fullest}
              </th>
              <th scope="col" className="number">
                {t.today.booked}
              </th>
              <th scope="col" className="number">
                {t.today.held}
              </th>
              <th scope="col" className="number">
                {t.today.blocked}
              </th>
              <th scope="col" className="number">
                {t.today.seats}
              </th>
              <th scope="col">{t.today.state}</th>
            </tr>
          </thead>
          <tbody>
            {runs.slice(0, most).map((run) => (
              <RunRow key={run.train_run_id} run={run} />
            ))}
          </tbody>
        </table>
      </section>
      {runs.length > most && (
        <button type="button" className="button" onClick={() => setMost(most + rowsAtOnce)}>
          {t.today.more(runs.length - most)}
        </button>
      )}
    </>
  )
}

function RunRow({ run }: { readonly run: DayRun }) {
  const t = useTexts()
  const { f } = useI18n()
  const { off_sale_reason: offSale } = run
  return (
    <tr>
      <td>
        <time dateTime={run.departure_time}>{f.time(run.departure_time)}</time>
      </td>
      <th scope="row">
        <Link href={paths.run(run.train_run_id)}>{run.train_number}</Link>{' '}
        {run.train_name !== run.train_number && <span className="quiet">{run.train_name}</span>}
      </th>
      <td>
        {run.from.name} – {run.to.name}
      </td>
      <td>
        <LoadCurve run={run} />
      </td>
      <td className="number">{f.percent(Math.round(fullestShare(run) * 100))}</td>
      <td className="number">{f.number(run.booked)}</td>
      <td className="number">{f.number(run.held)}</td>
      <td className="number">{f.number(run.blocked)}</td>
      <td className="number">{f.number(run.seats_total)}</td>
      <td>
        {offSale === null ? (
          <span className="badge badge-confirmed">{t.today.onSale}</span>
        ) : (
          <span className="badge badge-partly">{t.today.reasons[offSale] ?? offSale}</span>
        )}
      </td>
    </tr>
  )
}
