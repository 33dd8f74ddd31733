import type { Language } from '../language.ts'

/** The words of what passengers take along, beside the pages. */
interface TicketWords {
  readonly train: (number: string, from: string, to: string) => string
  readonly seat: (coach: string, seat: string) => string
  readonly booking: (locator: string) => string
}

/** A language that lacks a text does not compile. */
export const ticketWords: Readonly<Record<Language, TicketWords>> = {
  en: {
    train: (number, from, to) => `Train ${number} from ${from} to ${to}`,
    seat: (coach, seat) => `Coach ${coach}, seat ${seat}`,
    booking: (locator) => `Booking ${locator}`,
  },
  de: {
    train: (number, from, to) => `Zug ${number} von ${from} nach ${to}`,
    seat: (coach, seat) => `Wagen ${coach}, Platz ${seat}`,
    booking: (locator) => `Buchung ${locator}`,
  },
  ar: {
    train: (number, from, to) => `القطار ${number} من ${from} إلى ${to}`,
    seat: (coach, seat) => `العربة ${coach}، المقعد ${seat}`,
    booking: (locator) => `الحجز ${locator}`,
  },
}
