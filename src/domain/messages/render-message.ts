import { unreachable } from '../assert.ts'
import { languages } from '../language.ts'
import type { Brand } from '../railway/brand.ts'
import { codeMs } from '../records/access.ts'
import type { Message, MessageContent } from '../records/message.ts'
import { type CodeWords, words } from './texts.ts'

/** A message in words: the same in plain text and as a simple HTML page. */
interface RenderedMessage {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** Who sends a message, and where its pages are. */
interface MessageSite {
  /** The public address of the pages. */
  readonly siteUrl: string
  readonly brand: Pick<Brand, 'name'>
}

/** Puts a message into words. Null if it has ended: its content is gone. */
export function renderMessage(
  { kind, language, content }: Pick<Message, 'kind' | 'language' | 'content'>,
  { siteUrl, brand }: MessageSite,
): RenderedMessage | null {
  if (content === null) return null
  const { direction, sentBy } = words[language]
  const { subject, lead, shown = null, notes } = partsOf({ kind, language, content })
  return {
    subject,
    text: [
      lead,
      ...(shown === null ? [] : [`    ${shown}`]),
      ...notes,
      signature(`${sentBy} ${brand.name}`, siteUrl),
    ].join('\n\n'),
    html: page(language, direction, [
      `<p>${escaped(lead)}</p>`,
      ...(shown === null ? [] : [`<p dir="ltr" style="${codeStyle}">${escaped(shown)}</p>`]),
      ...notes.map((note) => `<p dir="auto">${escaped(note)}</p>`),
      `<p>${escaped(sentBy)} <a href="${escaped(siteUrl)}">${escaped(brand.name)}</a></p>`,
    ]),
  }
}

const codeStyle = 'font-size:1.6em;font-weight:bold;letter-spacing:.08em'

function signature(sentBy: string, siteUrl: string): string {
  return `-- \n${sentBy}\n${siteUrl}\n`
}

/** What a message says, without greeting and signature. */
interface Parts {
  readonly subject: string
  readonly lead: string
  /** A code, as it is shown; left out if there is none. */
  readonly shown?: string
  readonly notes: readonly string[]
}

function partsOf({ kind, language, content }: Pick<Message, 'kind' | 'language' | 'content'>): Parts {
  const { accessCode, accountCode, ...notices } = words[language]
  const { code = '', booking = '' } = content ?? {}
  const minutes = codeMs / 60_000
  switch (kind) {
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
      return inAllLanguages('trainCancelled', content ?? {})
    case 'seats_moved':
      return inAllLanguages('seatsMoved', content ?? {})
    default:
      return unreachable(kind)
  }
}

/**
 * A booking does not have the language of its passenger, so this is told in all of them. The texts come from
 * the timetable.
 */
function inAllLanguages(notice: 'trainCancelled' | 'seatsMoved', content: MessageContent): Parts {
  const all = languages.map((language) => words[language][notice](content))
  return {
    subject: all.map(({ subject }) => subject).join(' · '),
    lead: all[0]?.lead ?? '',
    notes: all.flatMap(({ lead, notes }, index) => (index === 0 ? notes : [lead, ...notes])),
  }
}

function codeParts({ subject, lead, validFor, notYou }: CodeWords, code: string): Parts {
  return { subject, lead, shown: groups(code), notes: [validFor, notYou] }
}

/** In two groups, so that a person can read it off. */
function groups(code: string): string {
  const half = Math.ceil(code.length / 2)
  return `${code.slice(0, half)} ${code.slice(half)}`
}

function page(language: string, direction: string, paragraphs: readonly string[]): string {
  return [
    '<!doctype html>',
    `<html lang="${language}" dir="${direction}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>',
    '<body style="font-family:sans-serif;line-height:1.5">',
    ...paragraphs,
    '</body></html>',
    '',
  ].join('\n')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
}
