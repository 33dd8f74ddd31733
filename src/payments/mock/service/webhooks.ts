import { signWebhook } from '../../webhook-signature.ts'
import type { Ledger, LedgerEvent } from './ledger.ts'

/** Where webhooks go, and the secrets that sign them. All of them sign, so either side may change first. */
export interface WebhookTarget {
  readonly url: string
  readonly secrets: readonly string[]
}

/** Pauses between the tries of one round; an event still not delivered waits for the next event or start. */
const pausesMs = [200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000] as const
const answerWithinMs = 5_000

/** Sends the events of the ledger until the receiver accepts them; an accepted event leaves the ledger. */
export class WebhookSender {
  readonly #ledger: Ledger
  #target: WebhookTarget | null
  readonly #sending = new Set<string>()
  readonly #stop = new AbortController()

  constructor(ledger: Ledger, target: WebhookTarget | null) {
    this.#ledger = ledger
    this.#target = target
  }

  /** Starts to send waiting events. */
  kick(): void {
    if (!this.#target || this.#stop.signal.aborted) return
    for (const event of this.#ledger.events()) {
      if (this.#sending.has(event.eventId)) continue
      this.#sending.add(event.eventId)
      void this.#deliver(event).finally(() => this.#sending.delete(event.eventId))
    }
  }

  setTarget(target: WebhookTarget | null): void {
    this.#target = target
    this.kick()
  }

  close(): void {
    this.#stop.abort()
  }

  async #deliver(event: LedgerEvent): Promise<void> {
    let left = event.times
    for (const pauseMs of [0, ...pausesMs]) {
      await this.#pause(pauseMs)
      if (this.#stop.signal.aborted) return
      while (left > 0 && (await this.#send(event))) left -= 1
      if (left > 0) continue
      if (!this.#stop.signal.aborted) this.#ledger.commit(() => this.#ledger.removeEvent(event.eventId))
      return
    }
  }

  /**
   * True if the receiver accepted the event. Signs each try anew, since a signature is valid for only a few
   * minutes.
   */
  async #send({ eventId, body }: LedgerEvent): Promise<boolean> {
    const target = this.#target
    if (!target) return false
    const timestamp = Math.floor(Date.now() / 1000)
    const headers = {
      'content-type': 'application/json',
      'webhook-id': eventId,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': target.secrets
        .map((secret) => signWebhook(secret, eventId, timestamp, body))
        .join(' '),
    }
    const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(answerWithinMs)])
    try {
      const response = await fetch(target.url, { method: 'POST', headers, body, signal })
      await response.arrayBuffer()
      return response.ok
    } catch {
      return false
    }
  }

  #pause(milliseconds: number): Promise<void> {
    if (milliseconds === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      this.#stop.signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }
}
