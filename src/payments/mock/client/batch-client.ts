import { Client, type Dispatcher, request } from 'undici'
import type { CircuitBreaker } from '../../circuit-breaker.ts'
import { GatewayUnanswered, GatewayUnreached } from '../../gateway.ts'
import { isUnreached } from '../../unreached.ts'
import type { Operation } from '../operations.ts'

/** One operation's answer: its status and its body. */
export interface WireAnswer {
  readonly status: number
  readonly body: Record<string, unknown>
}

interface Waiting {
  readonly operation: Operation
  readonly resolve: (answer: WireAnswer) => void
  readonly reject: (fault: Error) => void
}

/**
 * How many batches may be under way at once. With one, the next batch fills up meanwhile, and both sides do
 * less work per operation.
 */
const maxInFlight = 1
const maxBatch = 1_000
const answerWithinMs = 10_000
const timeouts = { headersTimeout: answerWithinMs, bodyTimeout: answerWithinMs, keepAliveTimeout: 30_000 }

/**
 * Collects operations during one turn of the event loop, and while a batch is under way, and sends them as
 * one request. If the provider cannot decide an operation at once, it is asked again by itself, and waits for
 * the answer.
 */
export class BatchClient {
  readonly #url: string
  readonly #dispatcher: Dispatcher
  /** A separate connection for batches, so they never wait for one. */
  readonly #batches: Client
  readonly #breaker: CircuitBreaker
  #waiting: Waiting[] = []
  #inFlight = 0
  #isScheduled = false

  constructor(url: string, dispatcher: Dispatcher, breaker: CircuitBreaker) {
    this.#url = url
    this.#dispatcher = dispatcher
    this.#batches = new Client(url, timeouts)
    this.#breaker = breaker
  }

  /** The answer to one operation; throws `GatewayUnanswered` if none comes before the deadline. */
  async ask(operation: Operation, deadline?: AbortSignal): Promise<WireAnswer> {
    const answer = await this.#askInBatch(operation, deadline)
    if (answer.status !== 202) return answer
    return this.#send('POST', '/v1/payments', operation, deadline)
  }

  get(path: string): Promise<WireAnswer> {
    return this.#send('GET', path)
  }

  async close(): Promise<void> {
    await this.#batches.destroy()
  }

  #askInBatch(operation: Operation, deadline?: AbortSignal): Promise<WireAnswer> {
    return new Promise((resolve, reject) => {
      if (deadline?.aborted) return reject(timeIsOver())
      if (!deadline) this.#enqueue({ operation, resolve, reject })
      else {
        const onAbort = () => reject(timeIsOver())
        deadline.addEventListener('abort', onAbort, { once: true })
        const leave = () => deadline.removeEventListener('abort', onAbort)
        this.#enqueue({
          operation,
          resolve: (answer) => {
            leave()
            resolve(answer)
          },
          reject: (fault) => {
            leave()
            reject(fault)
          },
        })
      }
    })
  }

  #enqueue(waiting: Waiting): void {
    this.#waiting.push(waiting)
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#flush()
    })
  }

  #flush(): void {
    while (this.#waiting.length > 0 && this.#inFlight < maxInFlight) {
      const batch = this.#waiting.splice(0, maxBatch)
      this.#inFlight += 1
      void this.#run(batch).finally(() => {
        this.#inFlight -= 1
        this.#flush()
      })
    }
  }

  async #run(batch: readonly Waiting[]): Promise<void> {
    try {
      const operations = batch.map((waiting) => waiting.operation)
      const { status, body } = await this.#watched(() => postJson(this.#batches, '/v1/batch', { operations }))
      const answers = body.answers
      if (status !== 200 || !Array.isArray(answers) || answers.length !== batch.length)
        throw new GatewayUnanswered(`the provider answered a batch with ${status}`)
      batch.forEach((waiting, index) => {
        waiting.resolve(answers[index] as WireAnswer)
      })
    } catch (fault) {
      const unanswered = fault instanceof Error ? fault : new GatewayUnanswered(String(fault))
      for (const waiting of batch) waiting.reject(unanswered)
    }
  }

  #send(method: 'GET' | 'POST', path: string, body?: object, deadline?: AbortSignal): Promise<WireAnswer> {
    return this.#watched(() => this.#exchange(method, path, body, deadline), deadline)
  }

  /** Reports the result of an exchange to the breaker. */
  async #watched(exchange: () => Promise<WireAnswer>, deadline?: AbortSignal): Promise<WireAnswer> {
    try {
      const answer = await exchange()
      if (answer.status === 503) this.#breaker.failed()
      else this.#breaker.succeeded()
      return answer
    } catch (fault) {
      if (deadline?.aborted) throw timeIsOver()
      this.#breaker.failed()
      const Fault = isUnreached(fault) ? GatewayUnreached : GatewayUnanswered
      throw new Fault('the payment provider cannot be reached', { cause: fault })
    }
  }

  async #exchange(
    method: 'GET' | 'POST',
    path: string,
    body: object | undefined,
    deadline: AbortSignal | undefined,
  ): Promise<WireAnswer> {
    const timeoutMs = deadline ? 0 : answerWithinMs
    const response = await request(this.#url + path, {
      dispatcher: this.#dispatcher,
      method,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      ...(body ? { body: JSON.stringify(body) } : {}),
      ...(deadline ? { signal: deadline } : {}),
    })
    return { status: response.statusCode, body: (await response.body.json()) as Record<string, unknown> }
  }
}

function timeIsOver(): GatewayUnanswered {
  return new GatewayUnanswered('the payment took too long')
}

/** A plain exchange, without the streams that `request` creates, because every sale needs two exchanges. */
function postJson(client: Client, path: string, body: object): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let status = 0
    client.dispatch(
      { method: 'POST', path, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, statusCode) => {
          status = statusCode
        },
        onResponseData: (_controller, chunk) => {
          chunks.push(chunk)
        },
        onResponseEnd: () => {
          try {
            resolve({ status, body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown> })
          } catch (fault) {
            reject(fault)
          }
        },
        onResponseError: (_controller, fault) => reject(fault),
      },
    )
  })
}
