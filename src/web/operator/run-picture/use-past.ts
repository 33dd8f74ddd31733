import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { PastAct, RunPast } from '../../shared/api-types.ts'
import { readPages } from '../lib/read-pages.ts'
import { momentOf, stateAfter } from './past.ts'
import type { PictureState } from './state.ts'

/** A whole past is played in so many steps, or in one for each act if it has fewer. */
const mostSteps = 200
const stepMs = 60

async function readPast(runId: string): Promise<readonly PastAct[]> {
  const pages = await readPages<RunPast>(`/api/operator/train_runs/${encodeURIComponent(runId)}/past`)
  return pages.flatMap((page) => page.acts)
}

/** The past of a run: which of its moments is shown, and playing it. Null shows the present. */
export function usePast(state: PictureState) {
  const runId = state.picture.train_run_id
  const [isOpen, setIsOpen] = useState(false)
  const [count, setCount] = useState<number | null>(null)
  const [isPlaying, setIsPlaying] = useState(false)
  const past = useQuery({
    queryKey: ['past', runId],
    queryFn: () => readPast(runId),
    enabled: isOpen,
    staleTime: Infinity,
    gcTime: 0,
  })
  const acts = past.data
  useEffect(() => {
    if (!isPlaying || !acts) return
    const step = Math.max(1, Math.ceil(acts.length / mostSteps))
    const timer = setInterval(() => setCount((now) => Math.min(acts.length, (now ?? 0) + step)), stepMs)
    return () => clearInterval(timer)
  }, [isPlaying, acts])
  useEffect(() => {
    if (acts && count === acts.length) setIsPlaying(false)
  }, [acts, count])
  const shown = useMemo(
    () => (acts && count !== null ? stateAfter(state, acts, count) : state),
    [acts, count, state],
  )
  return {
    ...{ acts, count, shown, isOpen, isPlaying, error: past.error, setCount },
    at: acts && count !== null ? momentOf(acts, count) : null,
    open: () => setIsOpen(true),
    close() {
      setIsOpen(false)
      setIsPlaying(false)
      setCount(null)
    },
    play() {
      if (acts && (count === null || count === acts.length)) setCount(0)
      setIsPlaying(true)
    },
    pause: () => setIsPlaying(false),
  }
}
