import type { Instant } from '../domain/instant.ts'

/** One e-mail, ready to be sent. */
export interface Mail {
  /** An address alone, without a name. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /**
   * The same for every try, so that a reader's program shows a repeated mail once. With its angle brackets.
   */
  readonly messageId: string
  /** When its cause happened. */
  readonly at: Instant
}

/** Hands mails over: to a mail server, or to files. */
export interface Mailer {
  /**
   * Resolves once the mail is in safe hands. Throws `MailRefused` if it can never be delivered; after any
   * other error it may have been sent or not, and should be tried again. Ends within 45 seconds.
   */
  send(mail: Mail): Promise<void>
  close(): Promise<void>
}

/** The mail server does not know the address. Its answer is left out, since it may name the address. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'
}

/** Why a mail could not be handed over now; says nothing of what is in the mail or whom it is for. */
export class MailFailed extends Error {
  override readonly name = 'MailFailed'
}
