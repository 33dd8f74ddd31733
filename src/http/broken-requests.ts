import type { Socket } from 'node:net'
import { problemOf, type RefusalCode } from './problem.ts'

const codeOf: Readonly<Record<string, readonly [code: RefusalCode, detail: string]>> = {
  HPE_HEADER_OVERFLOW: ['malformed_request', 'The headers are larger than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['malformed_request', 'The request did not arrive in time.'],
}

/** Answers for what is not HTTP at all; there is no request then, only a socket. */
export function handleBrokenRequests(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy()
    return
  }
  const [code, detail] = codeOf[error.code ?? ''] ?? ['malformed_request', 'This is not HTTP.']
  const body = JSON.stringify(problemOf(code, 'about:blank', { errors: [{ pointer: '', detail }] }))
  socket.end(
    `HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(
      body,
    )}\r\nconnection: close\r\n\r\n${body}`,
  )
}
