import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useSearch } from 'wouter'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { searchRuns } from '../../shared/api/operations.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { addDays, isDate } from '../../shared/lib/format.ts'
import { nameIn } from '../../shared/lib/names.ts'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { todayAt } from '../../shared/lib/today.ts'
import { Name } from '../../shared/parts/name.tsx'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice, sentenceOf } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { useStation } from '../../shared/parts/use-station-choice.ts'
import { paths, type Trip, tripOf } from '../lib/paths.ts'
import { classesOf, filterOf, filterQuery, noFilter, type RunFilter, selectRuns } from '../lib/runs.ts'
import { FareCalendarStrip } from '../parts/fare-calendar-strip.tsx'
import { NoTrain } from '../parts/no-train.tsx'
import { PartyNotice } from '../parts/party-notice.tsx'
import { ResultFilters } from '../parts/result-filters.tsx'
import { RunCard } from '../parts/run-card.tsx'

export function ResultsPage() {
  const { t, f, language } = useI18n()
  const query = new URLSearchParams(useSearch())
  const asked = tripOf(query)
  const board = useStation(asked.from)
  const today = todayAt(board?.time_zone)
  const trip = isDate(asked.date) ? asked : { ...asked, date: today }
  const filter = filterOf(query, trip.party)
  const from = board ?? { name: trip.from, names: {} }
  const to = useStation(trip.to) ?? { name: trip.to, names: {} }
  return (
    <Page
      title={t.results.title(nameIn(language, from).text, nameIn(language, to).text)}
      heading={
        <>
          <Name of={from} />{' '}
          <span className="arrow" aria-hidden="true">
            →
          </span>
          <span className="sr-only">{t.common.to}</span> <Name of={to} />
        </>
      }
      screen={`results ${trip.from} ${trip.to}`}
      className="results-page"
    >
      <p className="results-when">
        <strong>{f.longDay(trip.date)}</strong>
        <span>{t.common.passengers(trip.party)}</span>
        <Link href={paths.searchAgain(trip)}>{t.results.change}</Link>
      </p>
      <PartyNotice query={query} party={trip.party} />
      <FareCalendarStrip trip={trip} today={today} filter={filterQuery(filter)} />
      <DayResults {...{ trip, today, filter }} />
    </Page>
  )
}

interface DayProps {
  readonly trip: Trip
  /** Today's date at the station of departure. */
  readonly today: string
  readonly filter: RunFilter
}

function DayResults({ trip, today, filter }: DayProps) {
  const { t } = useI18n()
  const [, go] = useLocation()
  // In the address, so that Back from a train restores what was looked for.
  const setFilter = (next: RunFilter) => go(paths.trains(trip, filterQuery(next)), { replace: true })
  const found = useQuery({
    queryKey: ['runs', trip.from, trip.to, trip.date],
    queryFn: () => unwrap(searchRuns(trip, trip.date)),
    refetchInterval: 60_000,
  })
  if (found.isPending) return <Skeleton rows={6} className="skeleton-cards" />
  const refusal = refusalOf(found.error)
  if (refusal && !found.data)
    return hopeless.has(refusal.code) ? (
      <NoSuchWay refusal={refusal} trip={trip} />
    ) : (
      <ProblemNotice refusal={refusal} onRetry={() => void found.refetch()} />
    )
  const runs = found.data?.train_runs ?? []
  if (runs.length === 0) return <NoTrain {...{ trip, today }} departedRuns={found.data?.departed_runs ?? 0} />
  const shown = selectRuns(runs, filter)
  return (
    <>
      <ResultFilters filter={filter} classes={classesOf(runs)} party={trip.party} onChange={setFilter} />
      <p className="results-count" role="status">
        {t.results.found(shown.length)}
      </p>
      <DayStep {...{ trip, today, filter }} days={-1} />
      {shown.length === 0 && (
        <div className="notice">
          <p>{t.results.filteredAway}</p>
          <button type="button" className="button" onClick={() => setFilter(noFilter)}>
            {t.results.clearFilters}
          </button>
        </div>
      )}
      {shown.length > 0 && (
        <ol className="run-list">
          {shown.map((run) => (
            <li key={run.train_run_id}>
              <RunCard run={run} trip={trip} travelClass={filter.travelClass} />
            </li>
          ))}
        </ol>
      )}
      <DayStep {...{ trip, today, filter }} days={1} />
    </>
  )
}

/** The server refuses these however often it is asked. */
const hopeless: ReadonlySet<string> = new Set(['unknown_station', 'segment_backwards', 'malformed_request'])

function NoSuchWay({ refusal, trip }: { readonly refusal: ApiRefusal; readonly trip: Trip }) {
  const { t } = useI18n()
  return (
    <div className="notice notice-problem" role="alert">
      <p>{trip.from === trip.to ? t.search.same : sentenceOf(t, refusal)}</p>
      <Link className="button" href={paths.searchAgain(trip)}>
        {t.results.change}
      </Link>
    </div>
  )
}

/** Leads to the trains of the day before or after. */
function DayStep({ trip, today, filter, days }: DayProps & { readonly days: 1 | -1 }) {
  const { t, f } = useI18n()
  const [, go] = useLocation()
  const date = addDays(trip.date, days)
  if (date < today) return null
  return (
    <button
      type="button"
      className="button day-step"
      onClick={() => go(paths.trains({ ...trip, date }, filterQuery(filter)))}
    >
      {days < 0 ? t.results.earlier : t.results.later}
      <span className="quiet">{f.day(date)}</span>
    </button>
  )
}
