import { connect, type Socket } from 'node:net'

/** The parts of an answer that a load generator needs; `body` is latin1. */
export interface Answer {
  readonly status: number
  readonly body: string
}

const endOfHead = '\r\n\r\n'

/**
 * One kept connection with one request under way at a time. It reads only what HTTP/1.1 with `Content-Length`
 * needs, so the generator takes as little of the machine as possible from the server under test.
 */
export class LoadConnection {
  readonly #socket: Socket
  #received = ''
  #wanted = -1
  #onAnswer: ((answer: Answer) => void) | undefined
  #onError: ((error: Error) => void) | undefined

  constructor(host: string, port: number) {
    const buffer = Buffer.allocUnsafeSlow(65_536)
    this.#socket = connect({
      host,
      port,
      noDelay: true,
      onread: {
        buffer,
        callback: (length: number) => {
          this.#receive(buffer.toString('latin1', 0, length))
          return true
        },
      },
    })
    this.#socket.on('error', (error) => this.#fail(error))
    this.#socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  /** Calls back with the answer, or with the error that ended the connection. */
  send(request: string, onAnswer: (answer: Answer) => void, onError: (error: Error) => void): void {
    this.#onAnswer = onAnswer
    this.#onError = onError
    this.#socket.write(request, 'latin1')
  }

  close(): void {
    this.#onError = undefined
    this.#socket.destroy()
  }

  #receive(chunk: string): void {
    this.#received = this.#received === '' ? chunk : this.#received + chunk
    if (this.#wanted < 0) this.#wanted = answerLength(this.#received)
    if (this.#wanted < 0 || this.#received.length < this.#wanted) return
    const text = this.#received
    const onAnswer = this.#onAnswer
    this.#received = ''
    this.#wanted = -1
    onAnswer?.({ status: Number(text.slice(9, 12)), body: text.slice(text.indexOf(endOfHead) + 4) })
  }

  #fail(error: Error): void {
    const onError = this.#onError
    this.#onError = undefined
    onError?.(error)
  }
}

/** The size of the whole answer in bytes; -1 until its head is complete. */
function answerLength(text: string): number {
  const end = text.indexOf(endOfHead)
  if (end < 0) return -1
  const found = /content-length: *(\d+)/i.exec(text.slice(0, end))
  if (!found) throw new Error(`an answer without Content-Length: ${text.slice(0, end)}`)
  return end + 4 + Number(found[1])
}

/** A request with a body, as sent; `head` comes from `requestHead`. */
export function withBody(head: string, body: string): string {
  return `${head}Content-Length: ${Buffer.byteLength(body)}${endOfHead}${body}`
}

/** The unchanging part of a request's head. */
export function requestHead(method: string, path: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ Host: 'localhost', ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  )
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}`
}
