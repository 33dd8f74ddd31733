import { Agent, request } from 'undici'
import { lineProblem } from '../../../domain/text.ts'
import { CircuitBreaker, realTimers, type Timers } from '../../circuit-breaker.ts'
import {
  type AuthorizeAnswer,
  GatewayRefused,
  GatewayUnanswered,
  GatewayUnreached,
  type PaymentGateway,
  type ProviderEvent,
  type ProviderPayment,
} from '../../gateway.ts'
import { isSignedBy } from '../../webhook-signature.ts'
import type { Operation } from '../operations.ts'
import { BatchClient, type WireAnswer } from './batch-client.ts'

interface MockGatewayOptions {
  /** The address of the mock service, `http://127.0.0.1:4001`. */
  readonly url: string
  /** Prefix of every key, so two databases can share one service; letters and digits, may be empty. */
  readonly account: string
  /** Any of these may have signed a webhook; they can rotate while a server runs. */
  readonly webhookSecrets: () => readonly string[]
  readonly timers?: Timers
  /** Called when the provider stops answering, and when it answers again. */
  readonly onAvailability?: (isUp: boolean) => void
}

const longestCode = 100

/** Pauses before each retry of an authorization that met a server error or a broken connection. */
const retryPausesMs = [20, 80] as const

/** The gateway to the mock payment service, over HTTP. */
export class MockGateway implements PaymentGateway {
  readonly name = 'mock'
  readonly #options: MockGatewayOptions
  readonly #agent = new Agent({ connections: 4_096, pipelining: 1, keepAliveTimeout: 30_000 })
  readonly #breaker: CircuitBreaker
  readonly #client: BatchClient
  readonly #timers: Timers

  constructor(options: MockGatewayOptions) {
    this.#options = options
    this.#timers = options.timers ?? realTimers
    this.#breaker = new CircuitBreaker(() => this.#isAlive(), this.#timers, options.onAvailability)
    this.#client = new BatchClient(options.url, this.#agent, this.#breaker)
  }

  isAvailable(): boolean {
    return !this.#breaker.isOpen
  }

  async authorize(
    payment: { key: string; amountCents: number; currency: string; token: string },
    deadline: AbortSignal,
  ): Promise<AuthorizeAnswer> {
    const { amountCents: amount_cents, currency, token } = payment
    const operation = {
      op: 'authorize',
      key: this.#wireKey(payment.key),
      amount_cents,
      currency,
      token,
    } as const
    let isCertain = true
    for (const pauseMs of [...retryPausesMs, null]) {
      // While the provider is known to be down, another try would tell nothing new.
      if (this.#breaker.isOpen) break
      const answer = await this.#tryOnce(operation, deadline)
      if (answer !== 'unreached') isCertain = false
      if (answer !== 'unreached' && answer !== 'broken') return readAuthorization(answer)
      if (pauseMs !== null) await this.#pause(pauseMs, deadline)
    }
    throw new (isCertain ? GatewayUnreached : GatewayUnanswered)('the payment provider does not answer')
  }

  /**
   * Tells which failures deserve another try with the same key: a server error, or a connection that broke or
   * never existed.
   */
  async #tryOnce(operation: Operation, deadline: AbortSignal): Promise<WireAnswer | 'broken' | 'unreached'> {
    try {
      const answer = await this.#client.ask(operation, deadline)
      return answer.status < 500 ? answer : 'broken'
    } catch (fault) {
      if (deadline.aborted || !(fault instanceof GatewayUnanswered)) throw fault
      return fault instanceof GatewayUnreached ? 'unreached' : 'broken'
    }
  }

  async capture(key: string, amountCents: number): Promise<void> {
    mustBeDone(await this.#client.ask({ op: 'capture', key: this.#wireKey(key), amount_cents: amountCents }))
  }

  async void(key: string): Promise<'voided' | 'absent'> {
    const answer = await this.#client.ask({ op: 'void', key: this.#wireKey(key) })
    if (answer.status === 404) return 'absent'
    mustBeDone(answer)
    return 'voided'
  }

  async refund(key: string, refundKey: string, amountCents: number): Promise<void> {
    const wire = { key: this.#wireKey(key), refund_key: refundKey, amount_cents: amountCents }
    mustBeDone(await this.#client.ask({ op: 'refund', ...wire }))
  }

  async payOut(key: string, amountCents: number, currency: string): Promise<void> {
    const wire = { key: this.#wireKey(key), amount_cents: amountCents, currency }
    mustBeDone(await this.#client.ask({ op: 'pay_out', ...wire }))
  }

  async find(key: string): Promise<ProviderPayment | null> {
    const answer = await this.#client.ask({ op: 'find', key: this.#wireKey(key) })
    if (answer.status === 404) return null
    mustBeDone(answer)
    return this.#readPayment(answer.body)
  }

  async list(
    after: string | null,
    limit: number,
  ): Promise<{ payments: readonly ProviderPayment[]; next: string | null }> {
    const query = new URLSearchParams({ prefix: this.#wireKey(''), limit: String(limit) })
    if (after !== null) query.set('after', after)
    const answer = await this.#client.get(`/v1/payments?${query}`)
    mustBeDone(answer)
    const { payments, next } = answer.body
    if (!Array.isArray(payments)) throw new GatewayUnanswered('the ledger page has no payments')
    return {
      payments: payments.map((payment: Record<string, unknown>) => this.#readPayment(payment)),
      next: typeof next === 'string' ? next : null,
    }
  }

  readEvent(event: ProviderEvent, nowSeconds: number): { key: string | null } | undefined {
    const isOurs = this.#options.webhookSecrets().some((secret) => isSignedBy(secret, event, nowSeconds))
    if (!isOurs) return undefined
    const key = keyOfEvent(event.body)
    const prefix = this.#wireKey('')
    return { key: key?.startsWith(prefix) ? key.slice(prefix.length) : null }
  }

  async close(): Promise<void> {
    this.#breaker.close()
    await Promise.all([this.#client.close(), this.#agent.destroy()])
  }

  #wireKey(key: string): string {
    return this.#options.account === '' ? key : `${this.#options.account}.${key}`
  }

  #readPayment(body: Record<string, unknown>): ProviderPayment {
    const { key, status, amount_cents, currency, captured_cents, refunded_cents, refund_keys, decline_code } =
      body
    const isWhole =
      typeof key === 'string' &&
      isStatus(status) &&
      typeof amount_cents === 'number' &&
      typeof currency === 'string' &&
      typeof captured_cents === 'number' &&
      typeof refunded_cents === 'number'
    if (!isWhole) throw new GatewayUnanswered('the provider sent something that is not a payment')
    return {
      key: key.slice(this.#wireKey('').length),
      status,
      amountCents: amount_cents,
      currency,
      capturedCents: captured_cents,
      refundedCents: refunded_cents,
      refundKeys: Array.isArray(refund_keys) ? refund_keys.map(String) : [],
      declineCode: codeOf(decline_code),
    }
  }

  async #isAlive(): Promise<boolean> {
    try {
      const timeouts = { headersTimeout: 2_000, bodyTimeout: 2_000 }
      const { statusCode, body } = await request(`${this.#options.url}/healthz`, {
        dispatcher: this.#agent,
        ...timeouts,
      })
      await body.dump()
      return statusCode === 200
    } catch {
      return false
    }
  }

  #pause(milliseconds: number, deadline: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = this.#timers.set(resolve, milliseconds)
      const onAbort = () => {
        cancel()
        reject(new GatewayUnanswered('the payment took too long'))
      }
      if (deadline.aborted) onAbort()
      else deadline.addEventListener('abort', onAbort, { once: true })
    })
  }
}

const statuses: readonly unknown[] = ['authorized', 'captured', 'voided', 'declined', 'paid_out']

function isStatus(value: unknown): value is ProviderPayment['status'] {
  return statuses.includes(value)
}

function readAuthorization({ status, body }: WireAnswer): AuthorizeAnswer {
  if (status >= 500) throw new GatewayUnanswered(`the provider answered ${status}`)
  if (status !== 200) throw new GatewayRefused(refusalText(status, body))
  if (body.status === 'declined') return { status: 'declined', code: codeOf(body.code) ?? 'declined' }
  const { amount_cents: amountCents, currency } = body
  if (body.status !== 'authorized' || typeof amountCents !== 'number' || typeof currency !== 'string')
    throw new GatewayUnanswered('the provider sent something that is not an authorization')
  return { status: 'authorized', amountCents, currency }
}

/** The provider's code goes into our database and our answers, so we check it like any other outside text. */
function codeOf(code: unknown): string | null {
  return typeof code === 'string' && lineProblem(code, longestCode) === undefined ? code : null
}

function mustBeDone({ status, body }: WireAnswer): void {
  if (status >= 500 || status === 429) throw new GatewayUnanswered(`the provider answered ${status}`)
  if (status !== 200) throw new GatewayRefused(refusalText(status, body))
}

function refusalText(status: number, body: Record<string, unknown>): string {
  return `the provider answered ${status} ${codeOf(body.code) ?? ''}`
}

function keyOfEvent(body: string): string | null {
  try {
    const event = JSON.parse(body) as { data?: { key?: unknown } } | null
    const key = event?.data?.key
    return typeof key === 'string' ? key : null
  } catch {
    return null
  }
}
