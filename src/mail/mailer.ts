import type { Instant } from '../domain/instant.ts'

/** A file that comes with a mail, such as a ticket. */
export interface Attachment {
  /** Latin letters, digits, dots and hyphens, with an ending. */
  readonly fileName: string
  readonly mediaType: string
  readonly bytes: Uint8Array
  /** If the HTML shows it: what stands after `cid:` there. Left out for a file to keep. */
  readonly contentId?: string
}

/** One e-mail, ready to be sent. */
export interface Mail {
  /** An address alone, without a name. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly attachments?: readonly Attachment[]
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
