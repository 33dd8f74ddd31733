import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'

/** The open requests on each connection. */
export interface Connections {
  /** Records a request; false if its connection has too many unanswered requests. */
  enter(request: IncomingMessage, response: ServerResponse): boolean
  /**
   * Starts to answer once all answers started earlier have left, so that a connection has only one in memory,
   * however many requests it has sent ahead. An answer without an end lets no other follow: a client that
   * sends more behind it is cut off.
   */
  inTurn(request: IncomingMessage, start: () => void, isEndless: boolean): void
  /**
   * Calls back when every request that arrived whole is answered, perhaps immediately. The last request of a
   * broken connection may lack the end of its body, and will never be answered.
   */
  whenAnswered(socket: Duplex, callback: () => void): void
}

/**
 * Far more than the one request that honest clients send ahead, but low enough that one packet of requests
 * cannot fill the memory.
 */
export const mostUnanswered = 100

interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  isEndless: boolean
  /** Undefined until it waits for its turn. */
  start: (() => void) | undefined
}

/** The requests of one connection that have no whole answer yet, oldest first. */
interface UnderWay {
  exchanges: Exchange[]
  /** The one that is being answered. */
  current: IncomingMessage | undefined
}

export function makeConnections(): Connections {
  const connections = new WeakMap<Duplex, UnderWay>()

  function of(socket: Duplex): UnderWay {
    const known = connections.get(socket)
    if (known) return known
    const made: UnderWay = { exchanges: [], current: undefined }
    connections.set(socket, made)
    return made
  }

  function leave(here: UnderWay, request: IncomingMessage): void {
    here.exchanges = here.exchanges.filter((one) => one.request !== request)
    if (here.current !== request) return
    here.current = undefined
    if (!request.socket.destroyed) startNext(here)
  }

  function startNext(here: UnderWay): void {
    const next = here.exchanges.find(({ start }) => start)
    here.current = next?.request
    next?.start?.()
  }

  return {
    enter(request, response) {
      const here = of(request.socket)
      here.exchanges.push({ request, response, isEndless: false, start: undefined })
      response.once('close', () => leave(here, request))
      return here.exchanges.length <= mostUnanswered
    },
    inTurn(request, start, isEndless) {
      const here = of(request.socket)
      if (here.exchanges.some((one) => one.isEndless)) {
        request.socket.destroy()
        return
      }
      const exchange = here.exchanges.find((one) => one.request === request)
      if (exchange) Object.assign(exchange, { start, isEndless })
      if (!here.current) startNext(here)
    },
    whenAnswered(socket, callback) {
      // Answers leave in the order of their requests.
      const last = connections.get(socket)?.exchanges.findLast(({ request }) => request.complete)
      if (last) last.response.once('close', callback)
      else callback()
    },
  }
}
