import { join, resolve } from 'node:path'
import type { Config } from '../cli/config.ts'
import type { Mail, Mailer } from '../mail/mailer.ts'
import { accountOf } from '../payments/account.ts'

/** The way mails leave this process. */
export interface OutgoingMail {
  readonly mailer: Mailer
  /** See `SendMessageDeps`. */
  readonly messageIdDomain: string
  /** The last mails, for the page of a demo; null if there is no such page. */
  readonly recent: (() => readonly Mail[]) | null
  /** The folder in which mails stay that nobody gets, though this is no demo; null if there is none. */
  readonly strandedIn: string | null
}

const outboxFolder = 'outbox'
const localSender = 'Holdfast <holdfast@localhost.localdomain>'

/** Mails go to the mail server that the settings name, else into files in the data folder. */
export async function openMail(config: Config, locatorKey: readonly number[]): Promise<OutgoingMail> {
  const from = config.mailFrom ?? localSender
  const messageIdDomain = `.${accountOf(locatorKey)}@${domainOf(from)}`
  if (config.smtpUrl !== null) {
    const { smtpMailer } = await import('../mail/smtp.ts')
    return {
      mailer: smtpMailer({ url: config.smtpUrl, from }),
      messageIdDomain,
      recent: null,
      strandedIn: null,
    }
  }
  const { mailFiles } = await import('../mail/mail-files.ts')
  const folder = join(resolve(config.data), outboxFolder)
  const mailer = mailFiles(folder, from)
  if (!isDemo(config)) return { mailer, messageIdDomain, recent: null, strandedIn: folder }
  const recent = isLoopback(config.host) ? mailer.recent : null
  return { mailer, messageIdDomain, recent, strandedIn: null }
}

/** Passengers of a demo choose what the mock payment service does, and no money moves. */
export function isDemo({ demo, paymentsUrl }: Config): boolean {
  return demo === 'auto' && paymentsUrl === null
}

/** Whether only this machine can reach the server. */
function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\./.test(host)
}

function domainOf(from: string): string {
  return /@([^@>\s]+)>?$/.exec(from)?.[1] ?? 'localhost.localdomain'
}
