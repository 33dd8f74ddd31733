import { connect } from 'node:net'

export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** The text of all answers received. */
  readonly text: string
}

/**
 * Sends raw bytes; returns everything received until the server closes the connection, or until a whole head
 * has arrived.
 */
export function sendRaw(port: number, bytes: string, untilClosed = false): Promise<RawAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<RawAnswer>()
  const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'))
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    if (!untilClosed && text.includes('\r\n\r\n')) socket.destroy()
  })
  socket.on('error', reject)
  socket.on('close', () => resolve(parse(text)))
  return promise
}

function parse(text: string): RawAnswer {
  const [head = '', body = ''] = text.split(/\r\n\r\n(.*)/s)
  const [first = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return { status: Number(first.split(' ')[1]), headers, body, text }
}
