import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { releaseHold, showRun } from '../../shared/api/operations.ts'
import type { Run } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useIsOnline } from '../../shared/lib/online.ts'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { Name } from '../../shared/parts/name.tsx'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { TrainTitle } from '../../shared/parts/train-title.tsx'
import { beginHold, choose, endHold, keepHold, type SeatMapState } from '../../shared/seat-map/state.ts'
import { forgetHold, type OpenHold, rememberHold, useKnownHolds } from '../lib/open-holds.ts'
import { paths, type Trip, tripOf } from '../lib/paths.ts'
import { rideOf } from '../lib/ride.ts'
import { keepSeating } from '../lib/seating.ts'
import { usePlaceHold } from '../lib/use-place-hold.ts'
import { useSeatMap } from '../lib/use-seat-map.ts'
import { PartyNotice } from '../parts/party-notice.tsx'
import { SeatBoard } from '../parts/seat-board.tsx'
import { TakenNotice } from '../parts/taken-notice.tsx'
import { WorkingNotice } from '../parts/working-notice.tsx'
import { LostPage } from './lost-page.tsx'

/** Lets passengers choose seats on the live map of one run. */
export function SeatsPage({ runId }: { readonly runId: string }) {
  const query = new URLSearchParams(useSearch())
  const trip = tripOf(query)
  const run = useQuery({
    queryKey: ['run', runId],
    queryFn: () => unwrap(showRun(runId)),
    staleTime: 60_000,
  })
  const refusal = refusalOf(run.error)
  if (refusal?.code === 'run_not_found') return <LostPage what="run" />
  return (
    <SeatChoice
      key={`${runId} ${trip.from} ${trip.to}`}
      runId={runId}
      run={run.data}
      trip={trip}
      travelClass={query.get('class') ?? ''}
      partyNotice={<PartyNotice query={query} party={trip.party} />}
    />
  )
}

interface SeatChoiceProps {
  readonly runId: string
  readonly run: Run | undefined
  readonly trip: Trip
  readonly travelClass: string
  readonly partyNotice: ReactNode
}

function SeatChoice({ runId, run, trip, travelClass, partyNotice }: SeatChoiceProps) {
  const { t } = useI18n()
  const [, go] = useLocation()
  const { query, map, state, change, isLive } = useSeatMap(runId, trip, trip.party)
  const { holds, isHolding, isWorking, refusal, setRefusal, hold } = useHolding(runId, trip, change)
  const setParty = (party: number) =>
    go(paths.seats(runId, { ...trip, party }, travelClass), { replace: true })
  const mapRefusal = refusalOf(query.error)
  if (mapRefusal && mapRefusal.code !== 'unreachable' && !map)
    return (
      <Page title={t.seatPage.title} screen="seats">
        <ProblemNotice refusal={mapRefusal} onRetry={() => void query.refetch()} />
        <div className="actions">
          <Link className="button" href={paths.search}>
            {t.lost.home}
          </Link>
        </div>
      </Page>
    )
  const takeSeats = (seatNumbers: readonly string[]) => {
    setRefusal(undefined)
    change((now) => seatNumbers.reduce(chooseOnce, now))
  }
  return (
    <Page title={t.seatPage.title} screen="seats" className="seats-page">
      <RunSummary run={run} trip={trip} />
      {partyNotice}
      <StaleNotice isLive={isLive} />
      {mapRefusal && <ProblemNotice refusal={mapRefusal} onRetry={() => void query.refetch()} />}
      <WorkingNotice isWorking={isWorking} />
      {map && state ? (
        <SeatBoard
          {...{ map, state, travelClass, change }}
          notice={
            refusal && (
              <TakenNotice refusal={refusal} onTake={takeSeats} onClose={() => setRefusal(undefined)} />
            )
          }
          held={holdOf(holds, state)}
          isBusy={isHolding}
          onParty={setParty}
          onAct={() => setRefusal(undefined)}
          onHold={(seatNumbers) => void hold(seatNumbers)}
        />
      ) : (
        !mapRefusal && <Skeleton rows={4} className="skeleton-map" />
      )}
    </Page>
  )
}

/** Says that the map is not live; the whole page says so itself when it is offline. */
function StaleNotice({ isLive }: { readonly isLive: boolean }) {
  const { t } = useI18n()
  const isOnline = useIsOnline()
  if (!isOnline || isLive) return null
  return (
    <p className="notice" role="status">
      {t.connection.mapStale}
    </p>
  )
}

function chooseOnce(state: SeatMapState, seatNumber: string): SeatMapState {
  return state.choices.some((choice) => choice.seatNumber === seatNumber) ? state : choose(state, seatNumber)
}

/** The hold that keeps exactly the chosen seats. */
function holdOf(holds: readonly OpenHold[], state: SeatMapState): OpenHold | undefined {
  return holds.find(
    ({ seatNumbers }) =>
      seatNumbers.length === state.choices.length &&
      state.choices.every(({ seatNumber }) => seatNumbers.includes(seatNumber)),
  )
}

/**
 * Places a hold and goes on to the checkout with it. It replaces an earlier hold of the same ride, and any
 * that keeps one of its seats: that one has to go first, all others only once the new one is there.
 */
function useHolding(runId: string, trip: Trip, change: (by: (state: SeatMapState) => SeatMapState) => void) {
  const [, go] = useLocation()
  const holds = useKnownHolds().filter((one) => one.runId === runId)
  const [isHolding, setIsHolding] = useState(false)
  const { place, isWorking } = usePlaceHold()
  const [refusal, setRefusal] = useState<ApiRefusal>()

  async function hold(seatNumbers: readonly string[]): Promise<void> {
    setIsHolding(true)
    setRefusal(undefined)
    change(beginHold)
    const isInTheWay = (other: OpenHold) => other.seatNumbers.some((one) => seatNumbers.includes(one))
    const refused = await giveUp(holds.filter(isInTheWay))
    if (refused) {
      setIsHolding(false)
      change((now) => endHold(now))
      return setRefusal(refused)
    }
    const reply = await place({
      train_run_id: runId,
      from_station_code: trip.from,
      to_station_code: trip.to,
      seat_numbers: seatNumbers,
    })
    setIsHolding(false)
    if (!reply.ok) {
      const taken = 'seat_numbers' in reply.refusal ? reply.refusal.seat_numbers : []
      change((now) => endHold(now, taken))
      setRefusal(reply.refusal)
      return
    }
    const { hold_token: token } = reply.value
    change((now) => keepHold(now, reply.value))
    keepSeating(token, seatNumbers)
    rememberHold(reply.value, seatNumbers)
    void giveUp(holds.filter((one) => one.from === trip.from && one.to === trip.to))
    go(paths.checkout(token))
  }
  return { holds, isHolding, isWorking, refusal, setRefusal, hold }
}

/** Releases holds, and forgets them; the refusal if one of them cannot be released. */
async function giveUp(holds: readonly OpenHold[]): Promise<ApiRefusal | undefined> {
  for (const { token } of holds) {
    const reply = await releaseHold(token)
    if (!reply.ok && reply.refusal.code !== 'hold_not_found') return reply.refusal
    forgetHold(token)
  }
  return undefined
}

/** The train, its stations, and its times. */
function RunSummary({ run, trip }: { readonly run: Run | undefined; readonly trip: Trip }) {
  const { t, f } = useI18n()
  const ride = run && rideOf(run, trip)
  if (!run || !ride) return <Skeleton rows={2} className="run-summary" />
  return (
    <div className="run-summary">
      <p className="run-line">
        <span>
          <time dateTime={ride.departure}>{f.time(ride.departure)}</time> <Name of={ride.from} />
        </span>
        <span>
          <span className="run-arrow" aria-hidden="true" />
          <span className="sr-only">{t.common.to} </span>
          <time dateTime={ride.arrival}>{f.time(ride.arrival)}</time> <Name of={ride.to} />
        </span>
      </p>
      <p className="run-train">
        <TrainTitle train={run} headsign={ride.from.headsign} headsigns={ride.from.headsigns} />
        <span>{f.longDay(ride.departure.slice(0, 10))}</span>
      </p>
      {run.off_sale_reason && (
        <p className="notice" role="status">
          {t.results.offSale[run.off_sale_reason]}
        </p>
      )}
    </div>
  )
}
