import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { answerHeaders } from './answer-headers.ts'
import type { Connections } from './connections.ts'
import { type Facts, problemOf, type RefusalCode } from './problem.ts'

// Imported, it would slow down every start (`costlyImports`).
const { STATUS_CODES } = process.getBuiltinModule('node:http')

const detailOf: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'The headers are larger than 16 KiB.',
  HPE_INVALID_METHOD: 'HTTP has no such method.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time.',
}

/** Answers input that is not HTTP at all, when there is only a connection and no request. */
export function handleBrokenRequests({ whenAnswered }: Connections) {
  return (error: NodeJS.ErrnoException, socket: Duplex): void => {
    const detail = detailOf[error.code ?? ''] ?? 'This is not HTTP.'
    // Waits for the answers to earlier requests: in place of one of them, this answer could deny a finished
    // change.
    whenAnswered(socket, () => {
      if (error.code === 'ECONNRESET') socket.destroy()
      else endWithProblem(socket, 'malformed_request', { errors: [{ pointer: '', detail }] })
    })
  }
}

/** Sends problems in cases where Node itself would send an empty answer. */
export function answerInPlaceOfNode(server: Server, { whenAnswered }: Connections): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy())
    whenAnswered(socket, () =>
      endWithProblem(socket, 'method_not_allowed', {}, { allow: 'DELETE, GET, HEAD, POST' }),
    )
  })
}

function endWithProblem(
  socket: Duplex,
  code: RefusalCode,
  facts: Facts,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const problem = problemOf(code, 'about:blank', facts)
  const body = JSON.stringify(problem)
  const head = {
    ...answerHeaders,
    ...headers,
    'content-type': 'application/problem+json',
    'content-length': Buffer.byteLength(body),
    connection: 'close',
  }
  const lines = Object.entries(head).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${lines.join('')}\r\n${body}`)
  letGo(socket)
}

/** Long enough to read the answer. */
const lingerMs = 2_000

/**
 * Discards what else arrives, since closing with unread data would take the answer back, and closes if the
 * client does not: Node no longer looks after this connection.
 */
function letGo(socket: Duplex): void {
  socket.resume()
  const timer = setTimeout(() => socket.destroy(), lingerMs).unref()
  socket.once('close', () => clearTimeout(timer))
}
