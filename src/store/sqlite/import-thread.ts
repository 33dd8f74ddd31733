import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import BetterSqlite3 from 'better-sqlite3'
import type { SqlValue } from '../columns/column.ts'
import type { Statement } from '../import-desk.ts'
import { workInThread } from '../import-thread.ts'
import type { Row } from '../rows.ts'
import { Calls } from './calls.ts'
import { fileDesk } from './import-desk.ts'

// The thread of an import. It reads over a connection of its own, and writes over that of the writer,
// slice by slice in turn with sales.

interface ThreadData {
  readonly file: string
  readonly writer: MessagePort
}

const port = parentPort
if (!port) throw new Error('this file is the body of a worker thread')
const { file, writer } = workerData as ThreadData
const database = new BetterSqlite3(file, { readonly: true })
database.pragma('busy_timeout = 5000')
const calls = new Calls((call) => writer.postMessage(call))
writer.on('message', (answer) => calls.take(answer))
writer.on('close', () => calls.failAll(new Error('the writer thread has ended')))

const connection = {
  read: async (sql: string, values: readonly SqlValue[] = []) =>
    database.prepare<unknown[], Row>(sql).all(...values),
  writeAll: (statements: readonly Statement[]) =>
    calls.call<readonly (readonly Row[])[]>('writeAll', [statements]),
}

workInThread(port, (alone, work) => work(fileDesk(connection, alone)))
