import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { TicketPlace } from '../../shared/api/ticket-operations.ts'
import type { Booking, Ticket } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { forgetTicket, keepPageFiles, keepTicket, keptTicket } from './kept-tickets.ts'

export interface ShownTicket {
  readonly booking: Booking | undefined
  /** Undefined while it is not there; null if no seat is left. */
  readonly ticket: Ticket | null | undefined
  /** When this device saved what is shown; null if it is what the server says now. */
  readonly keptAt: number | null
  readonly hasFailed: boolean
}

/**
 * The booking of the page with this path and its ticket: as the server says, and if it says nothing
 * within a second, as this device saved them.
 */
export function useKeptBooking(
  path: string,
  found: UseQueryResult<Booking>,
  { load }: TicketPlace,
): ShownTicket {
  const [kept] = useState(() => keptTicket(path))
  const booking = found.data
  const left = booking?.seats.filter((seat) => seat.status === 'CONFIRMED') ?? []
  const issued = useQuery({
    queryKey: ['issued-ticket', path, left.map((seat) => seat.seat_number), booking?.departure_time],
    queryFn: () => unwrap(load()),
    enabled: left.length > 0,
  })
  const isGone = refusalOf(found.error)?.code === 'booking_not_found'
  const ticket = booking && left.length === 0 ? null : issued.data
  useKeeping(path, { booking, ticket, isGone })
  const isAnswering = useShortWait(found)
  if (booking) return { booking, ticket, keptAt: null, hasFailed: issued.isError }
  if (!kept || isGone || isAnswering)
    return { booking: undefined, ticket: undefined, keptAt: null, hasFailed: false }
  return { ...kept, hasFailed: false }
}

/** How long an answer may take before what this device saved is shown in its place, and says so. */
const waitMs = 1_000

/**
 * True while the first answer may still come at once: a ticket that is replaced as soon as it shows jumps.
 */
function useShortWait({ fetchStatus, failureCount }: UseQueryResult): boolean {
  const [isOver, setIsOver] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsOver(true), waitMs)
    return () => clearTimeout(timer)
  }, [])
  return !isOver && fetchStatus === 'fetching' && failureCount === 0
}

interface Found extends Pick<ShownTicket, 'booking' | 'ticket'> {
  readonly isGone: boolean
}

/** Saves what the server has said, and the files of the page that shows it in this language. */
function useKeeping(path: string, { booking, ticket, isGone }: Found): void {
  const { language } = useI18n()
  useEffect(() => {
    if (isGone) forgetTicket(path)
    if (booking && ticket !== undefined) keepTicket(path, { booking, ticket, keptAt: Date.now() })
  }, [path, booking, ticket, isGone])
  const isThere = booking !== undefined && ticket !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: another language is another file of the page
  useEffect(() => {
    // Without it, the ticket still opens with a network.
    if (isThere) void keepPageFiles().catch(() => undefined)
  }, [isThere, language])
}
