import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import { showBooking, showBookingByLink } from '../../shared/api/operations.ts'
import { linkedTicket, ownTicket, type TicketPlace } from '../../shared/api/ticket-operations.ts'
import type { Booking } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf, unwrap } from '../../shared/lib/refused.ts'
import { isRecord } from '../../shared/lib/storage.ts'
import { Page } from '../../shared/parts/page.tsx'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { PageSkeleton } from '../../shared/parts/skeleton.tsx'
import { paths } from '../lib/paths.ts'
import { useTicketTexts } from '../lib/ticket-texts.ts'
import { type ShownTicket, useKeptBooking } from '../lib/use-kept-booking.ts'
import { BookedCoaches } from '../parts/booked-coaches.tsx'
import { CancelPanel } from '../parts/cancel-panel.tsx'
import { ChangeByLink } from '../parts/change-by-link.tsx'
import { PrivateLink } from '../parts/private-link.tsx'
import { Ticket } from '../parts/ticket.tsx'
import { AwaitedCode, TicketCode } from '../parts/ticket-code.tsx'
import { LostPage } from './lost-page.tsx'

/** A booking made with this browser. */
export function BookingPage({ id }: { readonly id: string }) {
  const queries = useQueryClient()
  const [cancelled, setCancelled] = useState<string | null>(null)
  const { t, f } = useI18n()
  const found = useQuery({
    queryKey: ['booking', id],
    queryFn: () => unwrap(showBooking(id)),
    refetchOnWindowFocus: 'always',
  })
  const isNew = isRecord(useHistoryState()) && cancelled === null
  const place = ownTicket(id)
  const shown = useKeptBooking(paths.booking(id), found, place)
  const { booking } = shown
  const refusal = refusalOf(found.error)
  if (refusal?.code === 'booking_not_found') return <LostPage what="booking" />
  if (!booking)
    return refusal ? (
      <BrokenBooking onRetry={() => void found.refetch()} refusal={refusal} />
    ) : (
      <PageSkeleton />
    )
  const onCancelled = (now: Booking) => {
    const cents = now.refunded_cents - booking.refunded_cents
    setCancelled(cents > 0 ? t.booking.cancelled(f.money(cents, now.currency)) : t.booking.cancelledFree)
    queries.setQueryData(['booking', id], now)
    void queries.invalidateQueries({ queryKey: ['bookings'] })
  }
  return (
    <BookingView {...{ booking, shown, place }} message={cancelled ?? (isNew ? t.booking.confirmed : null)}>
      {booking.status === 'CONFIRMED' && shown.keptAt === null && (
        <CancelPanel booking={booking} onCancelled={onCancelled} onStale={() => void found.refetch()} />
      )}
    </BookingView>
  )
}

/** A booking opened by its private link. */
export function TicketPage({ token }: { readonly token: string }) {
  const { t } = useI18n()
  const found = useQuery({
    queryKey: ['ticket', token],
    queryFn: () => unwrap(showBookingByLink(token)),
  })
  const place = linkedTicket(token)
  const shown = useKeptBooking(paths.ticket(token), found, place)
  const { booking } = shown
  const refusal = refusalOf(found.error)
  if (refusal?.code === 'booking_not_found') return <LostPage what="booking" />
  if (!booking)
    return refusal ? (
      <BrokenBooking onRetry={() => void found.refetch()} refusal={refusal} />
    ) : (
      <PageSkeleton />
    )
  return (
    <BookingView {...{ booking, shown, place }} message={null}>
      <p className="notice notice-info">{t.booking.byLink}</p>
      {booking.status === 'CONFIRMED' && shown.keptAt === null && <ChangeByLink booking={booking} />}
    </BookingView>
  )
}

type BrokenBookingProps = Parameters<typeof ProblemNotice>[0]

function BrokenBooking(props: BrokenBookingProps) {
  const { t } = useI18n()
  return (
    <Page title={t.booking.ticket} screen="booking">
      <ProblemNotice {...props} />
    </Page>
  )
}

interface BookingViewProps {
  readonly booking: Booking
  readonly shown: ShownTicket
  readonly place: TicketPlace
  /** What just happened. */
  readonly message: string | null
  readonly children: React.ReactNode
}

function BookingView({ booking, shown, place, message, children }: BookingViewProps) {
  const { t, f } = useI18n()
  const texts = useTicketTexts()
  return (
    <Page title={t.booking.title(booking.booking_id)} screen="booking" className="booking-page">
      <p className={message ? 'notice notice-good' : 'no-notice'} role="status">
        {message}
      </p>
      {shown.keptAt !== null && (
        <p className="notice" role="status">
          {texts.saved(f.moment(new Date(shown.keptAt).toISOString()))}
        </p>
      )}
      <Ticket booking={booking}>
        <CodeOf {...shown} />
      </Ticket>
      <TakeAlong booking={booking} place={place} />
      {shown.keptAt === null && <BookedCoaches booking={booking} />}
      <PrivateLink booking={booking} />
      {children}
    </Page>
  )
}

/** What a passenger takes along beside the page: paper, a file, an entry in a calendar. */
function TakeAlong({ booking, place }: Pick<BookingViewProps, 'booking' | 'place'>) {
  const { t, language } = useI18n()
  const texts = useTicketTexts()
  const paper = matchMedia('(max-width: 40rem)').matches ? 'phone' : 'a4'
  return (
    <div className="actions no-print">
      <button type="button" className="button" onClick={() => print()}>
        {t.booking.print}
      </button>
      {booking.status === 'CONFIRMED' && (
        <a className="button" href={place.pdfIn(language, paper)} download>
          {texts.pdf}
        </a>
      )}
      <a className="button" href={place.calendarIn(language)} download>
        {texts.calendar}
      </a>
      <Link className="button" href={paths.search}>
        {t.booking.again}
      </Link>
    </div>
  )
}

/** The code, or what stands in its place: nothing once no seat is left. */
function CodeOf({ ticket, hasFailed }: ShownTicket) {
  const t = useTicketTexts()
  if (ticket) return <TicketCode ticket={ticket} />
  if (ticket === null) return null
  return hasFailed ? <p className="notice no-print">{t.failed}</p> : <AwaitedCode />
}
