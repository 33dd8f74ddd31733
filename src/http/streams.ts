import type { ServerResponse } from 'node:http'
import { makeSlices } from '../app/slices.ts'

/** The open event streams of a server. */
export interface Streams {
  readonly size: number
  /** Streams that were cut off because their clients did not read. */
  readonly dropped: number
  /** The bound that has no room for another stream of this owner; undefined if all have room. */
  fullFor(owner: StreamOwner): keyof StreamBounds | undefined
  /** Takes over a response; calls `onEnd` once, whichever side ends it. */
  open(response: ServerResponse, owner: StreamOwner, onEnd: () => void): Stream
  /** Ends every stream, so the server can stop; clients reconnect automatically. */
  endAll(): void
}

/** The owner of a stream. */
interface StreamOwner {
  readonly address: string | number
  /** Null without a session. */
  readonly userId: number | null
}

/** How many streams may be open at once. Many people can share an address, as on a train. */
export interface StreamBounds {
  readonly server: number
  readonly address: number
  readonly session: number
}

export interface Stream {
  send(text: StreamText): void
  end(): void
}

/** A text for any number of streams, made once: as it is, and framed as a chunk (RFC 9112 section 7.1). */
export interface StreamText {
  readonly plain: string
  readonly chunk: Buffer
}

export function streamText(plain: string): StreamText {
  return { plain, chunk: Buffer.from(`${Buffer.byteLength(plain).toString(16)}\r\n${plain}\r\n`) }
}

const stillHere = streamText(': still here\n\n')

/** A client that lets this much pile up is not reading, so keeping more for it is pointless. */
const maxWaitingBytes = 1024 * 1024
/** A process should not have more connections open than this. */
const widestBounds: StreamBounds = { server: 10_000, address: Infinity, session: Infinity }
const aliveEveryMs = 15_000

export function makeStreams(given: Partial<StreamBounds> = {}, aliveMs = aliveEveryMs): Streams {
  const bounds = { ...widestBounds, ...given }
  const open = new Map<ServerResponse, Stream & { readonly onEnd: () => void }>()
  const ofAddress = new Tally<string | number>()
  const ofSession = new Tally<number>()
  const slices = makeSlices(setImmediate)
  let dropped = 0
  let timer: NodeJS.Timeout | undefined
  function send(response: ServerResponse, text: StreamText, isBegun: boolean): void {
    if (response.writableEnded || response.destroyed) return
    if (isBegun && hasSentAll(response)) response.socket?.write(text.chunk)
    else response.write(text.plain)
    if (response.writableLength <= maxWaitingBytes) return
    dropped++
    response.destroy()
  }
  function* tellAll(): Generator<void> {
    for (const stream of [...open.values()]) {
      stream.send(stillHere)
      yield
    }
  }
  function close(response: ServerResponse): void {
    const stream = open.get(response)
    open.delete(response)
    if (open.size === 0) clearInterval(timer)
    stream?.onEnd()
  }
  return {
    get size() {
      return open.size
    },
    get dropped() {
      return dropped
    },
    fullFor({ address, userId }) {
      if (open.size >= bounds.server) return 'server'
      if (ofAddress.of(address) >= bounds.address) return 'address'
      return userId !== null && ofSession.of(userId) >= bounds.session ? 'session' : undefined
    },
    open(response, { address, userId }, onEnd) {
      if (open.size === 0)
        timer = setInterval(() => {
          slices.add(tellAll())
        }, aliveMs).unref()
      ofAddress.add(address, 1)
      if (userId !== null) ofSession.add(userId, 1)
      let isBegun = false
      const stream = {
        send(text: StreamText) {
          send(response, text, isBegun)
          isBegun = true
        },
        end: () => response.end(),
        onEnd() {
          ofAddress.add(address, -1)
          if (userId !== null) ofSession.add(userId, -1)
          onEnd()
        },
      }
      open.set(response, stream)
      response.on('close', () => close(response))
      response.on('error', () => close(response))
      return stream
    },
    endAll() {
      for (const response of open.keys()) response.end()
    },
  }
}

/**
 * True if the head and all texts of a stream in chunks have been handed to its connection, to which nothing
 * else writes until it ends. Then a chunk can go there directly: the response would frame the text again for
 * each watcher and write it in four parts, for twice the processor time.
 */
function hasSentAll(response: ServerResponse): boolean {
  const { socket, chunkedEncoding } = response
  return chunkedEncoding && socket !== null && response.writableLength === socket.writableLength
}

/** Counts by name, and forgets a name whose count is 0. */
class Tally<N> {
  readonly #counts = new Map<N, number>()

  of(name: N): number {
    return this.#counts.get(name) ?? 0
  }

  add(name: N, count: number): void {
    const sum = this.of(name) + count
    if (sum === 0) this.#counts.delete(name)
    else this.#counts.set(name, sum)
  }
}
