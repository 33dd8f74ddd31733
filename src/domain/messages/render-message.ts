import { unreachable } from '../assert.ts'
import { type Language, locales } from '../language.ts'
import { money } from '../money-words.ts'
import { codeMs } from '../records/access.ts'
import type { Message, MessageContent } from '../records/message.ts'
import { type MailSite, type MailWords, mailHtml, mailText } from './mail-page.ts'
import { type CodeWords, words } from './texts.ts'

/** A message in words: the same in plain text and as an HTML page. */
interface RenderedMessage {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Puts a message into words. Null if it has ended: its content is gone. */
export function renderMessage(
  message: Pick<Message, 'kind' | 'language' | 'content'>,
  site: MailSite,
): RenderedMessage | null {
  if (message.content === null) return null
  const parts = partsOf(message, site)
  return {
    subject: parts.subject,
    text: mailText(parts, message.language, site),
    html: mailHtml(parts, message.language, site),
  }
}

function partsOf(
  { kind, language, content }: Pick<Message, 'kind' | 'language' | 'content'>,
  { siteUrl }: MailSite,
): MailWords {
  const { accessCode, accountCode, ...notices } = words[language]
  const { code = '', booking = '' } = content ?? {}
  const minutes = codeMs / 60_000
  const of = content ?? {}
  switch (kind) {
    case 'booked': {
      const address = `${siteUrl}/tickets/${encodeURIComponent(of.link ?? '')}`
      return { ...notices.booked(withDate(language, of)), link: { label: notices.openBooking, address } }
    }
    case 'cancelled':
      return notices.cancelled(withDate(language, of), amountOf(language, of))
    case 'refunded':
      return notices.refunded(of, amountOf(language, of) ?? '')
    case 'access_code':
      return codeParts(accessCode(booking, minutes), code)
    case 'account_code':
      return codeParts(accountCode(minutes), code)
    case 'account_exists':
      return notices.accountExists
    case 'email_changed':
      return notices.emailChanged
    case 'password_changed':
      return notices.passwordChanged
    case 'passkey_added':
      return notices.passkeyAdded
    case 'passkey_removed':
      return notices.passkeyRemoved
    case 'train_cancelled':
      return notices.trainCancelled(withDate(language, content ?? {}))
    case 'seats_moved':
      return notices.seatsMoved(withDate(language, content ?? {}))
    default:
      return unreachable(kind)
  }
}

/** `2027-03-17` as Wednesday 17 March 2027: its digits alone would change their order in Arabic. */
function withDate(language: Language, { date = '', ...content }: MessageContent): MessageContent {
  const day = Temporal.PlainDate.from(date)
  return { ...content, date: day.toLocaleString(locales[language], { dateStyle: 'full' }) }
}

/** The amount of money that a message tells; undefined if it is none. */
function amountOf(language: Language, { amount_cents: cents, currency }: MessageContent): string | undefined {
  if (cents === undefined || currency === undefined || cents === '0') return undefined
  return money(Number(cents), currency, language)
}

function codeParts({ subject, lead, validFor, notYou }: CodeWords, code: string): MailWords {
  return { subject, lead, shown: groups(code), notes: [validFor, notYou] }
}

/** In two groups, so that a person can read it off. */
function groups(code: string): string {
  const half = Math.ceil(code.length / 2)
  return `${code.slice(0, half)} ${code.slice(half)}`
}
