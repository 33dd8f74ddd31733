import { createTransport } from 'nodemailer'
import { mailOptions } from './compose.ts'
import { type Mail, type Mailer, MailFailed, MailRefused } from './mailer.ts'

/** Each phase of a conversation with the server; together well below the 45 seconds of the port. */
const timeouts = {
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 15_000,
  dnsTimeout: 5_000,
}
const longestSendMs = 45_000

interface SmtpOptions {
  /** `smtp://` or `smtps://`, with user and password if the server wants them. */
  readonly url: string
  /** The sender, such as `Holdfast <tickets@example.org>`. */
  readonly from: string
}

/** Sends mails to an SMTP server, over a connection for each. */
export function smtpMailer({ url, from }: SmtpOptions): Mailer {
  const transport = createTransport({ url, ...timeouts })
  return {
    async send(mail: Mail) {
      try {
        await inTime(transport.sendMail(mailOptions(mail, from)))
      } catch (error) {
        throw explained(error)
      }
    },
    async close() {
      transport.close()
    },
  }
}

/**
 * A server that keeps answering slowly is left to itself: the mail is sent again, under the same Message-ID.
 */
async function inTime(sent: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const isOver = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new MailFailed('the mail server took too long')), longestSendMs).unref()
  })
  try {
    await Promise.race([sent, isOver])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * A server refuses a recipient for good with 5xx (RFC 5321 section 4.2.1). Everything else may pass: a
 * sender that it does not like is for the operator to mend.
 */
function explained(error: unknown): Error {
  if (error instanceof MailFailed) return error
  const { code, command, responseCode } = error as SmtpError
  const facts = [code, command, responseCode].filter((fact) => fact !== undefined).join(' ')
  if (command === 'RCPT TO' && responseCode !== undefined && responseCode >= 500)
    return new MailRefused(`the mail server refuses the recipient (${facts})`)
  return new MailFailed(`the mail could not be handed to the mail server (${facts || 'no reason given'})`)
}

interface SmtpError {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
}
