import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Counters, CountName, LabelsOf } from '../app/deps.ts'
import { type SetbackKind, setbackKinds } from '../domain/setbacks.ts'

type Shown = {
  readonly [N in CountName]: { readonly help: string; readonly labels: readonly LabelsOf[N][] }
}

/** The help text and labels of each count on the metrics page. */
const shown: Shown = {
  sales: { help: 'Bookings confirmed.', labels: [] },
  holds: { help: 'Holds placed.', labels: [] },
  failed_payments: { help: 'Attempts to pay that ended without a booking, by code.', labels: ['code'] },
  settled_steps: { help: 'Captures, voids and refunds done at the provider.', labels: ['step'] },
  postponed_steps: {
    help: 'Steps that the provider did not answer, and that will be tried again.',
    labels: [],
  },
  failed_steps: { help: 'Steps that failed on our side, and that will be tried again.', labels: [] },
  refused_refunds: {
    help: 'Refunds that the provider refused, each counted once; they stay owed.',
    labels: [],
  },
  failed_captures: { help: 'Captures that the provider refused for good.', labels: [] },
  forged_payment_events: { help: 'Webhooks without the signature of the provider.', labels: [] },
  reconciliation_findings: { help: 'Differences from the ledger of the provider.', labels: ['finding'] },
  sent_messages: { help: 'E-mails handed to the mail server, by kind.', labels: ['kind'] },
  postponed_messages: { help: 'Tries to send an e-mail that failed, and that will be repeated.', labels: [] },
  erased_bookings: {
    help: 'Bookings whose names and contacts were erased when their time was over.',
    labels: [],
  },
  given_back_bookings: { help: 'Bookings of canceled runs that were given back.', labels: [] },
  given_up_messages: { help: 'E-mails that could not be sent in time, by kind.', labels: ['kind'] },
}

const batchSizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]
const commitSeconds = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1, 5]

/** One commit, as the engine reports it. */
interface BatchFacts {
  readonly commands: number
  readonly writes: number
  readonly commitMs: number
}

/** The engine's current figures. */
interface EngineLoad {
  readonly queueDepth: number
  readonly dueCount: number
  readonly pictureCount: number
}

/** The parts of the timetable that the metrics need. */
interface TimetableFacts {
  readonly version: number
  runs(): Iterable<{ readonly serviceDate: string }>
}

export interface Metrics {
  readonly registry: Registry
  readonly counters: Counters
  onBatch(facts: BatchFacts): void
  /** How long a batch waited for a connection to PostgreSQL and the lock of its run. */
  onHeadLocked(waitedMs: number): void
  /** Sets the source of the engine's figures. */
  watchEngine(load: () => EngineLoad): void
  /** Sets the source of the number of items that were put aside because they failed on our side, by kind. */
  watchSetbacks(count: (kind: SetbackKind) => number): void
  /** Sets the source that says if the payment service answers. */
  watchProvider(isUp: () => boolean): void
  /** Sets the source of what waits to be sent: how many messages, and for how long the oldest has. */
  watchMessages(waiting: () => { readonly count: number; readonly oldestMs: number }): void
  /** Sets the source of how late the erasing of names and contacts is, in milliseconds. */
  watchRetention(lateMs: () => number): void
  /** Sets the source of the number of bookings of canceled runs that are still to be given back. */
  watchGivingBack(left: () => number): void
  /** Sets the source of when all audit chains were last looked at, in milliseconds; 0 if never. */
  watchCheckpoints(at: () => number): void
  /** Sets the source of the runs; `version` changes with them. */
  watchTimetable(network: () => TimetableFacts): void
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
    help: 'Time from the first write of a batch until the batch is durable.',
    buckets: commitSeconds,
    registers,
  })
  const headWaits = new Histogram({
    name: 'holdfast_head_wait_seconds',
    help: 'Time that a batch waited for a connection to PostgreSQL and the lock of its run.',
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
      addGauge(registry, 'queue_depth', 'Commands waiting for a batch.', () => load().queueDepth)
      addGauge(registry, 'due_payments', 'Payments and refunds with a step due.', () => load().dueCount)
      addGauge(registry, 'pictures', 'Runs in memory.', () => load().pictureCount)
    },
    watchSetbacks: (count) => addSetbackGauge(registry, count),
    watchProvider(isUp) {
      const help = '1 while the payment service answers; 0 while it does not answer, and no payment starts.'
      addGauge(registry, 'payment_provider_up', help, () => (isUp() ? 1 : 0))
    },
    watchMessages(waiting) {
      addGauge(registry, 'waiting_messages', 'E-mails that wait to be sent.', () => waiting().count)
      const help = 'How long the oldest e-mail that waits to be sent has waited; 0 if none does.'
      addGauge(registry, 'oldest_message_seconds', help, () => waiting().oldestMs / 1000)
    },
    watchRetention(lateMs) {
      const help = 'For how long the oldest names and contacts should have been erased; 0 if none should.'
      addGauge(registry, 'oldest_personal_data_seconds', help, () => lateMs() / 1000)
    },
    watchGivingBack(left) {
      const help = 'Bookings of canceled runs that are still to be given back.'
      addGauge(registry, 'bookings_to_give_back', help, left)
    },
    watchCheckpoints(at) {
      const help =
        'When all audit chains were last looked at for checkpoints, in seconds since 1970; 0 if never.'
      addGauge(registry, 'audit_checkpoint_time_seconds', help, () => at() / 1000)
    },
    watchTimetable(network) {
      const help = 'Midnight UTC of the last date with a run, in seconds since 1970; 0 without runs.'
      addGauge(registry, 'last_run_date_seconds', help, lastRunSeconds(network))
    },
  }
}

/** Computed once per timetable, because there may be hundreds of thousands of runs. */
function lastRunSeconds(network: () => TimetableFacts): () => number {
  let known = { version: Number.NaN, seconds: 0 }
  return () => {
    const { version, runs } = network()
    if (version !== known.version) {
      let last = ''
      for (const { serviceDate } of runs()) if (serviceDate > last) last = serviceDate
      known = { version, seconds: last === '' ? 0 : Date.parse(last) / 1000 }
    }
    return known.seconds
  }
}

function addSetbackGauge(registry: Registry, count: (kind: SetbackKind) => number): void {
  new Gauge({
    name: 'holdfast_put_aside',
    help:
      'Items put aside because they failed on our side; they are tried again at growing ' +
      'intervals. "holdfast doctor" lists them.',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      for (const kind of setbackKinds) this.set({ kind }, count(kind))
    },
  })
}

/** Every count exists with 0 before its first event. */
function createCounters(registry: Registry): Counters {
  const counters = new Map<CountName, Counter>()
  for (const [name, { help, labels }] of Object.entries(shown))
    counters.set(
      name as CountName,
      new Counter({ name: `holdfast_${name}_total`, help, labelNames: [...labels], registers: [registry] }),
    )
  return {
    count(name, labels?) {
      if (labels) counters.get(name)?.inc(labels)
      else counters.get(name)?.inc()
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
  addGauge(registry, 'memory_bytes', 'Resident memory of the process.', () => process.memoryUsage.rss())
  addGauge(registry, 'uptime_seconds', 'Time since the process started.', () => process.uptime())
  const build = new Gauge({
    name: 'holdfast_build_info',
    help: 'Version of Holdfast and of its runtime.',
    labelNames: ['version', 'node'],
    registers: [registry],
  })
  build.set({ version, node: process.versions.node }, 1)
}
