import { Worker } from 'node:worker_threads'
import type { ImportReport, Timetable } from '../../domain/timetable.ts'
import type { Row } from '../rows.ts'
import { type Query, Session, WriteFailed } from './session.ts'
import type { Writes } from './writes.ts'

export type Progress = (done: number, total: number) => void

/** The connection that writes, as the event loop sees it: every call is answered in the order in which it was made. */
export interface Writer {
  write(writes: Writes): Promise<void>
  all(queries: readonly Query[]): Promise<readonly (readonly Row[])[]>
  run(
    sql: string,
    params: readonly (string | number | null)[],
  ): Promise<{ readonly rows: readonly Row[]; readonly changes: number }>
  importTimetable(
    timetable: Timetable,
    range: { fromDate: string; toDate: string },
    onProgress: Progress,
  ): Promise<ImportReport>
  openRuns(range: { fromDate: string; toDate: string }): Promise<number>
  backup(file: string, onProgress: Progress): Promise<void>
  close(): Promise<void>
}

/** The writer in this thread: for tests, and for commands that have the file to themselves. */
export function inlineWriter(file: string): Writer {
  const session = new Session(file)
  return {
    write: async (writes) => session.write(writes),
    all: async (queries) => session.all(queries),
    run: async (sql, params) => session.run(sql, params),
    importTimetable: async (timetable, range, onProgress) =>
      session.importTimetable(timetable, range, onProgress),
    openRuns: async (range) => session.openRuns(range),
    backup: (target, onProgress) => session.backup(target, onProgress),
    close: async () => session.close(),
  }
}

export interface Call {
  readonly id: number
  readonly method: keyof Writer
  readonly args: readonly unknown[]
}

export type Answer =
  | { readonly id: number; readonly progress: readonly [done: number, total: number] }
  | { readonly id: number; readonly value: unknown }
  | {
      readonly id: number
      readonly fault: {
        readonly message: string
        readonly outcome?: 'nothing' | 'unknown'
        readonly code?: string
      }
    }

interface Pending {
  readonly resolve: (value: unknown) => void
  readonly reject: (fault: Error) => void
  readonly onProgress: Progress | undefined
}

/** The writer in a thread of its own, so that the event loop goes on while the disk makes a commit durable. */
export class ThreadWriter implements Writer {
  readonly #worker: Worker
  readonly #pending = new Map<number, Pending>()
  #nextId = 1

  private constructor(worker: Worker) {
    this.#worker = worker
    worker.on('message', (answer: Answer) => this.#take(answer))
    worker.on('error', (error) => this.#failAll(error instanceof Error ? error : new Error(String(error))))
    worker.on('exit', () => this.#failAll(new Error('the writer thread has ended')))
  }

  /** Starts the thread and opens the file in it; throws what stood in the way. */
  static async open(file: string): Promise<ThreadWriter> {
    const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: { file } })
    const writer = new ThreadWriter(worker)
    await writer.all([])
    return writer
  }

  write(writes: Writes): Promise<void> {
    return this.#call('write', [writes])
  }

  all(queries: readonly Query[]): Promise<readonly (readonly Row[])[]> {
    return this.#call('all', [queries])
  }

  run(
    sql: string,
    params: readonly (string | number | null)[],
  ): Promise<{ rows: readonly Row[]; changes: number }> {
    return this.#call('run', [sql, params])
  }

  importTimetable(
    timetable: Timetable,
    range: { fromDate: string; toDate: string },
    onProgress: Progress,
  ): Promise<ImportReport> {
    return this.#call('importTimetable', [timetable, range], onProgress)
  }

  openRuns(range: { fromDate: string; toDate: string }): Promise<number> {
    return this.#call('openRuns', [range])
  }

  backup(file: string, onProgress: Progress): Promise<void> {
    return this.#call('backup', [file], onProgress)
  }

  async close(): Promise<void> {
    await this.#call('close', [])
    await this.#worker.terminate()
  }

  #call<T>(method: keyof Writer, args: readonly unknown[], onProgress?: Progress): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const id = this.#nextId++
      // The thread answers each method with what its interface says.
      this.#pending.set(id, { resolve: resolve as (value: unknown) => void, reject, onProgress })
      this.#worker.postMessage({ id, method, args } satisfies Call)
    })
  }

  #take(answer: Answer): void {
    const pending = this.#pending.get(answer.id)
    if (!pending) return
    if ('progress' in answer) {
      pending.onProgress?.(...answer.progress)
      return
    }
    this.#pending.delete(answer.id)
    if ('value' in answer) pending.resolve(answer.value)
    else pending.reject(faultOf(answer.fault))
  }

  #failAll(error: Error): void {
    for (const pending of this.#pending.values()) pending.reject(error)
    this.#pending.clear()
  }
}

function faultOf(fault: { message: string; outcome?: 'nothing' | 'unknown'; code?: string }): Error {
  return fault.outcome
    ? new WriteFailed(fault.outcome, fault.code ?? '', fault.message)
    : new Error(fault.message)
}
