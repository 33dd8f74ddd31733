import type { ServerResponse } from 'node:http'

/** The open event streams of a server. */
export interface Streams {
  readonly size: number
  /** Streams that were cut off because nobody read them. */
  readonly dropped: number
  hasRoom(): boolean
  /** Takes a response over; `onEnd` is called once, whoever ends it. */
  open(response: ServerResponse, onEnd: () => void): Stream
  /** Ends every stream, so that the server can stop; clients come back by themselves. */
  endAll(): void
}

export interface Stream {
  send(text: string): void
}

/** A client that has let this much pile up does not read; keeping more for it would be keeping it for nobody. */
const maxWaitingBytes = 1024 * 1024
const maxStreams = 10_000
const aliveEveryMs = 15_000

export function makeStreams(aliveMs = aliveEveryMs): Streams {
  const open = new Map<ServerResponse, () => void>()
  let dropped = 0
  let timer: NodeJS.Timeout | undefined
  function send(response: ServerResponse, text: string): void {
    if (response.writableEnded || response.destroyed) return
    response.write(text)
    if (response.writableLength <= maxWaitingBytes) return
    dropped++
    response.destroy()
  }
  function close(response: ServerResponse): void {
    const onEnd = open.get(response)
    open.delete(response)
    if (open.size === 0) clearInterval(timer)
    onEnd?.()
  }
  return {
    get size() {
      return open.size
    },
    get dropped() {
      return dropped
    },
    hasRoom: () => open.size < maxStreams,
    open(response, onEnd) {
      if (open.size === 0)
        timer = setInterval(() => {
          for (const one of open.keys()) send(one, ': still here\n\n')
        }, aliveMs).unref()
      open.set(response, onEnd)
      response.on('close', () => close(response))
      response.on('error', () => close(response))
      return { send: (text) => send(response, text) }
    },
    endAll() {
      for (const response of open.keys()) response.end()
    },
  }
}
