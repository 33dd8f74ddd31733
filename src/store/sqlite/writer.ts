import { MessageChannel, Worker } from 'node:worker_threads'
import type { ImportReply } from '../../domain/railway/import-differences.ts'
import type { Timetable } from '../../domain/railway/timetable.ts'
import { type Beside, type ImportHooks, ImportThreads } from '../import-thread.ts'
import { importTimetable, type TimedTerms } from '../import-timetable.ts'
import { openRuns, type Range } from '../roll-runs.ts'
import type { Row } from '../rows.ts'
import { type Answer, Calls } from './calls.ts'
import { deskOf } from './import-desk.ts'
import { LoneCommits } from './lone-commits.ts'
import { type Query, Session } from './session.ts'
import type { Writes } from './writes.ts'

type Progress = (done: number, total: number) => void

/**
 * The connection that writes, as the event loop sees it. Calls are answered in the order in which they were
 * made.
 */
export interface Writer {
  write(writes: Writes): Promise<void>
  all(queries: readonly Query[]): Promise<readonly (readonly Row[])[]>
  run(
    sql: string,
    params: readonly (string | number | null)[],
  ): Promise<{ readonly rows: readonly Row[]; readonly changes: number }>
  importTimetable(timetable: Timetable, terms: TimedTerms, hooks: ImportHooks): Promise<ImportReply>
  openRuns(range: Range, beside: Beside): Promise<number>
  backup(file: string, onProgress: Progress): Promise<void>
  close(): Promise<void>
}

/** The writer in this thread, for tests and for commands that have the file to themselves. */
export function inlineWriter(file: string): Writer {
  const session = new Session(file)
  return {
    write: async (writes) => session.write(writes),
    all: async (queries) => session.all(queries),
    run: async (sql, params) => session.run(sql, params),
    importTimetable: (timetable, terms, { alone, onPrepared, onProgress }) =>
      importTimetable(deskOf(session, alone), timetable, terms, onProgress, onPrepared),
    openRuns: (range, { alone, onPrepared }) => openRuns(deskOf(session, alone), range, onPrepared),
    backup: (target, onProgress) => session.backup(target, onProgress),
    close: async () => session.close(),
  }
}

/**
 * The log grows with lone commits too, and the thread has to look at it now and then; so many of them write a
 * quarter of what makes it large.
 */
const loneCommitsBetweenLooks = 256

/**
 * The writer in a thread of its own, so that the event loop continues while the disk makes a commit durable.
 * A lone commit is made by the caller's thread while this one is idle.
 */
export class ThreadWriter implements Writer {
  readonly #file: string
  readonly #worker: Worker
  readonly #calls: Calls
  readonly #imports = new ImportThreads(() => this.#startImport())
  #lone: LoneCommits | undefined
  #loneCount = 0

  private constructor(file: string, worker: Worker) {
    this.#file = file
    this.#worker = worker
    this.#calls = new Calls((call) => worker.postMessage(call))
    worker.on('message', (answer: Answer) => this.#calls.take(answer))
    worker.on('error', (error) =>
      this.#calls.failAll(error instanceof Error ? error : new Error(String(error))),
    )
    worker.on('exit', () => {
      this.#endLone()
      this.#calls.failAll(new Error('the writer thread has ended'))
    })
  }

  /** Starts the thread and opens the file in it; throws if that fails. */
  static async open(file: string, openLone = LoneCommits.open): Promise<ThreadWriter> {
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), {
      name: 'sqlite-writer',
      workerData: { file },
    })
    const writer = new ThreadWriter(file, worker)
    await writer.all([])
    writer.#lone = openLone(file)
    return writer
  }

  async write(writes: Writes): Promise<void> {
    const isIdle = !this.#calls.isAnyPending && !this.#imports.isAtWork
    const suits = this.#lone?.suits(writes) && isIdle
    if (!suits || !this.#lone?.commit(writes)) return this.#calls.call('write', [writes])
    if (++this.#loneCount % loneCommitsBetweenLooks === 0) await this.#calls.call('lookAtLog', [])
  }

  all(queries: readonly Query[]): Promise<readonly (readonly Row[])[]> {
    return this.#calls.call('all', [queries])
  }

  run(
    sql: string,
    params: readonly (string | number | null)[],
  ): Promise<{ rows: readonly Row[]; changes: number }> {
    return this.#calls.call('run', [sql, params])
  }

  importTimetable(timetable: Timetable, terms: TimedTerms, hooks: ImportHooks): Promise<ImportReply> {
    return this.#imports.importTimetable(timetable, terms, hooks)
  }

  openRuns(range: Range, beside: Beside): Promise<number> {
    return this.#imports.openRuns(range, beside)
  }

  backup(file: string, onProgress: Progress): Promise<void> {
    return this.#calls.call('backup', [file], onProgress)
  }

  async close(): Promise<void> {
    await this.#imports.close()
    this.#endLone()
    await this.#calls.call('close', [])
    await this.#worker.terminate()
  }

  #endLone(): void {
    this.#lone?.close()
    this.#lone = undefined
  }

  /** An import has a thread of its own, with a line to that of the writer. */
  #startImport(): Worker {
    const { port1, port2 } = new MessageChannel()
    this.#worker.postMessage({ line: port1 }, [port1])
    return new Worker(new URL('./import-thread.ts', import.meta.url), {
      name: 'sqlite-import',
      workerData: { file: this.#file, writer: port2 },
      transferList: [port2],
    })
  }
}
