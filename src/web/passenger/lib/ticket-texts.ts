import type { Language } from '../../../domain/language.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { ticketAr } from '../../shared/i18n/ticket/ar.ts'
import { ticketDe } from '../../shared/i18n/ticket/de.ts'
import { type TicketTexts, ticketEn } from '../../shared/i18n/ticket/en.ts'

const texts: Readonly<Record<Language, TicketTexts>> = { en: ticketEn, de: ticketDe, ar: ticketAr }

/** The texts of the ticket. They come with its page, so that nobody else loads them. */
export function useTicketTexts(): TicketTexts {
  return texts[useI18n().language]
}
