import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'wouter'
import type { AuditEntries } from '../../shared/api-types.ts'
import { refusalOf } from '../../shared/lib/refused.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { FilterForm } from '../audit/filter-form.tsx'
import { type AuditFilters, filtersOf, toAddress, toQuery } from '../audit/filters.ts'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { read, useMe } from '../lib/session.tsx'
import { Timeline } from '../parts/timeline.tsx'
import '../styles/bookings.css'

/** What happened to a run, to a booking, or to what belongs to no train; the address has the filters. */
export function AuditPage() {
  const t = useTexts()
  const [search, setSearch] = useSearchParams()
  const filters = filtersOf(search)
  return (
    <Page title={t.audit.title} screen="audit">
      <FilterForm
        key={search.toString()}
        filters={filters}
        onFilters={(wanted) => setSearch(toAddress(wanted))}
      />
      <Scope filters={filters} />
      <Trail filters={filters} />
    </Page>
  )
}

interface FiltersProps {
  readonly filters: AuditFilters
}

/** Whose entries these are. */
function Scope({ filters: { run, booking } }: FiltersProps) {
  const t = useTexts()
  const { rights } = useMe()
  if (booking !== '') return <p className="quiet">{t.audit.ofBooking}</p>
  if (run === '') return <p className="quiet">{t.audit.ofNoTrain}</p>
  return (
    <p className="quiet">
      {t.audit.ofRun} {rights.has('runs.read') && <Link href={paths.run(run)}>{t.audit.toRun}</Link>}
    </p>
  )
}

/** A trail can be long, so its older pages are read when they are asked for. */
function useTrail(filters: AuditFilters) {
  const query = toQuery(filters)
  return useInfiniteQuery({
    queryKey: ['audit', query],
    initialPageParam: '',
    queryFn: ({ pageParam: after }) =>
      read<AuditEntries>('/api/operator/audit', { ...query, ...(after === '' ? {} : { after }) }),
    getNextPageParam: ({ next }) => next,
  })
}

function Trail({ filters }: FiltersProps) {
  const t = useTexts()
  const trail = useTrail(filters)
  const refusal = refusalOf(trail.error)
  if (refusal?.code === 'run_not_found') return <Notice text={t.audit.noRun} />
  if (refusal?.code === 'booking_not_found') return <Notice text={t.audit.noBooking} />
  const entries = trail.data?.pages.flatMap((page) => page.entries)
  return (
    <>
      {refusal && <ProblemNotice refusal={refusal} onRetry={() => void trail.refetch()} />}
      {!entries && !refusal && <Skeleton rows={8} />}
      {entries && entries.length === 0 && !trail.hasNextPage && <NoEntries />}
      {entries && entries.length > 0 && (
        <section className="card" aria-label={t.audit.title}>
          <Timeline entries={entries} />
        </section>
      )}
      <More trail={trail} isEmpty={entries?.length === 0} />
    </>
  )
}

function Notice({ text }: { readonly text: string }) {
  return (
    <p className="notice notice-problem" role="alert">
      {text}
    </p>
  )
}

function NoEntries() {
  const t = useTexts()
  return (
    <div className="card empty" role="status">
      <h2>{t.audit.none}</h2>
      <p>{t.audit.noneHelp}</p>
    </div>
  )
}

interface MoreProps {
  readonly trail: Pick<
    ReturnType<typeof useTrail>,
    'data' | 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'
  >
  /** A page can be empty and still not be the last. */
  readonly isEmpty: boolean
}

function More({ trail, isEmpty }: MoreProps) {
  const t = useTexts()
  if (!trail.data) return null
  if (!trail.hasNextPage) return isEmpty ? null : <p className="quiet">{t.audit.atEnd}</p>
  return (
    <div className="bar">
      {isEmpty && <p role="status">{t.audit.notYet}</p>}
      <button
        type="button"
        className="button"
        disabled={trail.isFetchingNextPage}
        onClick={() => void trail.fetchNextPage()}
      >
        {trail.isFetchingNextPage ? t.audit.reading : t.audit.older}
      </button>
    </div>
  )
}
