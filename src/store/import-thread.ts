import { setImmediate } from 'node:timers/promises'
import type { MessagePort, Worker } from 'node:worker_threads'
import type { ImportReply } from '../domain/railway/import-differences.ts'
import type { Timetable } from '../domain/railway/timetable.ts'
import type { ImportDesk } from './import-desk.ts'
import { importTimetable, type Progress, type TimedTerms } from './import-timetable.ts'
import type { OnPrepared } from './import-trace.ts'
import { openRuns, type Range } from './roll-runs.ts'

/** Does work beside which nothing is decided, as far as the database does not see to that. */
export type Alone = (work: () => Promise<void>) => Promise<void>

/** What an import asks of the process that sells. */
export interface Beside {
  readonly alone: Alone
  readonly onPrepared: OnPrepared
}

export interface ImportHooks extends Beside {
  readonly onProgress: Progress
}

/** What an import thread is asked for; the timetable of an import follows part by part. */
type Job =
  | { readonly kind: 'import'; readonly terms: TimedTerms; readonly about: About }
  | { readonly kind: 'openRuns'; readonly range: Range }
type About = Pick<Timetable, 'source' | 'firstDate'>
type Parts = Pick<Timetable, 'stations' | 'consists' | 'fares' | 'trains'>

type ToThread = { readonly job: Job } | { readonly part: Partial<Parts> } | 'start' | 'go' | 'carryOn'
type FromThread =
  | { readonly progress: readonly [done: number, total: number] }
  | 'prepared'
  | 'ready'
  | 'over'
  | { readonly value: unknown }
  | { readonly fault: unknown }

/** A part of a timetable takes a few milliseconds to hand over. */
const recordsInPart = 200

/** Imports in threads of their own: planning takes seconds, and the event loop goes on selling. */
export class ImportThreads {
  readonly #start: () => Worker
  readonly #running = new Set<Worker>()

  constructor(start: () => Worker) {
    this.#start = start
  }

  importTimetable(timetable: Timetable, terms: TimedTerms, hooks: ImportHooks): Promise<ImportReply> {
    return this.#ending((thread) => importInThread(thread, timetable, terms, hooks))
  }

  /** Opens runs; returns how many. */
  openRuns(range: Range, beside: Beside): Promise<number> {
    return this.#ending((thread) => {
      const opened = answerOf<number>(thread, { ...beside, onProgress: () => {} })
      thread.postMessage({ job: { kind: 'openRuns', range } } satisfies ToThread)
      thread.postMessage('start' satisfies ToThread)
      return opened
    })
  }

  get isAtWork(): boolean {
    return this.#running.size > 0
  }

  /** Ends what is at work. What it leaves in the database is settled by the next import. */
  async close(): Promise<void> {
    await Promise.all([...this.#running].map((thread) => thread.terminate()))
  }

  async #ending<T>(work: (thread: Worker) => Promise<T>): Promise<T> {
    const thread = this.#start()
    this.#running.add(thread)
    try {
      return await work(thread)
    } finally {
      this.#running.delete(thread)
      await thread.terminate()
    }
  }
}

async function importInThread(
  thread: Worker,
  { source, firstDate, ...parts }: Timetable,
  terms: TimedTerms,
  hooks: ImportHooks,
): Promise<ImportReply> {
  const post = (message: ToThread) => thread.postMessage(message)
  const reply = answerOf<ImportReply>(thread, hooks)
  // A thread that ends meanwhile is told by the last line.
  reply.catch(() => {})
  post({ job: { kind: 'import', terms, about: { source, firstDate } } })
  for (const name of ['stations', 'consists', 'fares', 'trains'] as const)
    for (let start = 0; start < parts[name].length; start += recordsInPart) {
      post({ part: { [name]: parts[name].slice(start, start + recordsInPart) } })
      await setImmediate()
    }
  post('start')
  return reply
}

/** Waits for the result of a thread. */
function answerOf<T>(thread: Worker, { onProgress, onPrepared, alone }: ImportHooks): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  let onOver = () => {}
  const go = () =>
    new Promise<void>((done) => {
      onOver = done
      thread.postMessage('go' satisfies ToThread)
    })
  thread.on('message', (message: FromThread) => {
    if (message === 'prepared')
      onPrepared().then(() => thread.postMessage('carryOn' satisfies ToThread), reject)
    else if (message === 'ready') alone(go).catch(reject)
    else if (message === 'over') onOver()
    else if ('progress' in message) onProgress(...message.progress)
    // The thread answers each job with the type of its kind.
    else if ('value' in message) resolve(message.value as T)
    else reject(message.fault)
  })
  thread.on('error', reject)
  thread.on('exit', () => {
    onOver()
    reject(new Error('the import thread has ended'))
  })
  return promise
}

/** Opens the desk of a database for some work. */
type AtDesk = (alone: Alone, work: (desk: ImportDesk) => Promise<unknown>) => Promise<unknown>

/** The body of an import thread: does one job at the desk of its database, and answers. */
export function workInThread(port: MessagePort, atDesk: AtDesk): void {
  const post = (message: FromThread) => port.postMessage(message)
  const parts = { stations: [], consists: [], fares: [], trains: [] } as {
    -readonly [K in keyof Parts]: unknown[]
  }
  let job: Job | undefined
  let onGo = () => {}
  let onCarryOn = () => {}
  const onPrepared: OnPrepared = () =>
    new Promise((resolve) => {
      onCarryOn = resolve
      post('prepared')
    })
  const alone: Alone = async (work) => {
    const isTime = new Promise<void>((resolve) => {
      onGo = resolve
    })
    post('ready')
    await isTime
    try {
      await work()
    } finally {
      post('over')
    }
  }
  const start = () =>
    atDesk(alone, async (desk): Promise<unknown> => {
      if (job?.kind === 'openRuns') return openRuns(desk, job.range, onPrepared)
      if (!job) throw new Error('an import thread has no job')
      const timetable = { ...job.about, ...(parts as unknown as Parts) }
      const onProgress: Progress = (...progress) => post({ progress })
      return importTimetable(desk, timetable, job.terms, onProgress, onPrepared)
    })
  port.on('message', (message: ToThread) => {
    if (message === 'go') onGo()
    else if (message === 'carryOn') onCarryOn()
    else if (message === 'start')
      start().then(
        (value) => post({ value }),
        (fault) => post({ fault }),
      )
    else if ('job' in message) job = message.job
    else
      for (const [name, records] of Object.entries(message.part)) parts[name as keyof Parts].push(...records)
  })
}
