import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** How much is kept for those who do not read, and for how long. */
interface UnreadBounds {
  readonly bytes: number
  readonly forMs: number
}

/** About a thousand of the largest seat maps, and time enough for the largest page on a bad connection. */
const unreadBounds: UnreadBounds = { bytes: 256 * 1024 * 1024, forMs: 120_000 }
const lookEveryMs = 250

/** Keeps checking all connections of a server until the server closes. */
export function cutOffWhoDoesNotRead(server: Server): void {
  const unread = makeUnread()
  server.on('connection', (socket) => unread.watch(socket))
  const timer = setInterval(() => unread.look(performance.now()), lookEveryMs).unref()
  server.once('close', () => clearInterval(timer))
}

type Reader = Pick<Socket, 'writableLength' | 'destroy'> & {
  once(event: 'close', listener: () => void): unknown
}

/**
 * Cuts off clients that have left something unread for too long, and, if all of it together is too much,
 * those that have done so longest. What a client reads never waits here: the system takes it at once.
 */
export function makeUnread(bounds: UnreadBounds = unreadBounds) {
  const all = new Set<Reader>()
  // In the order in which they stopped reading.
  const waitingSince = new Map<Reader, number>()

  function forget(socket: Reader): void {
    all.delete(socket)
    waitingSince.delete(socket)
  }

  function note(nowMs: number): number {
    let bytes = 0
    for (const socket of all) {
      bytes += socket.writableLength
      if (socket.writableLength === 0) waitingSince.delete(socket)
      else if (!waitingSince.has(socket)) waitingSince.set(socket, nowMs)
    }
    return bytes
  }

  return {
    watch(socket: Reader): void {
      all.add(socket)
      socket.once('close', () => forget(socket))
    },
    look(nowMs: number): void {
      let bytes = note(nowMs)
      for (const [socket, sinceMs] of waitingSince) {
        if (bytes <= bounds.bytes && nowMs - sinceMs < bounds.forMs) break
        bytes -= socket.writableLength
        forget(socket)
        socket.destroy()
      }
    },
  }
}
