import { isIP } from 'node:net'
import { accounts, parseAccounts } from '../domain/money/journal.ts'
import { passwordLength } from '../domain/people/staff.ts'
import { emailProblem } from '../domain/records/contact.ts'

// Kinds of setting: a phrase that tells people what is allowed, and a parser that returns undefined for
// anything else.

export function integer(least: number, most: number) {
  return {
    allowed: `a whole number from ${least} to ${most}`,
    parse(text: string): number | undefined {
      if (!/^\d{1,15}$/.test(text)) return undefined
      const value = Number(text)
      return value >= least && value <= most ? value : undefined
    },
  }
}

export const share = {
  allowed: 'a number from 0 to 1',
  parse(text: string): number | undefined {
    if (!/^(0|1|0?\.\d{1,9}|1\.0{1,9})$/.test(text)) return undefined
    return Number(text)
  },
}

export function oneOf<const V extends string>(...values: readonly V[]) {
  return {
    allowed: values.map((value) => `"${value}"`).join(' or '),
    parse: (text: string): V | undefined => values.find((value) => value === text),
  }
}

export const host = {
  allowed: 'a host name or an IP address',
  parse: (text: string): string | undefined => (/^[A-Za-z0-9.:_-]{1,253}$/.test(text) ? text : undefined),
}

export const folder = {
  allowed: 'the path of a folder',
  parse: (text: string): string | undefined => (text.includes('\0') ? undefined : text),
}

export const fileOrCommand = {
  allowed: 'the path of a file, a vertical bar and a command, or "off"',
  parse: (text: string): string | undefined =>
    text.includes('\0') || /^\|?\s*$/.test(text) ? undefined : text,
}

export const delay = {
  allowed: 'milliseconds, such as 50, or a range such as 20-80, at most 600000',
  parse(text: string): string | undefined {
    const match = /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(text)
    if (!match) return undefined
    const [least, most] = [Number(match[1]), Number(match[2] ?? match[1])]
    return least <= most && most <= 600_000 ? text : undefined
  },
}

export const webAddress = {
  allowed: 'an http or https address, such as http://127.0.0.1:9090',
  parse(text: string): string | undefined {
    if (!URL.canParse(text)) return undefined
    const url = new URL(text)
    return url.protocol === 'http:' || url.protocol === 'https:' ? text.replace(/\/+$/, '') : undefined
  },
}

export const databaseServer = {
  allowed: 'the address of a PostgreSQL database, such as postgres://holdfast@127.0.0.1:5432/holdfast',
  parse(text: string): string | undefined {
    return /^postgres(ql)?:\/\/[^/]+\/[^/]+$/.test(text) && URL.canParse(text) ? text : undefined
  },
}

export const mailServer = {
  allowed: 'the address of an SMTP server, such as smtps://user:password@mail.example.org:465',
  parse(text: string): string | undefined {
    return /^smtps?:\/\/[^/?#]+\/?([?][^#]*)?$/.test(text) && URL.canParse(text) ? text : undefined
  },
}

export const mailSender = {
  allowed: 'an e-mail address, or a name with one, such as Holdfast <tickets@example.org>',
  parse(text: string): string | undefined {
    const address = /^(?:[^<>@",;:\\()[\]]+ )?<([^<>]+)>$/.exec(text)?.[1] ?? text
    return emailProblem(address) === undefined ? text : undefined
  },
}

export const emailAddress = {
  allowed: 'an e-mail address such as ada@example.org',
  parse: (text: string): string | undefined => (emailProblem(text) === undefined ? text : undefined),
}

export const password = {
  allowed: `a password of ${passwordLength.least} to ${passwordLength.most} characters`,
  parse(text: string): string | undefined {
    const { length } = [...text]
    return length >= passwordLength.least && length <= passwordLength.most ? text : undefined
  },
}

export const networks = {
  allowed: 'IP addresses or networks separated by commas, such as 127.0.0.1,10.0.0.0/8',
  parse: (text: string): string | undefined => (text.split(',').every(isNetwork) ? text : undefined),
}

/** An address, or an address with a prefix length, as in 10.0.0.0/8. */
function isNetwork(text: string): boolean {
  const [address = '', length, ...more] = text.trim().split('/')
  const version = isIP(address)
  if (version === 0 || more.length > 0) return false
  return length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= (version === 4 ? 32 : 128))
}

/**
 * There are several during a change: the side that checks accepts each, and the side that signs uses each.
 */
export const secrets = {
  allowed: '32 to 512 letters, digits, "-" or "_"; or several of these separated by commas',
  parse: (text: string): string | undefined =>
    text.split(',').every((one) => /^[A-Za-z0-9_-]{32,512}$/.test(one)) ? text : undefined,
}

/** Of 32 random bytes each; a text that somebody made up is refused. */
export const masterKeys = {
  allowed: '32 or more random bytes in base64url; or several of these separated by commas',
  parse: (text: string): string | undefined =>
    text.split(',').every((one) => /^[A-Za-z0-9_-]{43,512}$/.test(one) && isStrong(one)) ? text : undefined,
}

/** A secret with few different bytes was typed, not drawn: 32 random bytes have about 30 different values. */
export function isStrong(secret: string): boolean {
  const bytes = Buffer.from(secret, 'base64url')
  return bytes.length >= 32 && new Set(bytes).size >= 16
}

export const command = {
  allowed: 'a command of the shell',
  parse: (text: string): string | undefined => (text.includes('\0') || text.trim() === '' ? undefined : text),
}

export const timeZone = {
  allowed: 'a time zone such as Europe/Berlin',
  parse(text: string): string | undefined {
    try {
      // An offset such as +01:00 has no daylight-saving time.
      return /^[A-Za-z]/.test(text)
        ? new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
        : undefined
    } catch {
      return undefined
    }
  },
}

export const ledgerAccounts = {
  allowed:
    `pairs of account and number separated by commas, such as sales=4400,received.cash=1600; accounts are ` +
    `${accounts.join(', ')}, alone or with a method of payment`,
  parse: (text: string): string | undefined => (parseAccounts(text) ? text : undefined),
}
