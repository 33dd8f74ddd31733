import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeskBooking, DeskHistory } from '../../shared/api-types.ts'
import { readPages } from '../lib/read-pages.ts'
import { read } from '../lib/session.tsx'
import { pathOfBooking } from './desk-act.ts'

/** How often a booking is read again while somebody looks at it: refunds are paid after a while. */
const everyMs = 5_000

/** A booking and what happened to it, and what was done to it last. */
export function useBooking(id: string) {
  const queries = useQueryClient()
  const [done, setDone] = useState('')
  const booking = useQuery({
    queryKey: ['booking', id],
    queryFn: () => read<DeskBooking>(pathOfBooking(id)),
    refetchInterval: everyMs,
  })
  const history = useQuery({
    queryKey: ['booking-history', id],
    queryFn: () => readPages<DeskHistory>(`${pathOfBooking(id)}/history`),
    refetchInterval: everyMs,
    select: (pages) => pages.flatMap((page) => page.entries),
  })
  return {
    booking,
    history,
    done,
    /** Says what was done, and looks at what it changed. */
    settle(words: string) {
      setDone(words)
      void queries.invalidateQueries({ queryKey: ['booking', id] })
      void queries.invalidateQueries({ queryKey: ['booking-history', id] })
    },
  }
}
