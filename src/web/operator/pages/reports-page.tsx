import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import type { SalesReport } from '../../shared/api-types.ts'
import { addDays, isDate } from '../../shared/lib/format.ts'
import { refusalOf } from '../../shared/lib/refused.ts'
import { todayAt } from '../../shared/lib/today.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { read } from '../lib/session.tsx'
import { ClosingPanel } from '../reports/closing-panel.tsx'
import { CsvButton } from '../reports/csv-button.tsx'
import { type Dimension, dimensions, isDimension } from '../reports/figures.ts'
import { SalesTable } from '../reports/sales-table.tsx'

const path = '/api/operator/reports/sales'

interface Asked {
  readonly from: string
  readonly to: string
  readonly by: Dimension
}

/** What was sold in a time, and the closing of days. What is asked for is in the address. */
export function ReportsPage() {
  const t = useTexts()
  const [search, setSearch] = useSearchParams()
  const dateOf = (name: string, usual: string) => {
    const given = search.get(name) ?? ''
    return isDate(given) ? given : usual
  }
  const today = todayAt(undefined)
  const [given, to] = [search.get('by'), dateOf('to', today)]
  const by = isDimension(given) ? given : 'day'
  const asked: Asked = { from: dateOf('from', addDays(today, -6)), to, by }
  return (
    <Page title={t.reports.title} screen="reports">
      <PeriodBar asked={asked} onAsked={(one) => setSearch({ ...one })} />
      {asked.from > asked.to ? <p className="card">{t.reports.wrongOrder}</p> : <Sales asked={asked} />}
      <ClosingPanel />
    </Page>
  )
}

interface PeriodBarProps {
  readonly asked: Asked
  readonly onAsked: (asked: Asked) => void
}

function PeriodBar({ asked, onAsked }: PeriodBarProps) {
  const t = useTexts()
  const query = new URLSearchParams({ ...asked })
  return (
    <search className="bar">
      {(['from', 'to'] as const).map((name) => (
        <label key={name} className="bar">
          {t.reports[name]}
          <input
            type="date"
            value={asked[name]}
            onChange={({ target }) => isDate(target.value) && onAsked({ ...asked, [name]: target.value })}
          />
        </label>
      ))}
      <label className="bar">
        {t.reports.by}
        <select
          value={asked.by}
          onChange={({ target }) => isDimension(target.value) && onAsked({ ...asked, by: target.value })}
        >
          {dimensions.map((one) => (
            <option key={one} value={one}>
              {t.reports.dimensions[one]}
            </option>
          ))}
        </select>
      </label>
      <CsvButton path={`${path}?${query}`} fileName={`${asked.from}-${asked.to}.csv`} />
    </search>
  )
}

function Sales({ asked }: { readonly asked: Asked }) {
  const t = useTexts()
  const report = useQuery({
    queryKey: ['sales', asked],
    queryFn: () => read<SalesReport>(path, { ...asked }),
  })
  const refusal = refusalOf(report.error)
  if (refusal) return <ProblemNotice refusal={refusal} onRetry={() => void report.refetch()} />
  if (!report.data) return <Skeleton rows={6} />
  if (report.data.lines.length === 0)
    return (
      <div className="card empty">
        <h2>{t.reports.empty}</h2>
        <p>{t.reports.emptyHelp}</p>
      </div>
    )
  return <SalesTable report={report.data} by={asked.by} />
}
