import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { showSeats } from '../../shared/api/operations.ts'
import type { Hold, Run } from '../../shared/api-types.ts'
import type { Messages } from '../../shared/i18n/en.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { unwrap } from '../../shared/lib/refused.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { layOutTrain } from '../../shared/seat-map/layout.ts'
import { nearestFree } from '../../shared/seat-map/nearest.ts'
import { initialState } from '../../shared/seat-map/state.ts'
import { rememberHold } from '../lib/open-holds.ts'
import { keptOutcome } from '../lib/outcome.ts'
import { paths } from '../lib/paths.ts'
import { placeName } from '../lib/place-name.ts'
import { inSeating, keepSeating } from '../lib/seating.ts'
import { tripOfHold } from '../lib/trip-of-hold.ts'
import { usePlaceHold } from '../lib/use-place-hold.ts'
import { HoldSummary } from './hold-summary.tsx'

interface HoldOverProps {
  readonly hold: Hold
  readonly run: Run | undefined
}

/** The hold ended without a booking. Says why, and offers the same seats or the nearest free ones. */
export function HoldOver({ hold, run }: HoldOverProps) {
  const { t } = useI18n()
  const { title, texts } = explanationOf(t, hold)
  const trip = tripOfHold(hold, run)
  const seats = inSeating(hold.hold_token, hold.seats)
  return (
    <Page title={title} screen={`over ${hold.status}`} className="message-page">
      <div className="over-texts">
        {texts.map((text) => (
          <p key={text} className="lead">
            {text}
          </p>
        ))}
      </div>
      <SeatsAgain hold={hold} wanted={seats.map((seat) => seat.seat_number)} />
      <div className="actions">
        <Link className="button" href={paths.seats(hold.train_run_id, trip, hold.seats[0]?.travel_class)}>
          {t.hold.otherSeats}
        </Link>
        <Link className="button" href={paths.trains(trip)}>
          {t.hold.otherTrains}
        </Link>
      </div>
      <div className="card">
        <HoldSummary hold={hold} run={run} seats={seats} />
      </div>
    </Page>
  )
}

function explanationOf(t: Messages, hold: Hold): { title: string; texts: readonly string[] } {
  const outcome = keptOutcome(hold.hold_token)
  if (outcome?.code === 'payment_declined') {
    const funds = outcome.reason === 'insufficient_funds' ? [t.payment.declinedFunds] : []
    return { title: t.payment.declinedTitle, texts: [...funds, t.payment.declined] }
  }
  if (outcome?.code === 'payment_timed_out')
    return { title: t.payment.timedOutTitle, texts: [t.payment.timedOut, t.payment.timedOutLate] }
  if (hold.status === 'EXPIRED') return { title: t.hold.expiredTitle, texts: [t.hold.expired] }
  return { title: t.hold.releasedTitle, texts: [t.hold.released] }
}

/** One click holds the same seats, or the nearest free ones if some are taken. */
function SeatsAgain({ hold, wanted }: { readonly hold: Hold; readonly wanted: readonly string[] }) {
  const { t, f } = useI18n()
  const { again, isBusy, isWorking, refusal } = useHoldAgain(hold)
  const pair = { from: hold.from_station_code, to: hold.to_station_code }
  const { data: map, refetch } = useQuery({
    queryKey: ['seats-after', hold.hold_token, refusal],
    queryFn: () => unwrap(showSeats(hold.train_run_id, pair)),
    staleTime: 0,
    refetchInterval: 10_000,
  })
  if (refusal && refusal.code !== 'seat_taken')
    return <ProblemNotice refusal={refusal} onRetry={() => void again(wanted)} />
  if (!map) return <div className="seats-again" aria-hidden="true" />
  const found = nearestFree(initialState(map, wanted.length), layOutTrain(map), wanted)
  const numbers = found.map((box) => box.number)
  const areSame = wanted.every((number) => numbers.includes(number))
  const isEnough = numbers.length === wanted.length
  const label = (box: (typeof found)[number]) => placeName(t, box.seat)
  // In the same order of passengers: each keeps their seat if it is free.
  const seating = [
    ...wanted.filter((number) => numbers.includes(number)),
    ...numbers.filter((number) => !wanted.includes(number)),
  ]
  return (
    <div className="seats-again" role="status">
      <p>
        {areSame
          ? t.hold.sameFree(wanted.length)
          : isEnough
            ? t.hold.nearestFree(found.length, f.list(found.map(label)))
            : t.hold.noneFree}
      </p>
      {isEnough && (
        <button
          type="button"
          className="button primary"
          disabled={isBusy}
          onClick={() => void again(seating).then(() => refetch())}
        >
          {(areSame ? t.hold.againSame : t.hold.againNearest)(wanted.length)}
        </button>
      )}
      {isWorking && <p>{t.seatPage.working}</p>}
    </div>
  )
}

function useHoldAgain(hold: Hold) {
  const [, go] = useLocation()
  const [isBusy, setIsBusy] = useState(false)
  const { place, isWorking } = usePlaceHold()
  const [refusal, setRefusal] = useState<ApiRefusal>()
  async function again(seatNumbers: readonly string[]): Promise<void> {
    setIsBusy(true)
    const reply = await place({
      train_run_id: hold.train_run_id,
      from_station_code: hold.from_station_code,
      to_station_code: hold.to_station_code,
      seat_numbers: seatNumbers,
    })
    setIsBusy(false)
    if (!reply.ok) return setRefusal(reply.refusal)
    rememberHold(reply.value, seatNumbers)
    keepSeating(reply.value.hold_token, seatNumbers)
    go(paths.checkout(reply.value.hold_token), { replace: true })
  }
  return { again, isBusy, isWorking, refusal }
}
