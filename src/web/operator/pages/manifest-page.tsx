import { useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'wouter'
import type { Manifest, ManifestLine, RunPicture } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf } from '../../shared/lib/refused.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { read, useMe } from '../lib/session.tsx'
import { CsvButton } from '../reports/csv-button.tsx'
import { ManifestList, SeatPlan } from '../run-acts/manifest-list.tsx'
import { pathOfRun } from '../run-acts/use-closures.ts'
import '../styles/run-acts.css'

const views = ['list', 'plan'] as const
type View = (typeof views)[number]

/** Who has which seat of a run, as a list or as a plan of its coaches; made to be printed. */
export function ManifestPage({ runId }: { readonly runId: string }) {
  const t = useTexts()
  const [search, setSearch] = useSearchParams()
  const view: View = search.get('view') === 'plan' ? 'plan' : 'list'
  const found = useQuery({
    queryKey: ['manifest page', runId],
    queryFn: () =>
      Promise.all([
        read<Manifest>(`${pathOfRun(runId)}/manifest`),
        read<RunPicture>(`${pathOfRun(runId)}/picture`),
      ]),
  })
  const refusal = refusalOf(found.error)
  const [manifest, picture] = found.data ?? []
  const title = t.manifest.title(manifest?.train_number ?? t.today.train)
  return (
    <Page title={title} screen={`manifest ${runId}`}>
      {refusal && <ProblemNotice refusal={refusal} onRetry={() => void found.refetch()} />}
      {!found.data && !refusal && <Skeleton rows={10} />}
      {manifest && (
        <ManifestHead manifest={manifest} view={view} onView={(one) => setSearch({ view: one })} />
      )}
      {manifest && picture && <ManifestBody manifest={manifest} picture={picture} view={view} />}
    </Page>
  )
}

interface ManifestHeadProps {
  readonly manifest: Manifest
  readonly view: View
  readonly onView: (view: View) => void
}

function ManifestHead({ manifest, view, onView }: ManifestHeadProps) {
  const t = useTexts()
  const { f } = useI18n()
  const { rights } = useMe()
  const { train_run_id: runId, train_number: train, service_date: date } = manifest
  return (
    <>
      <div className="manifest-head">
        <p>
          <Link href={paths.run(runId)}>{f.longDay(date)}</Link>
          {` · ${t.manifest.asOf(f.moment(manifest.as_of))}`}
        </p>
        <div className="bar no-print">
          <label className="bar">
            {t.manifest.show}
            <select value={view} onChange={({ target }) => onView(views[target.selectedIndex] ?? 'list')}>
              {views.map((one) => (
                <option key={one} value={one}>
                  {t.manifest[one]}
                </option>
              ))}
            </select>
          </label>
          <button type="button" className="button" onClick={() => window.print()}>
            {t.manifest.print}
          </button>
          <CsvButton path={`${pathOfRun(runId)}/manifest`} fileName={`${train}-${date}.csv`} />
        </div>
      </div>
      {!rights.has('personal_data.read') && <p className="quiet">{t.manifest.masked}</p>}
    </>
  )
}

interface ManifestBodyProps {
  readonly manifest: Manifest
  readonly picture: RunPicture
  readonly view: View
}

function ManifestBody({ manifest: { lines }, picture, view }: ManifestBodyProps) {
  const t = useTexts()
  const byCoach = Map.groupBy(lines, (line) => line.coach_number)
  if (view === 'plan')
    return picture.coaches.map(({ coach_number: coach, seats }) => (
      <SeatPlan key={coach} coach={coach} seats={seats} lines={byCoach.get(coach) ?? []} />
    ))
  if (lines.length === 0)
    return (
      <div className="card empty">
        <h2>{t.manifest.none}</h2>
        <p>{t.manifest.noneHelp}</p>
      </div>
    )
  return (
    <>
      <Boarding picture={picture} lines={lines} />
      {Array.from(byCoach, ([coach, own]) => (
        <ManifestList key={coach} coach={coach} lines={own} />
      ))}
    </>
  )
}

/** How many board and alight at each station. */
function Boarding({
  picture,
  lines,
}: {
  readonly picture: RunPicture
  readonly lines: readonly ManifestLine[]
}) {
  const t = useTexts()
  const booked = lines.filter((line) => line.status === 'BOOKED')
  const countOf = (member: 'from_station_code' | 'to_station_code', code: string) =>
    booked.filter((line) => line[member] === code).length
  return (
    <section>
      <h2>{t.manifest.stops}</h2>
      <ul className="bullets">
        {picture.stops.map(({ station_code: code, name }) => (
          <li key={code}>
            {`${name}: ${t.manifest.boarding(countOf('from_station_code', code))}, `}
            {t.manifest.alighting(countOf('to_station_code', code))}
          </li>
        ))}
      </ul>
    </section>
  )
}
