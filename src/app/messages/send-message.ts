import { type BackoffReason, backoff, isWorthTelling } from '../../domain/backoff.ts'
import { after } from '../../domain/instant.ts'
import { renderMessage } from '../../domain/messages/render-message.ts'
import type { Message } from '../../domain/records/message.ts'
import { isSealed } from '../../domain/records/sealed.ts'
import { type Mailer, MailRefused } from '../../mail/mailer.ts'
import type { DueMessage } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { openedText } from '../personal-data.ts'
import { openAddress } from '../sealed-address.ts'
import { type AttachmentDeps, attachmentsOf } from './attachments.ts'

export interface SendMessageDeps
  extends Pick<Deps, 'store' | 'brand' | 'log' | 'counters' | 'personalKeys' | 'randomBytes'>,
    AttachmentDeps {
  readonly mailer: Mailer
  /** The public address of the pages, for links. */
  readonly siteUrl: () => string
  /** What makes Message-IDs of this database different from all others: `@` and what is right of it. */
  readonly messageIdDomain: string
}

/** A mail server that is away is tried every half minute at the longest. */
const pause: BackoffReason = 'unanswered'

/**
 * Sends a leased message and records what became of it. It is tried again until it is sent, refused for good,
 * or of no use anymore. A crash after sending sends it again under the same Message-ID.
 */
export async function sendMessage(deps: SendMessageDeps, due: DueMessage): Promise<void> {
  const { store, counters } = deps
  const { message } = due
  const { kind } = message
  if (store.now() >= message.giveUpAt) return giveUp(deps, due, 'it could not be sent in time')
  try {
    const address = await addressOf(deps, message)
    if (address === null) return giveUp(deps, due, 'its address was erased')
    await hand(deps, message, address)
  } catch (fault) {
    if (fault instanceof MailRefused) return giveUp(deps, due, fault.message)
    return postpone(deps, due, fault)
  }
  await store.outbox.settle(due, { state: 'SENT', at: store.now() })
  counters.count('sent_messages', { kind })
}

async function hand(deps: SendMessageDeps, message: Message, to: string): Promise<void> {
  const { mailer, brand, siteUrl, messageIdDomain } = deps
  const rendered = renderMessage(message, { siteUrl: siteUrl(), brand })
  if (!rendered) throw new Error(`message ${message.id} has lost its content`)
  const messageId = `<${message.trainRunId}.${message.id}${messageIdDomain}>`
  const attachments = await attachmentsOf(deps, message)
  await mailer.send({ ...rendered, to, messageId, attachments, at: message.createdAt })
}

/** The address of a message, sealed as in its booking or its account; null if it was erased. */
async function addressOf(
  deps: SendMessageDeps,
  { recipient, bookingId, trainRunId }: Message,
): Promise<string | null> {
  if (recipient === null) return null
  if (bookingId === null || !isSealed(recipient)) return openAddress(deps, recipient)
  const record = await deps.store.findBooking(bookingId, trainRunId)
  return record ? openedText(deps, record, recipient) : null
}

async function giveUp(
  { store, log, counters }: SendMessageDeps,
  due: DueMessage,
  why: string,
): Promise<void> {
  const { id, kind, tryCount } = due.message
  await store.outbox.settle(due, { state: 'GIVEN_UP', at: store.now() })
  counters.count('given_up_messages', { kind })
  log.warn({ message: id, kind, tryCount, why }, 'a message is given up')
}

async function postpone(deps: SendMessageDeps, due: DueMessage, fault: unknown): Promise<void> {
  const { store, log, counters, randomBytes } = deps
  const { id, kind, tryCount } = due.message
  const [random = 0] = randomBytes(1)
  const dueAt = after(store.now(), backoff(pause, tryCount, random / 256))
  await store.outbox.settle(due, { state: 'QUEUED', dueAt })
  counters.count('postponed_messages')
  const facts = { err: fault, message: id, kind, tryCount: tryCount + 1 }
  if (isWorthTelling(tryCount + 1)) log.warn(facts, 'a message could not be sent and will be tried again')
}
