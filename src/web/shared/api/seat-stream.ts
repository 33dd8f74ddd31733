import type { SeatsEvent } from '../seat-map/state.ts'

interface SeatStreamListener {
  readonly onReset: (event: SeatsEvent) => void
  readonly onSeats: (event: SeatsEvent) => void
  /** The run itself has changed: its map has to be fetched again. */
  readonly onChanged: () => void
  /** Whether events arrive as they happen; false while the connection is lost. */
  readonly onLive: (isLive: boolean) => void
}

/** First and longest pause before the stream is reopened after the browser has given up. */
const firstPauseMs = 1_000
const longestPauseMs = 30_000

/**
 * Watches the seats of a run. The browser reconnects after a lost connection and reports the last event it
 * received (Last-Event-ID). If it gives up because the server refused, the stream is reopened and begins with
 * a reset. Returns a function that stops it.
 */
export function watchSeats(path: string, listener: SeatStreamListener): () => void {
  let source: EventSource | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0

  const open = () => {
    clearTimeout(timer)
    source?.close()
    source = new EventSource(path)
    source.addEventListener('open', () => {
      failures = 0
      listener.onLive(true)
    })
    source.addEventListener('reset', ({ data }) => listener.onReset(parseEvent(data)))
    source.addEventListener('seats', ({ data }) => listener.onSeats(parseEvent(data)))
    source.addEventListener('changed', () => listener.onChanged())
    source.addEventListener('error', () => {
      listener.onLive(false)
      if (source?.readyState !== EventSource.CLOSED) return
      timer = setTimeout(open, Math.min(longestPauseMs, firstPauseMs * 2 ** failures++))
    })
  }
  // A connection that was lost with the network can look alive for minutes.
  const goOffline = () => listener.onLive(false)
  addEventListener('online', open)
  addEventListener('offline', goOffline)
  open()
  return () => {
    clearTimeout(timer)
    removeEventListener('online', open)
    removeEventListener('offline', goOffline)
    source?.close()
  }
}

function parseEvent(data: string): SeatsEvent {
  return JSON.parse(data) as SeatsEvent
}
