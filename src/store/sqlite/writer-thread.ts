import { parentPort, workerData } from 'node:worker_threads'
import { Session, WriteFailed } from './session.ts'
import type { Answer, Call } from './writer.ts'

// The thread of `ThreadWriter`: it owns the connection, and answers calls in the order in which they come.

const port = parentPort
if (!port) throw new Error('this file is the body of a worker thread')
const session = new Session((workerData as { readonly file: string }).file)

function answer(message: Answer): void {
  port?.postMessage(message)
}

function perform(call: Call): unknown {
  const onProgress = (done: number, total: number) => answer({ id: call.id, progress: [done, total] })
  const [first, second] = call.args as [never, never]
  switch (call.method) {
    case 'write':
      return session.write(first)
    case 'all':
      return session.all(first)
    case 'run':
      return session.run(first, second)
    case 'importTimetable':
      return session.importTimetable(first, second, onProgress)
    case 'openRuns':
      return session.openRuns(first)
    case 'backup':
      return session.backup(first, onProgress)
    case 'close':
      return session.close()
  }
}

function fail(id: number, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  const known = error instanceof WriteFailed ? { outcome: error.outcome, code: error.code } : {}
  answer({ id, fault: { message, ...known } })
}

port.on('message', (call: Call) => {
  try {
    const value = perform(call)
    if (value instanceof Promise)
      value.then(
        () => answer({ id: call.id, value: undefined }),
        (error) => fail(call.id, error),
      )
    else answer({ id: call.id, value })
  } catch (error) {
    fail(call.id, error)
  }
})
