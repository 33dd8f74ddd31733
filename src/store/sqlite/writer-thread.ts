import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import type { Answer, Call } from './calls.ts'
import { Session, WriteFailed } from './session.ts'

// The thread of `ThreadWriter`. It owns the connection, and answers calls in the order of their arrival.

const port = parentPort
if (!port) throw new Error('this file is the body of a worker thread')
const session = new Session((workerData as { readonly file: string }).file)

function perform({ method, args }: Call, onProgress: (done: number, total: number) => void): unknown {
  const [first, second] = args as [never, never]
  switch (method) {
    case 'write':
      return session.write(first)
    case 'writeAll':
      return session.writeAll(first)
    case 'all':
      return session.all(first)
    case 'run':
      return session.run(first, second)
    case 'backup':
      return session.backup(first, onProgress)
    case 'lookAtLog':
      return session.lookAtLog(true)
    case 'close':
      return session.close()
  }
}

/** Answers the calls that come over a line. */
function listen(line: Pick<MessagePort, 'postMessage' | 'on'>): void {
  const answer = (message: Answer) => line.postMessage(message)
  const fail = (id: number, error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    const known = error instanceof WriteFailed ? { outcome: error.outcome, code: error.code } : {}
    answer({ id, fault: { message, ...known } })
  }
  line.on('message', (call: Call | { readonly line: MessagePort }) => {
    if ('line' in call) return listen(call.line)
    const { id } = call
    try {
      const value = perform(call, (done, total) => answer({ id, progress: [done, total] }))
      if (value instanceof Promise)
        value.then(
          () => answer({ id, value: undefined }),
          (error) => fail(id, error),
        )
      else answer({ id, value })
    } catch (error) {
      fail(id, error)
    }
  })
}

listen(port)
