import { useState } from 'react'
import { Link } from 'wouter'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { SellLink } from '../desk/sell-link.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { useMe } from '../lib/session.tsx'
import { ReasonField } from '../parts/act-panel.tsx'
import { MoveAct } from '../run-acts/move-act.tsx'
import { type Area, contentOf, type PictureState } from './state.ts'
import { type BlockReason, useBlocks } from './use-blocks.ts'
import type { NameOf } from './use-run-picture.ts'
import { claimWords, wayOf } from './words.ts'

const reasons: readonly BlockReason[] = ['defect', 'reserved', 'operational', 'correction']
/** Passengers that are listed; the rest is a number. */
const mostListed = 8

interface AreaPanelProps {
  readonly state: PictureState
  readonly area: Area | undefined
  readonly nameOf: NameOf
  /** The past is looked at, and nobody changes it. */
  readonly isPast: boolean
  readonly onChanged: () => void
}

/** What is selected, what can be done with it, and what was done last. */
export function AreaPanel({ state, area, nameOf, isPast, onChanged }: AreaPanelProps) {
  const t = useTexts()
  const { rights } = useMe()
  const blocks = useBlocks(state.picture.train_run_id, onChanged)
  const { done, refusal } = blocks
  return (
    <aside className="card area-panel" aria-label={t.run.selection}>
      {area ? (
        <AreaContent state={state} area={area} nameOf={nameOf} />
      ) : (
        <p className="quiet">{t.run.howTo}</p>
      )}
      {area && !isPast && rights.has('blocks.change') && (
        <AreaActs state={state} area={area} onAct={blocks.change} />
      )}
      {area && !isPast && rights.has('bookings.sell') && <SellLink state={state} area={area} />}
      {area && !isPast && rights.has('runs.change') && (
        <MoveAct
          key={`${area.fromSeat} ${area.toSeat} ${area.fromLeg} ${area.toLeg}`}
          state={state}
          area={area}
          onChanged={onChanged}
        />
      )}
      {refusal && <ProblemNotice refusal={refusal} />}
      <div role="status">
        {done && !refusal && (
          <div className="notice notice-good">
            <p>
              {t.run.done[done.verb](done.changed.length)}
              {done.leftAlone > 0 && ` ${t.run.leftAlone(done.leftAlone)}`}
            </p>
            {done.changed.length > 0 && (
              <button type="button" className="button" onClick={() => void blocks.undo(done)}>
                {t.run.undo}
              </button>
            )}
          </div>
        )}
      </div>
    </aside>
  )
}

function AreaContent({
  state,
  area,
  nameOf,
}: Omit<AreaPanelProps, 'onChanged' | 'isPast'> & { readonly area: Area }) {
  const t = useTexts()
  const { f } = useI18n()
  const { rights } = useMe()
  const { seats, passengers, cells } = contentOf(state, area)
  const [first, last] = [seats[0]?.seat_number, seats.at(-1)?.seat_number]
  return (
    <>
      <h2>
        {first === last ? `${t.run.seat} ${first}` : `${t.run.seats(seats.length)}: ${first} … ${last}`}
      </h2>
      <p>{wayOf(state.picture, area.fromLeg, area.toLeg)}</p>
      <dl className="figures">
        {(['FREE', 'BOOKED', 'HELD', 'BLOCKED'] as const).map((status) => (
          <div key={status}>
            <dt>{t.run.statuses[status]}</dt>
            <dd>{f.number(cells[status])}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{t.run.countedBy}</p>
      {passengers.length > 0 && (
        <ul className="area-passengers">
          {passengers.slice(0, mostListed).map(({ seatNumber, claim }) => (
            <li key={`${seatNumber} ${claim.from_leg}`}>
              <strong>{seatNumber}</strong>{' '}
              {claimWords(t, state.picture, claim, nameOf(seatNumber, claim.booking_id))}{' '}
              {claim.booking_id !== null && rights.has('bookings.find') && (
                <Link href={paths.booking(claim.booking_id)}>{t.run.openBooking}</Link>
              )}
            </li>
          ))}
          {passengers.length > mostListed && <li>{t.run.more(passengers.length - mostListed)}</li>}
        </ul>
      )}
    </>
  )
}

interface AreaActsProps {
  readonly state: PictureState
  readonly area: Area
  readonly onAct: ReturnType<typeof useBlocks>['change']
}

function AreaActs({ state, area, onAct }: AreaActsProps) {
  const t = useTexts()
  const [reason, setReason] = useState<BlockReason>('defect')
  const [isBusy, setIsBusy] = useState(false)
  const { passengers, cells } = contentOf(state, area)
  const act = async (verb: 'block' | 'free') => {
    setIsBusy(true)
    await onAct(verb, state, area, reason)
    setIsBusy(false)
  }
  return (
    <div className="area-acts">
      <ReasonField value={reason} options={reasons} onChange={setReason} />
      <p className="quiet">
        {t.run.willBlock} {passengers.length > 0 && t.run.willLeave(passengers.length)}
      </p>
      <div className="actions">
        <button
          type="button"
          className="button primary"
          disabled={isBusy || cells.FREE === 0}
          onClick={() => void act('block')}
        >
          {t.run.block}
        </button>
        <button
          type="button"
          className="button"
          disabled={isBusy || cells.BLOCKED === 0}
          onClick={() => void act('free')}
        >
          {t.run.free}
        </button>
      </div>
    </div>
  )
}
