import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'wouter'
import type { DayRun } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { addDays, isDate } from '../../shared/lib/format.ts'
import { refusalOf } from '../../shared/lib/refused.ts'
import { todayAt } from '../../shared/lib/today.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { paletteKey } from '../lib/commands.ts'
import { isMatch, sumOf } from '../lib/day-runs.ts'
import { paths } from '../lib/paths.ts'
import { readDay } from '../lib/read-day.ts'
import { RunTable } from '../parts/run-table.tsx'

/** How often the day is read again while somebody looks at it; a day of thousands of runs less often. */
const everyMs = 5_000
const everyMsIfMany = 30_000
const many = 500

/** The trains of a day, and what needs eyes. */
export function TodayPage() {
  const t = useTexts()
  const [search, setSearch] = useSearchParams()
  const [typed, setTyped] = useState('')
  const asked = search.get('date') ?? ''
  const date = isDate(asked) ? asked : todayAt(undefined)
  const day = useQuery({
    queryKey: ['day', date],
    queryFn: () => readDay(date),
    refetchInterval: ({ state }) => ((state.data?.length ?? 0) > many ? everyMsIfMany : everyMs),
  })
  usePlaces(date, day.data)
  const refusal = refusalOf(day.error)
  return (
    <Page title={t.screens.today} screen="today">
      <DayBar date={date} onDate={(one) => setSearch({ date: one })} typed={typed} onTyped={setTyped} />
      {refusal && <ProblemNotice refusal={refusal} onRetry={() => void day.refetch()} />}
      {day.data ? <Day date={date} runs={day.data} typed={typed} /> : !refusal && <Skeleton rows={8} />}
    </Page>
  )
}

/** The palette finds the trains of the day that was looked at last. */
function usePlaces(date: string, runs: readonly DayRun[] | undefined): void {
  const { f } = useI18n()
  const queries = useQueryClient()
  useEffect(() => {
    if (!runs) return
    const places = runs.map((run) => {
      const when = `${f.day(date)}, ${f.time(run.departure_time)}`
      const text = `${run.train_number} ${run.train_name} · ${when} · ${run.to.name}`
      return { path: paths.run(run.train_run_id), text }
    })
    queries.setQueryData([paletteKey, 'day'], places)
  }, [date, runs, queries, f])
}

interface DayBarProps {
  readonly date: string
  readonly onDate: (date: string) => void
  readonly typed: string
  readonly onTyped: (typed: string) => void
}

function DayBar({ date, onDate, typed, onTyped }: DayBarProps) {
  const t = useTexts()
  return (
    <search className="bar">
      <button type="button" className="button" onClick={() => onDate(addDays(date, -1))}>
        {t.today.before}
      </button>
      <input
        type="date"
        aria-label={t.today.date}
        value={date}
        onChange={(event) => isDate(event.target.value) && onDate(event.target.value)}
      />
      <button type="button" className="button" onClick={() => onDate(addDays(date, 1))}>
        {t.today.after}
      </button>
      <input
        type="search"
        className="bar-grow"
        aria-label={t.today.search}
        placeholder={t.today.search}
        value={typed}
        onChange={(event) => onTyped(event.target.value)}
      />
    </search>
  )
}

interface DayProps {
  readonly date: string
  readonly runs: readonly DayRun[]
  readonly typed: string
}

function Day({ date, runs, typed }: DayProps) {
  const t = useTexts()
  const { f } = useI18n()
  const shown = runs.filter((run) => isMatch(run, typed))
  if (runs.length === 0)
    return (
      <div className="card empty">
        <h2>{t.today.none(f.longDay(date))}</h2>
        <p>{t.today.noneHelp}</p>
      </div>
    )
  return (
    <>
      <DaySum runs={runs} />
      {shown.length === 0 && <p className="card">{t.today.noMatch}</p>}
      {shown.length > 0 && <RunTable runs={shown} caption={f.longDay(date)} />}
    </>
  )
}

function DaySum({ runs }: Pick<DayProps, 'runs'>) {
  const t = useTexts()
  const { f } = useI18n()
  const { booked, held, blocked, offSale } = sumOf(runs)
  const figures = [
    [t.today.trains, runs.length],
    [t.today.booked, booked],
    [t.today.held, held],
    [t.today.blocked, blocked],
    [t.today.offSale, offSale],
  ] as const
  return (
    <dl className="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{f.number(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
