import type { MessageId } from '../../domain/ids.ts'
import { after, type Instant } from '../../domain/instant.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { Message } from '../../domain/records/message.ts'
import type { Clock } from '../clock.ts'
import { messageLeaseMs } from '../message-lease.ts'
import type { Cleared, DueMessage, MessageOutcome, Outbox, WaitingMessages } from '../store.ts'
import type { RunTables } from './memory-tables.ts'

interface Lease {
  readonly until: Instant
  readonly fence: number
}

/** The outbox over plain maps. */
export class MemoryOutbox implements Outbox {
  readonly #clock: Clock
  readonly #tables: () => Iterable<RunTables>
  readonly #leases = new Map<MessageId, Lease>()

  constructor(clock: Clock, tables: () => Iterable<RunTables>) {
    this.#clock = clock
    this.#tables = tables
  }

  async lease(limit: number): Promise<readonly DueMessage[]> {
    const now = this.#clock.now()
    const waiting = this.#waiting()
    return waiting
      .filter((message) => this.#freeAt(message) <= now && isFirst(message, waiting))
      .sort((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
      .slice(0, limit)
      .map((message) => {
        const fence = (this.#leases.get(message.id)?.fence ?? 0) + 1
        this.#leases.set(message.id, { until: after(now, messageLeaseMs), fence })
        return { message, fence }
      })
  }

  async settle({ message: { id }, fence }: DueMessage, outcome: MessageOutcome): Promise<boolean> {
    const tables = [...this.#tables()].find(({ messages }) => messages.has(id))
    const message = tables?.messages.get(id)
    if (!tables || message?.dueAt == null || this.#leases.get(id)?.fence !== fence) return false
    const tryCount = message.tryCount + 1
    const ended = { recipient: null, content: null, dueAt: null }
    tables.messages.set(
      id,
      outcome.state === 'QUEUED'
        ? { ...message, tryCount, dueAt: outcome.dueAt }
        : { ...message, ...ended, tryCount, state: outcome.state, endedAt: outcome.at },
    )
    this.#leases.set(id, { until: 0 as Instant, fence })
    return true
  }

  async waiting(): Promise<WaitingMessages> {
    const waiting = this.#waiting()
    const least = (moments: readonly Instant[]) =>
      moments.length === 0 ? null : (Math.min(...moments) as Instant)
    return {
      count: waiting.length,
      oldestAt: least(waiting.map((message) => message.createdAt)),
      nextAt: least(
        waiting.filter((message) => isFirst(message, waiting)).map((message) => this.#freeAt(message)),
      ),
    }
  }

  async clear(before: Cleared): Promise<void> {
    for (const { messages, accessCodes, people, personalKeys, trainRunId } of this.#tables()) {
      people.clear(before)
      if (trainRunId === actsRunId)
        for (const id of personalKeys.keys()) if (!people.hasKey(id)) personalKeys.delete(id)
      for (const [id, { endedAt }] of messages)
        if (endedAt !== null && endedAt < before.messages) messages.delete(id)
      for (const [id, { createdAt }] of accessCodes) if (createdAt < before.codes) accessCodes.delete(id)
    }
  }

  #waiting(): Message[] {
    return [...this.#tables()].flatMap(({ messages }) =>
      [...messages.values()].filter(({ dueAt }) => dueAt !== null),
    )
  }

  #freeAt({ id, dueAt }: Message): Instant {
    return Math.max(dueAt ?? 0, this.#leases.get(id)?.until ?? 0) as Instant
  }
}

/** News of a booking is sent in the order of events; a one-time code is no news. */
function isFirst(message: Message, waiting: readonly Message[]): boolean {
  if (message.kind === 'access_code' || message.bookingId === null) return true
  const { createdAt, id } = message
  return !waiting.some(
    (other) =>
      other.bookingId === message.bookingId &&
      other.kind !== 'access_code' &&
      (other.createdAt < createdAt || (other.createdAt === createdAt && other.id < id)),
  )
}
