import { Counter, Gauge, Histogram, type Registry } from 'prom-client'
import type { KeptAnswers } from './kept-answers.ts'
import { allLanes, type Lanes } from './lanes.ts'
import type { Streams } from './streams.ts'

/** Counts the answers of one operation. */
export interface OperationMetrics {
  answered(status: number, seconds: number): void
}

export interface HttpMetrics {
  /** The metrics of an operation by name; `none` if no operation answers. */
  of(operation: string): OperationMetrics
  refused(code: string): void
}

/**
 * Upper bounds in seconds, around the targets under load: 20 ms for a refusal, 500 ms for the slowest answer.
 */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30]

/** Binds labels once per operation, since finding them by name costs as much as the rest of the counting. */
export function makeHttpMetrics(registry: Registry): HttpMetrics {
  const registers = [registry]
  const requests = new Counter({
    name: 'holdfast_http_requests_total',
    help: 'Answers by operation and status.',
    labelNames: ['operation', 'status'],
    registers,
  })
  const durations = new Histogram({
    name: 'holdfast_http_request_seconds',
    help: 'Time from the head of a request to its answer, by operation.',
    labelNames: ['operation'],
    buckets,
    registers,
  })
  const refusals = new Counter({
    name: 'holdfast_http_refusals_total',
    help: 'Problems sent, by code.',
    labelNames: ['code'],
    registers,
  })
  const made = new Map<string, OperationMetrics>()
  function make(operation: string): OperationMetrics {
    const byStatus = new Map<number, Counter.Internal>()
    const duration = durations.labels({ operation })
    return {
      answered(status, seconds) {
        let counter = byStatus.get(status)
        if (!counter) {
          counter = requests.labels({ operation, status })
          byStatus.set(status, counter)
        }
        counter.inc()
        duration.observe(seconds)
      },
    }
  }
  return {
    of(operation) {
      let metrics = made.get(operation)
      if (!metrics) {
        metrics = make(operation)
        made.set(operation, metrics)
      }
      return metrics
    },
    refused: (code) => refusals.inc({ code }),
  }
}

/** Adds figures that are read on demand. */
export function addGauges(
  registry: Registry,
  parts: {
    readonly lanes: Lanes
    readonly streams: Streams
    readonly keptAnswers: KeptAnswers
    readonly waitMs: () => number
  },
): void {
  const registers = [registry]
  new Gauge({
    name: 'holdfast_http_in_flight',
    help: 'Accepted requests that are not answered yet, by lane.',
    labelNames: ['lane'],
    registers,
    collect() {
      for (const lane of allLanes) this.set({ lane }, parts.lanes.inFlight(lane))
    },
  })
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  gauge('holdfast_event_streams_open', 'Open event streams.', () => parts.streams.size)
  gauge(
    'holdfast_event_streams_dropped',
    'Streams cut off because their clients did not read.',
    () => parts.streams.dropped,
  )
  gauge('holdfast_kept_answers_bytes', 'Answers kept as bytes.', () => parts.keptAnswers.bytes)
  gauge(
    'holdfast_event_loop_lag_seconds',
    'How long requests wait until the event loop looks at them.',
    () => parts.waitMs() / 1000,
  )
}
