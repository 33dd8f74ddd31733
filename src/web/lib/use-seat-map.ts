import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type Pair, seatEventsPath, showSeats } from '../api/operations.ts'
import { watchSeats } from '../api/seat-stream.ts'
import type { SeatMap } from '../api-types.ts'
import {
  applyMap,
  applyReset,
  applySeatsEvent,
  choose,
  initialState,
  resizeParty,
  type SeatMapState,
} from '../seat-map/state.ts'
import { unwrap } from './refused.ts'
import { isRecord, readJson, writeJson } from './storage.ts'

/** A chosen seat as it is kept over a reload. */
interface KeptChoice {
  readonly seatNumber: string
  readonly passenger: number
}

function isKeptChoices(value: unknown): value is readonly KeptChoice[] {
  return (
    Array.isArray(value) &&
    value.every(
      (one) => isRecord(one) && typeof one.seatNumber === 'string' && Number.isInteger(one.passenger),
    )
  )
}

/** The map with what was chosen before a reload; what was taken meanwhile is left out and told. */
function restored(map: SeatMap, party: number, place: string): SeatMapState {
  const kept = readJson(sessionStorage, place, isKeptChoices) ?? []
  return kept
    .filter(({ passenger }) => passenger < party)
    .reduce(
      (state, { seatNumber, passenger }) => choose(state, seatNumber, passenger),
      initialState(map, party),
    )
}

type Change = (state: SeatMapState) => SeatMapState

/** The seat map of a run, live: fetched once, then kept up to date by its events. */
export function useSeatMap(runId: string, pair: Pair, party: number) {
  const { from, to } = pair
  const place = `holdfast.choices.${runId}.${from}.${to}`
  const query = useQuery({
    queryKey: ['seats', runId, from, to],
    queryFn: () => unwrap(showSeats(runId, { from, to })),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
  const [state, setState] = useState<SeatMapState>()
  const [isLive, setIsLive] = useState(true)
  const map = query.data
  const change = (by: Change) => setState((now) => now && by(now))

  // biome-ignore lint/correctness/useExhaustiveDependencies: the party has an effect of its own
  useEffect(() => {
    if (map) setState((now) => (now ? applyMap(now, map) : restored(map, party, place)))
  }, [map, place])
  useEffect(() => {
    setState((now) => now && resizeParty(now, party))
  }, [party])
  const hasMap = map !== undefined
  useEffect(() => {
    if (!hasMap) return
    return watchSeats(seatEventsPath(runId, { from, to }), {
      onReset: (event) => setState((now) => now && applyReset(now, event)),
      onSeats: (event) => setState((now) => now && applySeatsEvent(now, event)),
      onLive: setIsLive,
    })
  }, [runId, from, to, hasMap])
  const choices = state?.choices
  useEffect(() => {
    if (choices) writeJson(sessionStorage, place, choices)
  }, [choices, place])
  return { query, map, state, change, isLive }
}
