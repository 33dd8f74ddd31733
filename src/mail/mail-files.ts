import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { mailOptions } from './compose.ts'
import type { Mail, Mailer } from './mailer.ts'

/** How many mails of this process are kept for the page of the demo. */
const mostShown = 50
/** One-time codes are worth nothing after minutes, and nobody needs the addresses for long. */
const keepFilesMs = 7 * 24 * 3_600_000

/** Mails as files, with a list of the last ones. */
interface MailFiles extends Mailer {
  /** The last mails of this process, the newest first. */
  recent(): readonly Mail[]
}

/**
 * Writes each mail as a file (RFC 5322, `.eml`) that only this user can read. A mail that is sent again
 * replaces its file, since the name comes from its Message-ID. Files of more than a week ago are removed.
 */
export function mailFiles(folder: string, from: string): MailFiles {
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  let recent: readonly Mail[] = []
  return {
    async send(mail) {
      const { message } = await composer.sendMail(mailOptions(mail, from))
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeWhole(join(folder, fileNameOf(mail)), message as Buffer)
      removeOld(folder, Date.now() - keepFilesMs)
      recent = [mail, ...recent.filter(({ messageId }) => messageId !== mail.messageId)].slice(0, mostShown)
    },
    recent: () => recent,
    async close() {
      composer.close()
    },
  }
}

function fileNameOf({ at, messageId }: Mail): string {
  const time = new Date(at).toISOString().replaceAll(/[:.]/g, '-')
  return `${time}-${messageId.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '')}.eml`
}

/** Nobody sees half a file, and a crash leaves none under the final name. */
function writeWhole(file: string, bytes: Uint8Array): void {
  const draft = `${file}.draft`
  const descriptor = openSync(draft, 'w', 0o600)
  try {
    writeSync(descriptor, bytes)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(draft, file)
}

function removeOld(folder: string, before: number): void {
  for (const name of readdirSync(folder)) {
    const file = join(folder, name)
    const { mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { mtimeMs: before }
    if (/\.eml(\.draft)?$/.test(name) && mtimeMs < before) rmSync(file, { force: true })
  }
}
