import { useState } from 'react'
import { Link } from 'wouter'
import type { DayRun } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { fullestShare } from '../lib/day-runs.ts'
import { paths } from '../lib/paths.ts'
import { LoadCurve } from './load-curve.tsx'
import { WideTable } from './table.tsx'

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
      <WideTable
        caption={caption}
        heads={[
          t.today.departure,
          t.today.train,
          t.today.way,
          t.today.load,
          { number: t.today.fullest },
          { number: t.today.booked },
          { number: t.today.held },
          { number: t.today.blocked },
          { number: t.today.seats },
          t.today.state,
        ]}
        className="run-table"
      >
        {runs.slice(0, most).map((run) => (
          <RunRow key={run.train_run_id} run={run} />
        ))}
      </WideTable>
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
