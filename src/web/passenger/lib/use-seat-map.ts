import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type Pair, seatEventsPath, showSeats } from '../../shared/api/operations.ts'
import { watchSeats } from '../../shared/api/seat-stream.ts'
import type { SeatMap } from '../../shared/api-types.ts'
import { unwrap } from '../../shared/lib/refused.ts'
import { isRecord, readJson, writeJson } from '../../shared/lib/storage.ts'
import {
  applyMap,
  applyReset,
  applySeatsEvent,
  choose,
  hasRoomFor,
  initialState,
  keepOwn,
  resizeParty,
  type SeatMapState,
} from '../../shared/seat-map/state.ts'
import { useKnownHolds } from './open-holds.ts'

/** A chosen seat, kept across reloads. */
interface KeptChoice {
  readonly seatNumber: string
  /** Null for a bicycle hook. */
  readonly passenger: number | null
}

function isKeptChoices(value: unknown): value is readonly KeptChoice[] {
  return (
    Array.isArray(value) &&
    value.every(
      (one) =>
        isRecord(one) &&
        typeof one.seatNumber === 'string' &&
        (one.passenger === null || Number.isInteger(one.passenger)),
    )
  )
}

/**
 * The map with the choices from before a reload, else with the seats of the passenger's hold of this ride.
 * Seats taken meanwhile are left out and reported.
 */
function restored(map: SeatMap, party: number, place: string, held: HeldSeats): SeatMapState {
  const chosen = readJson(sessionStorage, place, isKeptChoices) ?? []
  const state = initialState(map, party, held.ofRun)
  if (chosen.length === 0) return held.ofRide.reduce(chooseIfRoom, state)
  return chosen
    .filter(({ passenger }) => passenger === null || passenger < party)
    .reduce((now, { seatNumber, passenger }) => choose(now, seatNumber, passenger ?? undefined), state)
}

function chooseIfRoom(state: SeatMapState, seatNumber: string): SeatMapState {
  return hasRoomFor(state, seatNumber) ? choose(state, seatNumber) : state
}

/** The seats that this browser holds on the run, and those of its newest hold of this very ride. */
interface HeldSeats {
  readonly ofRun: readonly string[]
  readonly ofRide: readonly string[]
}

function useHeldSeats(runId: string, { from, to }: Pair): HeldSeats {
  const holds = useKnownHolds().filter((one) => one.runId === runId)
  const newest = holds.findLast((one) => one.from === from && one.to === to)
  return { ofRun: holds.flatMap((one) => one.seatNumbers), ofRide: newest?.seatNumbers ?? [] }
}

/**
 * How often the map is fetched while no events come, because the server has no streams left or cannot be
 * reached.
 */
const askEveryMs = 10_000

type Change = (state: SeatMapState) => SeatMapState

/**
 * The live seat map of a run: fetched once, then updated by its events, or by fetching it again while none
 * come.
 */
export function useSeatMap(runId: string, pair: Pair, party: number) {
  const { from, to } = pair
  const place = `holdfast.choices.${runId}.${from}.${to}`
  const queries = useQueryClient()
  const held = useHeldSeats(runId, pair)
  const [isLive, setIsLive] = useState(true)
  const query = useQuery({
    queryKey: ['seats', runId, from, to],
    queryFn: () => unwrap(showSeats(runId, { from, to })),
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchInterval: isLive ? false : askEveryMs,
  })
  const [state, setState] = useState<SeatMapState>()
  const map = query.data
  const change = (by: Change) => setState((now) => now && by(now))

  // biome-ignore lint/correctness/useExhaustiveDependencies: party and holds have effects of their own
  useEffect(() => {
    if (map) setState((now) => (now ? applyMap(now, map) : restored(map, party, place, held)))
  }, [map, place])
  useEffect(() => {
    setState((now) => now && resizeParty(now, party))
  }, [party])
  const own = held.ofRun.join(' ')
  const lastOwn = useRef(own)
  useEffect(() => {
    if (own === lastOwn.current) return
    lastOwn.current = own
    setState((now) => now && keepOwn(now, own.split(' ')))
    // A hold that ended while nobody watched may have left its seats to somebody else. An answer on its way
    // may still show the seats as held, and is not waited for.
    const queryKey = ['seats', runId]
    void queries.cancelQueries({ queryKey }).then(() => queries.invalidateQueries({ queryKey }))
  }, [own, runId, queries])
  const hasMap = map !== undefined
  useEffect(() => {
    if (!hasMap) return
    return watchSeats(seatEventsPath(runId, { from, to }), {
      onReset: (event) => setState((now) => now && applyReset(now, event)),
      onSeats: (event) => setState((now) => now && applySeatsEvent(now, event)),
      onChanged: () => {
        void queries.invalidateQueries({ queryKey: ['seats', runId] })
        void queries.invalidateQueries({ queryKey: ['run', runId] })
      },
      onLive: setIsLive,
    })
  }, [runId, from, to, hasMap, queries])
  const choices = state?.choices
  useEffect(() => {
    if (choices) writeJson(sessionStorage, place, choices)
  }, [choices, place])
  return { query, map, state, change, isLive }
}
