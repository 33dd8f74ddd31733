import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

interface RawAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

/** A request as the bytes on the wire. */
export function rawRequest(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer = '',
): Buffer {
  const bytes = Buffer.from(body)
  const lines = Object.entries({
    host: 'localhost',
    connection: 'close',
    'content-length': String(bytes.length),
    ...headers,
  })
  const fields = lines.map(([name, value]) => `${name}: ${value}`)
  const head = [`${method} ${path} HTTP/1.1`, ...fields, '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head), bytes])
}

async function connected(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  return socket
}

/** What the server says until its answer is complete or it closes the connection. */
function answerOf(socket: Socket, timeoutMs: number): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    const finish = (): void => resolve(parseAnswer(Buffer.concat(parts)))
    const limit = setTimeout(() => {
      socket.destroy()
      reject(new Error(`no end of the answer within ${timeoutMs} ms`))
    }, timeoutMs)
    socket.on('data', (part) => {
      parts.push(typeof part === 'string' ? Buffer.from(part) : part)
      if (isWhole(Buffer.concat(parts).toString('latin1'))) socket.destroy()
    })
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(limit)
      finish()
    })
  })
}

function parseAnswer(bytes: Buffer): RawAnswer {
  const text = bytes.toString('utf8')
  const gap = text.indexOf('\r\n\r\n')
  const head = gap < 0 ? text : text.slice(0, gap)
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0)
  const rest = gap < 0 ? '' : text.slice(gap + 4)
  const body = /transfer-encoding: chunked/i.test(head) ? unchunk(rest) : rest
  return { status, head, body }
}

function unchunk(text: string): string {
  return text.replace(/(^|\r\n)[0-9a-fA-F]+\r\n/g, '').replace(/\r\n0?\r?\n?$/, '')
}

/** Sends the bytes as they are and returns the answer; status 0 if the connection ended without one. */
export async function sendRaw(url: string, bytes: Buffer, timeoutMs = 20_000): Promise<RawAnswer> {
  const socket = await connected(url)
  const answer = answerOf(socket, timeoutMs)
  socket.write(bytes)
  return answer
}

/**
 * Sends the bytes a few at a time with pauses, as a slow or hostile client does; `finished` says whether all
 * were accepted.
 */
export async function sendSlowly(
  url: string,
  bytes: Buffer,
  pauseMs: number,
  timeoutMs: number,
): Promise<RawAnswer> {
  const socket = await connected(url)
  const answer = answerOf(socket, timeoutMs)
  for (const byte of bytes) {
    if (socket.destroyed || socket.writableEnded) break
    socket.write(Buffer.of(byte))
    await pause(pauseMs)
  }
  return answer
}

// A server accepts waiting connections one per turn. Only a connection with an answer is certainly accepted,
// so that the race is about requests and not about connections.
async function greet(socket: Socket): Promise<void> {
  socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n')
  let text = ''
  while (!isWhole(text)) {
    const [part]: Buffer[] = await once(socket, 'data')
    text += part?.toString('latin1') ?? ''
  }
}

function isWhole(text: string): boolean {
  const gap = text.indexOf('\r\n\r\n')
  if (gap < 0) return false
  const length = Number(/^content-length: (\d+)/im.exec(text)?.[1] ?? Number.NaN)
  return Number.isNaN(length) ? text.endsWith('0\r\n\r\n') : text.length >= gap + 4 + length
}

/**
 * Sends all but the last byte of each request on a connection of its own, and the last bytes in one tick, so
 * that the server gets them all at the same time, however slow the connections are. With several servers,
 * each request goes to the next one.
 */
export async function lastByteRace(
  urls: readonly string[],
  requests: readonly Buffer[],
): Promise<RawAnswer[]> {
  const sockets = await Promise.all(requests.map((_, index) => connected(urls[index % urls.length] ?? '')))
  await Promise.all(sockets.map(greet))
  const answers = sockets.map((socket) => answerOf(socket, 60_000))
  await Promise.all(sockets.map((socket, index) => send(socket, requests[index]?.subarray(0, -1))))
  sockets.forEach((socket, index) => {
    void send(socket, requests[index]?.subarray(-1))
  })
  return Promise.all(answers)
}

function send(socket: Socket, bytes: Buffer = Buffer.of()): Promise<void> {
  return new Promise((sent, failed) => socket.write(bytes, (error) => (error ? failed(error) : sent())))
}
