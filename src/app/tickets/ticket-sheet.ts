import { after, type Instant } from '../../domain/instant.ts'
import { type Language, locales } from '../../domain/language.ts'
import { money } from '../../domain/money-words.ts'
import { carriesPassenger, type Seat, seatOf } from '../../domain/railway/consist.ts'
import { textIn } from '../../domain/railway/names.ts'
import type { Station } from '../../domain/railway/station.ts'
import { arrivalAt, asSold, departureAt } from '../../domain/railway/train-run.ts'
import { type BookingSeat, seatNow } from '../../domain/records/booking.ts'
import { sheetWords } from '../../domain/tickets/sheet-texts.ts'
import { ticketWords } from '../../domain/tickets/texts.ts'
import type { Paper, TicketSheet } from '../../domain/tickets/ticket-sheet.ts'
import type { ShownBooking } from '../after-sale/find-booking.ts'
import type { Deps } from '../deps.ts'
import type { TicketSymbol } from './draw-symbol.ts'
import { plansOf } from './seat-plans.ts'

interface Wanted {
  readonly language: Language
  readonly paper: Paper
}

/** The ticket of a booking on paper, with the seats that are left. */
export function ticketSheet(
  { store, brand }: Pick<Deps, 'store' | 'brand'>,
  { record: { booking }, run }: ShownBooking,
  symbol: TicketSymbol,
  { language, paper }: Wanted,
): TicketSheet {
  const words = sheetWords[language]
  const network = store.network()
  const { fromLeg, toLeg } = booking.segment
  const [from, to] = [network.stationOf(run, fromLeg), network.stationOf(run, toLeg)]
  const departure = departureAt(run, fromLeg)
  const booked = booking.seats.filter(({ cancellationId }) => cancellationId === null)
  const seats = booked.map((one) => ({ one, seat: seatOf(run.consist, seatNow(one)) }))
  const amount = (cents: number) => money(cents, booking.currency, language)
  return {
    ...{ language, paper, railway: brand.name, ...logoOf(brand) },
    accent: brand.colors.light.accent,
    accentInk: brand.colors.light.accentInk,
    title: words.title(booking.locator),
    at: booking.bookingTime,
    day: inZone(departure, from, language, { dateStyle: 'full' }),
    train: words.train(run.train.number),
    from: { name: nameOf(from, language), time: inZone(departure, from, language, clock) },
    to: { name: nameOf(to, language), time: inZone(arrivalAt(run, toLeg), to, language, clock) },
    symbol: { ...symbol, says: words.code(booking.locator) },
    show: words.show,
    seats: seats.map(({ one, seat }) => ({
      place: ticketWords[language].seat(seat.coachNumber, seat.label),
      who: whoHas(one, seat, language),
      price: amount(one.priceCents),
    })),
    plans: plansOf(
      run.consist,
      seats.map(({ seat }) => seat),
      words.coach,
    ),
    total: words.paid(amount(booked.reduce((sum, { priceCents }) => sum + priceCents, 0))),
    conditions: {
      title: words.conditions,
      lines: refundLines(asSold(run, booking.edition).fare.refund, { departure, from, language, amount }),
    },
    foot: [brand.contact.email, brand.contact.phone, brand.terms].filter((one) => one !== null),
    lettersMissing: words.lettersMissing,
  }
}

const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

function inZone(
  at: Instant,
  station: Station | undefined,
  language: Language,
  format: Intl.DateTimeFormatOptions,
): string {
  const timeZone = station?.timeZone ?? 'UTC'
  return new Intl.DateTimeFormat(locales[language], { ...format, timeZone }).format(at)
}

function nameOf(station: Station | undefined, language: Language): string {
  return station ? textIn(language, { text: station.name, byLanguage: station.names }) : ''
}

function whoHas({ passengerName }: BookingSeat, seat: Seat, language: Language): string {
  const { erased, bicycle } = sheetWords[language]
  return passengerName ?? (carriesPassenger(seat) ? erased : bicycle)
}

interface RefundFacts {
  readonly departure: Instant
  readonly from: Station | undefined
  readonly language: Language
  readonly amount: (cents: number) => string
}

/** What a cancellation gives back until when. */
function refundLines(
  { steps, fixedFeeCents }: ReturnType<typeof asSold>['fare']['refund'],
  { departure, from, language, amount }: RefundFacts,
): readonly string[] {
  const words = sheetWords[language]
  const share = new Intl.NumberFormat(locales[language], { style: 'percent', maximumFractionDigits: 3 })
  const lines = steps
    .toSorted((a, b) => b.hoursBefore - a.hoursBefore)
    .map(({ hoursBefore, percent }) => {
      const end = after(departure, -Math.round(hoursBefore * 3_600_000))
      const until = inZone(end, from, language, { dateStyle: 'medium', timeStyle: 'short' })
      return words.refund(until, share.format(percent / 100))
    })
  return [...lines, words.noRefund, ...(fixedFeeCents > 0 ? [words.kept(amount(fixedFeeCents))] : [])]
}

/** A PDF shows pictures of dots only. */
function logoOf({ logo }: Deps['brand']): Pick<TicketSheet, 'logo'> {
  return { logo: logo?.light.mediaType === 'image/png' ? logo.light.bytes : null }
}
