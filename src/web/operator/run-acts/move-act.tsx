import { useState } from 'react'
import type { MovedPassengers, MovePassengersBody, MoveProposal } from '../../shared/api-types.ts'
import { useTexts } from '../i18n/texts.tsx'
import { useAct } from '../lib/use-act.ts'
import { ActPanel, ReasonField } from '../parts/act-panel.tsx'
import { Table } from '../parts/table.tsx'
import { type Area, allSeats, type PictureState } from '../run-picture/state.ts'
import { pathOfRun } from './use-closures.ts'
import { stationsOf } from './way-fields.tsx'

type MoveReason = MovePassengersBody['reason']
const reasons: readonly MoveReason[] = ['operational', 'defect', 'passenger_request', 'correction']

interface MoveActProps {
  readonly state: PictureState
  readonly area: Area
  readonly onChanged: () => void
}

/** Other seats for all who sit in the selection: proposed as a list first, then applied as a whole. */
export function MoveAct({ state: { picture }, area, onChanged }: MoveActProps) {
  const t = useTexts()
  const { isBusy, refusal, act } = useAct()
  const [proposal, setProposal] = useState<MoveProposal>()
  const [reason, setReason] = useState<MoveReason>('operational')
  const [isBlocking, setIsBlocking] = useState(true)
  const [done, setDone] = useState('')
  const runId = picture.train_run_id
  const propose = async () => {
    const seats = allSeats(picture).slice(area.fromSeat, area.toSeat)
    const body = {
      seat_numbers: seats.map((seat) => seat.seat_number),
      ...stationsOf(picture.stops, { from: area.fromLeg, to: area.toLeg }),
    }
    setDone('')
    setProposal(await act<MoveProposal>({ path: `${pathOfRun(runId)}/move_proposals`, body, runId }))
  }
  const move = async ({ moves }: MoveProposal) => {
    const body: MovePassengersBody = {
      moves: moves.map(({ booking_id, from_seat_number, to_seat_number }) => ({
        ...{ booking_id, from_seat_number, to_seat_number },
      })),
      block_left_seats: isBlocking,
      reason,
    }
    const moved = await act<MovedPassengers>({ path: `${pathOfRun(runId)}/moves`, body, runId })
    if (!moved) return
    setProposal(undefined)
    setDone(t.move.done(moved.passengers))
    onChanged()
  }
  const hasMoves = proposal !== undefined && proposal.moves.length > 0
  return (
    <>
      <ActPanel
        title={t.move.title}
        lead={t.move.lead}
        submit={hasMoves ? t.move.apply(proposal.moves.length) : t.move.propose}
        isBusy={isBusy}
        refusal={refusal}
        onSubmit={() => void (hasMoves ? move(proposal) : propose())}
      >
        {proposal && <Proposed proposal={proposal} />}
        {hasMoves && (
          <>
            <label className="check">
              <input
                type="checkbox"
                checked={isBlocking}
                onChange={({ target }) => setIsBlocking(target.checked)}
              />
              <span>{t.move.block}</span>
            </label>
            <ReasonField value={reason} options={reasons} onChange={setReason} />
            <button type="button" className="button" onClick={() => setProposal(undefined)}>
              {t.acts.back}
            </button>
          </>
        )}
      </ActPanel>
      <div role="status">{done !== '' && <p className="notice notice-good">{done}</p>}</div>
    </>
  )
}

function Proposed({ proposal }: { readonly proposal: MoveProposal }) {
  const t = useTexts()
  const { moves, unplaced, parties_apart: apart, held } = proposal
  return (
    <div role="status" className="act-form">
      {moves.length === 0 && unplaced.length === 0 && held.length === 0 && <p>{t.move.nobody}</p>}
      {moves.length > 0 && <MoveTable moves={moves} />}
      {unplaced.length > 0 && (
        <p className="notice notice-problem">
          {t.move.unplaced(unplaced.length)}{' '}
          {unplaced.map((one) => `${one.from_seat_number} (${one.booking_id})`).join(', ')}
        </p>
      )}
      {apart > 0 && <p>{t.move.apart(apart)}</p>}
      {held.length > 0 && <p>{t.move.held(held.length)}</p>}
      {moves.length > 0 && <p className="quiet">{t.move.told}</p>}
    </div>
  )
}

function MoveTable({ moves }: Pick<MoveProposal, 'moves'>) {
  const t = useTexts()
  return (
    <Table caption={t.move.title} heads={[t.move.from, t.move.to, t.move.booking]}>
      {moves.map((one) => (
        <tr key={`${one.booking_id} ${one.from_seat_number}`}>
          <th scope="row">{one.from_seat_number}</th>
          <td>{one.to_seat_number}</td>
          <td>{one.booking_id}</td>
        </tr>
      ))}
    </Table>
  )
}
