import { directionOf, type Language } from '../language.ts'
import type { Brand } from '../railway/brand.ts'
import { words } from './texts.ts'

/** What a mail says, without its frame: plain text and HTML are made from the same words. */
export interface MailWords {
  readonly subject: string
  readonly lead: string
  /** A code, as it is shown; left out if there is none. */
  readonly shown?: string
  readonly notes: readonly string[]
  /** Where more is; left out if nothing is. */
  readonly link?: { readonly label: string; readonly address: string }
}

/** Who sends a mail, and where its pages are. */
export interface MailSite {
  /** The public address of the pages. */
  readonly siteUrl: string
  readonly brand: Pick<Brand, 'name' | 'colors' | 'contact' | 'terms' | 'privacy' | 'imprint'>
}

export function mailText(
  { lead, shown, notes, link }: MailWords,
  language: Language,
  site: MailSite,
): string {
  const body = [
    lead,
    ...(shown === undefined ? [] : [`    ${shown}`]),
    ...notes,
    ...(link ? [`${link.label}: ${link.address}`] : []),
  ].join('\n\n')
  const { contact, name } = site.brand
  const reach = [contact.email, contact.phone].filter((one) => one !== null)
  const pages = pagesOf(language, site.brand).map(({ label, address }) => `${label}: ${address}`)
  const foot = [`${words[language].sentBy} ${name}`, site.siteUrl, ...reach, ...pages]
  // RFC 3676 section 4.3: programs know where the signature begins.
  return `${body}\n\n-- \n${foot.join('\n')}\n`
}

/**
 * The same as HTML. Programs for mail know few styles, and those only within the elements, so there is a
 * table for the frame, and nothing is loaded from anywhere.
 */
export function mailHtml(mail: MailWords, language: Language, site: MailSite): string {
  const { brand, siteUrl } = site
  const { accent, accentInk } = brand.colors.light
  const direction = directionOf(language)
  const side = direction === 'rtl' ? 'right' : 'left'
  const name = `<a href="${escaped(siteUrl)}" style="color:${accentInk};text-decoration:none">`
  return [
    '<!doctype html>',
    `<html lang="${language}" dir="${direction}">`,
    '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<meta name="color-scheme" content="light"><title>${escaped(mail.subject)}</title></head>`,
    `<body style="margin:0;background:#f4f2ec;color:#1b2422;${font}">`,
    `<table role="presentation" dir="${direction}" width="100%" cellpadding="0" cellspacing="0"><tr>`,
    '<td align="center" style="padding:16px">',
    `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="${frame}">`,
    `<tr><td style="background:${accent};color:${accentInk};padding:16px 24px;text-align:${side}">`,
    `<strong style="font-size:20px">${name}${escaped(brand.name)}</a></strong></td></tr>`,
    `<tr><td style="padding:16px 24px;text-align:${side}">`,
    `<p>${escaped(mail.lead)}</p>`,
    ...(mail.shown === undefined ? [] : [`<p dir="ltr" style="${codeStyle}">${escaped(mail.shown)}</p>`]),
    ...mail.notes.map((note) => `<p>${escaped(note)}</p>`),
    ...(mail.link ? [`<p>${anchor(mail.link.address, mail.link.label, accent)}</p>`] : []),
    '</td></tr>',
    `<tr><td style="${footStyle};text-align:${side}">${foot(language, site)}</td></tr>`,
    '</table></td></tr></table>',
    '</body></html>',
    '',
  ].join('\n')
}

const font = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,sans-serif;font-size:16px;line-height:1.5'
const frame = 'max-width:560px;background:#ffffff;border:1px solid #d9d5c9;border-collapse:collapse'
const codeStyle = 'font-size:28px;font-weight:bold;letter-spacing:.08em;text-align:center'
const footStyle = 'padding:16px 24px;border-top:1px solid #d9d5c9;color:#54615d;font-size:14px'

function foot(language: Language, { siteUrl, brand }: MailSite): string {
  const link = (address: string, label: string) => anchor(address, label, brand.colors.light.accent)
  const { email, phone } = brand.contact
  const lines = [
    [`${escaped(words[language].sentBy)} ${link(siteUrl, brand.name)}`],
    [
      ...(email === null ? [] : [link(`mailto:${email}`, email)]),
      ...(phone === null ? [] : [`<span dir="ltr">${escaped(phone)}</span>`]),
    ],
    pagesOf(language, brand).map(({ label, address }) => link(address, label)),
  ]
  return lines
    .filter((line) => line.length > 0)
    .map((line) => line.join(' · '))
    .join('<br>')
}

function anchor(address: string, label: string, color: string): string {
  return `<a href="${escaped(address)}" style="color:${color}">${escaped(label)}</a>`
}

function pagesOf(language: Language, brand: MailSite['brand']) {
  return (['terms', 'privacy', 'imprint'] as const).flatMap((page) => {
    const address = brand[page]
    return address === null ? [] : [{ label: words[language][page], address }]
  })
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
