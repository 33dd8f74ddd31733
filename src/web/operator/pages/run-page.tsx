import { Link, useLocation } from 'wouter'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf } from '../../shared/lib/refused.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { useMe } from '../lib/session.tsx'
import { RunActs } from '../run-acts/run-acts.tsx'
import { AreaPanel } from '../run-picture/area-panel.tsx'
import { ClaimTables } from '../run-picture/claim-table.tsx'
import { PastBar } from '../run-picture/past-bar.tsx'
import { PictureView, sizeOf } from '../run-picture/picture-view.tsx'
import { type Cell, claimAt, type PictureState } from '../run-picture/state.ts'
import { usePast } from '../run-picture/use-past.ts'
import { useNames, useRunPicture } from '../run-picture/use-run-picture.ts'
import { useSelection } from '../run-picture/use-selection.ts'
import { cellWords } from '../run-picture/words.ts'
import '../styles/run-picture.css'

/** The picture of a run: every claim on every seat and leg, live. */
export function RunPage({ runId }: { readonly runId: string }) {
  const t = useTexts()
  const found = useRunPicture(runId)
  const { state } = found
  const refusal = refusalOf(found.error)
  const title = state ? `${state.picture.train_number} ${state.picture.train_name}` : t.today.train
  return (
    <Page title={title} screen={`run ${runId}`}>
      {refusal && <ProblemNotice refusal={refusal} onRetry={() => void found.refetch()} />}
      {state && <RunHead state={state} isLive={found.isLive} />}
      {state && <RunActs picture={state.picture} onChanged={() => void found.refetch()} />}
      {state ? <RunBody state={state} onChanged={found.look} /> : !refusal && <Skeleton rows={10} />}
    </Page>
  )
}

function RunHead({ state, isLive }: { readonly state: PictureState; readonly isLive: boolean }) {
  const t = useTexts()
  const { f } = useI18n()
  const { rights } = useMe()
  const { stops, service_date: date, consist, off_sale_reason: offSale } = state.picture
  return (
    <div className="run-head">
      <p>
        <Link href={paths.day(date)}>{f.longDay(date)}</Link>
        {` · ${stops[0]?.name} – ${stops.at(-1)?.name} · ${consist}`}{' '}
        {offSale !== null && (
          <span className="badge badge-partly">{t.today.reasons[offSale] ?? offSale}</span>
        )}
        {rights.has('bookings.find') && (
          <>
            {' · '}
            <Link href={paths.bookingsOf(state.picture.train_run_id)}>{t.bookings.ofRun}</Link>
          </>
        )}
        {rights.has('manifest.read') && (
          <>
            {' · '}
            <Link href={paths.manifest(state.picture.train_run_id)}>{t.manifest.link}</Link>
          </>
        )}
        {rights.has('audit.read') && (
          <>
            {' · '}
            <Link href={paths.auditOf(state.picture.train_run_id)}>{t.audit.link}</Link>
          </>
        )}
      </p>
      <p className="legend">
        {(['BOOKED', 'HELD', 'BLOCKED'] as const).map((status) => (
          <span key={status}>
            <i className={`swatch swatch-${status.toLowerCase()}`} /> {t.run.statuses[status]}
          </span>
        ))}
        <span role="status">{isLive ? t.run.live : t.run.notLive}</span>
      </p>
    </div>
  )
}

function RunBody(props: { readonly state: PictureState; readonly onChanged: () => void }) {
  const t = useTexts()
  const past = usePast(props.state)
  const state = past.shown
  const nameOf = useNames(state)
  const { cursor, area, onPoint, onKeyDown } = useSelection(...sizeOf(state), useOpenBooking(state))
  return (
    <>
      <PastBar past={past} />
      <p id="picture-keys" className="quiet">
        {t.run.keys}
      </p>
      <div className="run-body">
        <PictureView state={state} cursor={cursor} area={area} onPoint={onPoint} onKeyDown={onKeyDown} />
        <div className="run-side">
          <p className="cell-words" role="status">
            {cursor ? cellWords(t, state, cursor, nameOf) : t.run.pointAt}
          </p>
          <AreaPanel
            state={state}
            area={area}
            nameOf={nameOf}
            isPast={past.count !== null}
            onChanged={props.onChanged}
          />
        </div>
      </div>
      <ClaimTables state={state} nameOf={nameOf} />
    </>
  )
}

/** Goes to the booking that has a cell, for those who may see it. */
function useOpenBooking(state: PictureState): (cell: Cell) => void {
  const { rights } = useMe()
  const [, navigate] = useLocation()
  return (cell) => {
    const bookingId = claimAt(state, cell)?.booking_id ?? null
    if (bookingId !== null && rights.has('bookings.find')) navigate(paths.booking(bookingId))
  }
}
