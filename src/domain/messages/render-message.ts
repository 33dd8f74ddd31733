import { codeMs } from '../records/access.ts'
import type { Message } from '../records/message.ts'
import { words } from './texts.ts'

/** A message in words: the same in plain text and as a simple HTML page. */
interface RenderedMessage {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/**
 * Puts a message into words. `siteUrl` is the public address of the pages. Null if it has ended: its content
 * is gone.
 */
export function renderMessage(
  { kind, language, content }: Pick<Message, 'kind' | 'language' | 'content'>,
  siteUrl: string,
): RenderedMessage | null {
  if (content === null) return null
  const { direction, sentBy, accessCode } = words[language]
  switch (kind) {
    case 'access_code': {
      const { code = '', booking = '' } = content
      const { subject, lead, validFor, notYou } = accessCode(booking, codeMs / 60_000)
      const shown = groups(code)
      return {
        subject,
        text: [lead, `    ${shown}`, validFor, notYou, `-- \n${sentBy} Holdfast\n${siteUrl}\n`].join('\n\n'),
        html: page(language, direction, [
          `<p>${escaped(lead)}</p>`,
          `<p dir="ltr" style="font-size:1.6em;font-weight:bold;letter-spacing:.08em">${escaped(shown)}</p>`,
          `<p>${escaped(validFor)}</p>`,
          `<p>${escaped(notYou)}</p>`,
          `<p>${escaped(sentBy)} <a href="${escaped(siteUrl)}">Holdfast</a></p>`,
        ]),
      }
    }
  }
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
