import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Manifest, RunClaims, RunPicture } from '../../shared/api-types.ts'
import { serverNow } from '../../shared/lib/today.ts'
import { read, useMe } from '../lib/session.tsx'
import { applyClaims, openState, type PictureState, withoutEnded } from './state.ts'

/** How often the changes are read while somebody looks. */
const everyMs = 1_500
/** How often the names are, once each booking has one: correcting a name changes no seat. */
const namesEveryMs = 15_000

const pathOf = (runId: string) => `/api/operator/train_runs/${encodeURIComponent(runId)}`

/** The picture of a run, which follows its claims. */
export function useRunPicture(runId: string) {
  const whole = useQuery({
    queryKey: ['picture', runId],
    queryFn: () => read<RunPicture>(`${pathOf(runId)}/picture`),
    staleTime: Infinity,
    gcTime: 0,
  })
  const [state, setState] = useState<PictureState>()
  const { data: picture, refetch } = whole
  useEffect(() => setState(picture && openState(picture)), [picture])
  const seen = state?.commitSeq
  const news = useQuery({
    queryKey: ['claims', runId],
    queryFn: () => read<RunClaims>(`${pathOf(runId)}/claims`, { after: String(seen) }),
    enabled: seen !== undefined,
    refetchInterval: everyMs,
    gcTime: 0,
  })
  const { data: changed, refetch: look } = news
  useEffect(() => {
    if (!changed || !picture) return
    if (changed.edition !== picture.edition) void refetch()
    else setState((now) => now && withoutEnded(applyClaims(now, changed), serverNow()))
  }, [changed, picture, refetch])
  return { error: whole.error, refetch, look: () => void look(), state, isLive: !news.isError }
}

/** Who has a seat by a booking, for those who may know. */
export type NameOf = (seatNumber: string, bookingId: string | null) => string | null

/** The passengers of a run; nobody for those who may not see its manifest. */
export function useNames({ picture, claims }: PictureState): NameOf {
  const { rights } = useMe()
  const id = picture.train_run_id
  const [isMissing, setIsMissing] = useState(false)
  const { data: names } = useQuery({
    queryKey: ['manifest', id],
    queryFn: () => read<Manifest>(`${pathOf(id)}/manifest`),
    enabled: rights.has('manifest.read'),
    refetchInterval: isMissing ? everyMs : namesEveryMs,
    select: namesOf,
  })
  useEffect(() => setIsMissing(names !== undefined && isOneMissing(claims, names)), [claims, names])
  return (seatNumber, bookingId) => names?.get(nameKey(seatNumber, bookingId)) ?? null
}

const nameKey = (seatNumber: string, bookingId: string | null) => `${seatNumber} ${bookingId}`

function namesOf({ lines }: Manifest): ReadonlyMap<string, string | null> {
  return new Map(lines.map((line) => [nameKey(line.seat_number, line.booking_id), line.passenger_name]))
}

function isOneMissing(claims: PictureState['claims'], names: ReadonlyMap<string, string | null>): boolean {
  return Array.from(claims).some(([seatNumber, own]) =>
    own.some(({ booking_id: id }) => id !== null && !names.has(nameKey(seatNumber, id))),
  )
}
