import { randomUUID } from 'node:crypto'
import { type Answer, type Authorize, failed, type Operation } from '../operations.ts'
import type { Ledger, LedgerPayment } from './ledger.ts'
import { type MockSettings, type Outcome, outcomeOf } from './outcome.ts'
import { answerTo, authorizeAnswer, isSame, keyReused, paymentBody } from './steps.ts'

/**
 * Receives the answer to an operation; `pending` means that it is not decided yet, and that `answer` comes
 * later or never.
 */
export interface Asker {
  answer(answer: Answer): void
  pending?(): void
}

type Job = {
  readonly operation: Operation | { readonly op: 'decide'; readonly key: string }
  readonly asker: Asker | null
}

const undoPauseMs = 100

interface Undecided {
  readonly request: Authorize
  readonly outcome: Outcome
  readonly askers: Set<Asker>
  readonly timer: NodeJS.Timeout | null
}

/**
 * Decides the operations and writes them to the ledger. All operations from one turn of the event loop form
 * one transaction, and no caller is answered before its commit.
 */
export class Desk {
  readonly #ledger: Ledger
  readonly #onEvents: () => void
  #settings: MockSettings
  #jobs: Job[] = []
  /**
   * Requested authorizations that are not decided, by key. Those that never get an answer stay until every
   * caller has left.
   */
  readonly #undecided = new Map<string, Undecided>()
  #answers: (() => void)[] = []
  /** Keys that this transaction made undecided; undone with it. */
  #begun: string[] = []
  #hasEvents = false
  #isClosed = false

  constructor(ledger: Ledger, settings: MockSettings, onEvents: () => void) {
    this.#ledger = ledger
    this.#settings = settings
    this.#onEvents = onEvents
    for (const { key, token, amountCents, currency, decidesAt } of ledger.pending()) {
      const request: Authorize = { op: 'authorize', key, token, amount_cents: amountCents, currency }
      this.#await(request, outcomeOf(settings, token, key), Math.max(0, decidesAt - Date.now()))
    }
  }

  get settings(): MockSettings {
    return this.#settings
  }

  /** Applies to new authorizations. */
  set settings(settings: MockSettings) {
    this.#settings = settings
  }

  submit(operation: Operation, asker: Asker): void {
    this.#push({ operation, asker })
  }

  /** Forgets a caller who no longer waits. */
  leave(key: string, asker: Asker): void {
    const undecided = this.#undecided.get(key)
    if (!undecided?.askers.delete(asker)) return
    if (undecided.askers.size === 0 && undecided.timer === null) this.#undecided.delete(key)
  }

  close(): void {
    this.#isClosed = true
    for (const { timer } of this.#undecided.values()) if (timer) clearTimeout(timer)
    this.#undecided.clear()
  }

  #push(job: Job): void {
    if (this.#jobs.push(job) === 1) setImmediate(() => this.#flush())
  }

  #flush(): void {
    if (this.#isClosed) return
    const jobs = this.#jobs
    this.#jobs = []
    this.#answers = []
    this.#begun = []
    try {
      this.#ledger.commit(() => {
        for (const job of jobs) this.#run(job)
      })
    } catch (fault) {
      this.#undo(jobs, fault instanceof Error ? fault.message : String(fault))
      return
    }
    for (const answer of this.#answers) answer()
    if (this.#hasEvents) this.#onEvents()
    this.#hasEvents = false
  }

  /**
   * Nothing of the batch was written: every caller is told so, and pending decisions are tried again a little
   * later.
   */
  #undo(jobs: readonly Job[], detail: string): void {
    for (const key of this.#begun) {
      const timer = this.#undecided.get(key)?.timer
      if (timer) clearTimeout(timer)
      this.#undecided.delete(key)
    }
    for (const job of jobs) {
      if (job.operation.op === 'decide') setTimeout(() => this.#push(job), undoPauseMs).unref()
      job.asker?.answer(failed(503, 'ledger_unavailable', detail))
    }
  }

  #run({ operation, asker }: Job): void {
    if (operation.op === 'decide') this.#decide(operation.key)
    else if (!asker) return
    else if (operation.op === 'authorize') this.#authorize(operation, asker)
    else {
      const answer = answerTo(this.#ledger, operation)
      this.#answers.push(() => asker.answer(answer))
    }
  }

  #authorize(request: Authorize, asker: Asker): void {
    const known = this.#ledger.find(request.key)
    if (known) {
      const answer = isSame(known, request) ? authorizeAnswer(known) : keyReused(request.key)
      this.#answers.push(() => asker.answer(answer))
      return
    }
    const undecided = this.#undecided.get(request.key)
    if (undecided) {
      undecided.askers.add(asker)
      this.#answers.push(() => asker.pending?.())
      return
    }
    this.#begin(request, outcomeOf(this.#settings, request.token, request.key), asker)
  }

  #begin(request: Authorize, outcome: Outcome, asker: Asker): void {
    if (outcome.afterMs === 0 && outcome.isAnswered) {
      const answer = this.#conclude(request, outcome)
      this.#answers.push(() => asker.answer(answer))
      return
    }
    if (outcome.result !== 'nothing') {
      const { key, token, amount_cents: amountCents, currency } = request
      if (outcome.afterMs === 0) this.#conclude(request, outcome)
      else {
        const decidesAt = Date.now() + outcome.afterMs
        this.#ledger.addPending({ key, token, amountCents, currency, decidesAt })
      }
    }
    const isWaiting = outcome.result !== 'nothing' && outcome.afterMs > 0
    this.#await(request, outcome, isWaiting ? outcome.afterMs : null).askers.add(asker)
    this.#begun.push(request.key)
    this.#answers.push(() => asker.pending?.())
  }

  #await(request: Authorize, outcome: Outcome, afterMs: number | null): Undecided {
    const { key } = request
    const known = this.#undecided.get(key)
    if (known) return known
    const decide = () => this.#push({ operation: { op: 'decide', key }, asker: null })
    const timer = afterMs === null ? null : setTimeout(decide, afterMs)
    const undecided = { request, outcome, askers: new Set<Asker>(), timer }
    this.#undecided.set(key, undecided)
    return undecided
  }

  #decide(key: string): void {
    const undecided = this.#undecided.get(key)
    if (!undecided) return
    const { request, outcome, askers } = undecided
    const answer = this.#conclude(request, outcome)
    this.#ledger.removePending(key)
    this.#answers.push(() => {
      this.#undecided.delete(key)
      if (outcome.isAnswered) for (const asker of askers) asker.answer(answer)
    })
  }

  #conclude(request: Authorize, outcome: Outcome): Answer {
    const { key, amount_cents: amountCents, currency } = request
    if (outcome.result === 'error') return failed(500, 'provider_error', 'the mock service was told to fail')
    const status = outcome.result === 'declined' ? 'declined' : 'authorized'
    const sums = { capturedCents: 0, refundedCents: 0 }
    const payment: LedgerPayment = { key, status, amountCents, currency, ...sums, declineCode: outcome.code }
    this.#ledger.add(payment)
    if (outcome.webhooks > 0) this.#tell(payment, outcome.webhooks)
    return authorizeAnswer(payment)
  }

  #tell(payment: LedgerPayment, times: number): void {
    const eventId = `evt_${randomUUID()}`
    const created_at = new Date().toISOString()
    const body = {
      event_id: eventId,
      type: `payment.${payment.status}`,
      created_at,
      data: paymentBody(payment, []),
    }
    this.#ledger.addEvent({ eventId, body: JSON.stringify(body), times })
    this.#hasEvents = true
  }
}
