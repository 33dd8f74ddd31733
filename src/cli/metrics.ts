import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Counters } from '../app/deps.ts'

/** What is counted, with its labels, so that a metric is there with 0 before it first happens. */
const known: Readonly<Record<string, { readonly help: string; readonly labels: readonly string[] }>> = {
  sales: { help: 'Bookings confirmed.', labels: [] },
  holds: { help: 'Holds placed.', labels: [] },
  failed_payments: { help: 'Attempts to pay that ended without a booking, by code.', labels: ['code'] },
  settled_steps: { help: 'Captures, voids and refunds done at the provider.', labels: ['step'] },
  postponed_steps: { help: 'Steps that the provider did not answer, and that are tried again.', labels: [] },
  failed_steps: { help: 'Steps that failed on our side, and that are tried again.', labels: [] },
  refused_refunds: {
    help: 'Refunds that the provider refused, each counted once; they stay owed.',
    labels: [],
  },
  failed_captures: { help: 'Captures that the provider refused for good.', labels: [] },
  forged_payment_events: { help: 'Webhooks whose signature was not that of the provider.', labels: [] },
  reconciliation_findings: { help: 'Differences from the ledger of the provider.', labels: ['finding'] },
}

const batchSizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
const commitSeconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5]

/** One commit as the engine tells of it. */
export interface BatchFacts {
  readonly commands: number
  readonly writes: number
  readonly commitMs: number
}

/** The engine's figures at the moment of asking. */
export interface EngineLoad {
  readonly queueDepth: number
  readonly dueCount: number
  readonly pictureCount: number
}

export interface Metrics {
  readonly registry: Registry
  readonly counters: Counters
  onBatch(facts: BatchFacts): void
  /** How long a batch waited for a connection to PostgreSQL and the lock of its run. */
  onHeadLocked(waitedMs: number): void
  /** Says where the engine's figures are read from. */
  watchEngine(load: () => EngineLoad): void
}

export function createMetrics(version: string): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const commands = new Histogram({
    name: 'holdfast_batch_commands',
    help: 'Commands decided together in one commit.',
    buckets: batchSizes,
    registers,
  })
  const commits = new Histogram({
    name: 'holdfast_commit_seconds',
    help: 'Time from the first write of a batch until it is durable.',
    buckets: commitSeconds,
    registers,
  })
  const headWaits = new Histogram({
    name: 'holdfast_head_wait_seconds',
    help: 'Time until a batch had a connection to PostgreSQL and the lock of its run.',
    buckets: commitSeconds,
    registers,
  })
  addProcessGauges(registry, version)
  return {
    registry,
    counters: createCounters(registry),
    onBatch(facts) {
      commands.observe(facts.commands)
      commits.observe(facts.commitMs / 1000)
    },
    onHeadLocked: (waitedMs) => headWaits.observe(waitedMs / 1000),
    watchEngine(load) {
      addGauge(registry, 'queue_depth', 'Commands that wait for a batch.', () => load().queueDepth)
      addGauge(
        registry,
        'due_payments',
        'Payments and refunds that a step is due for.',
        () => load().dueCount,
      )
      addGauge(registry, 'pictures', 'Runs that are in memory.', () => load().pictureCount)
    },
  }
}

function createCounters(registry: Registry): Counters {
  const counters = new Map<string, Counter>()
  const histograms = new Map<string, Histogram>()
  const counterOf = (name: string, labels: readonly string[], help: string): Counter => {
    const found = counters.get(name)
    if (found) return found
    const counter = new Counter({
      name: `holdfast_${name}_total`,
      help,
      labelNames: [...labels],
      registers: [registry],
    })
    counters.set(name, counter)
    return counter
  }
  for (const [name, { labels, help }] of Object.entries(known)) counterOf(name, labels, help)
  return {
    count(name, labels) {
      const counter = counterOf(name, Object.keys(labels ?? {}), name.replaceAll('_', ' '))
      if (labels) counter.inc(labels)
      else counter.inc()
    },
    observe(name, value) {
      let histogram = histograms.get(name)
      if (!histogram) {
        histogram = new Histogram({
          name: `holdfast_${name}`,
          help: name.replaceAll('_', ' '),
          registers: [registry],
        })
        histograms.set(name, histogram)
      }
      histogram.observe(value)
    },
  }
}

function addGauge(registry: Registry, name: string, help: string, value: () => number): void {
  new Gauge({
    name: `holdfast_${name}`,
    help,
    registers: [registry],
    collect() {
      this.set(value())
    },
  })
}

function addProcessGauges(registry: Registry, version: string): void {
  addGauge(registry, 'memory_bytes', 'Memory of the process that is resident.', () =>
    process.memoryUsage.rss(),
  )
  addGauge(registry, 'uptime_seconds', 'Time since the process was started.', () => process.uptime())
  const build = new Gauge({
    name: 'holdfast_build_info',
    help: 'Version of Holdfast and of its runtime.',
    labelNames: ['version', 'node'],
    registers: [registry],
  })
  build.set({ version, node: process.versions.node }, 1)
}
