import type { SendMailOptions } from 'nodemailer'
import type { Attachment, Mail } from './mailer.ts'

/**
 * A mail as nodemailer takes it. Addresses are given as objects, so nothing in them is read as another
 * address or another header, and neither files nor addresses of the web are ever read for a mail.
 */
export function mailOptions(mail: Mail, from: string): SendMailOptions {
  return {
    from,
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    attachments: (mail.attachments ?? []).map(attached),
    messageId: mail.messageId,
    date: new Date(mail.at),
    // RFC 3834 section 5: no program answers it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

function attached({ fileName, mediaType, bytes, contentId }: Attachment) {
  const shown = contentId === undefined ? {} : { cid: contentId, contentDisposition: 'inline' as const }
  return { filename: fileName, contentType: mediaType, content: Buffer.from(bytes), ...shown }
}
