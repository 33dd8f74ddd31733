import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Counts the watchers that have seen an event with at least this number. */
export class Watchers {
  readonly #sockets: Socket[] = []
  #wanted = Number.POSITIVE_INFINITY
  #left = 0
  #allSeen = () => {}
  opened = 0

  /** Opens a stream; a server that is late refuses it for a while. */
  open(port: number, path: string, index: number): void {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true })
    this.#sockets[index] = socket
    let seen = -1
    socket.setEncoding('latin1').on('data', (chunk) => {
      const text = String(chunk)
      if (/^HTTP\/1.1 (?!200)/.test(text)) {
        socket.destroy()
        setTimeout(() => this.open(port, path, index), 300)
        return
      }
      const ids = text.match(/^id: (\d+)/gm)
      if (!ids) return
      if (seen < 0) this.opened++
      const before = seen
      seen = Number(ids.at(-1)?.slice(4))
      if (before < this.#wanted && seen >= this.#wanted && --this.#left === 0) this.#allSeen()
    })
    socket.on('error', (error) => console.error(String(error)))
    const address = `10.1.${index >> 8}.${index & 255}`
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: ${address}\r\n\r\n`)
  }

  /** Resolves when every watcher has seen this commit or a later one. */
  waitFor(commitSeq: number): Promise<void> {
    this.#wanted = commitSeq
    this.#left = this.#sockets.length
    return new Promise((resolve) => {
      this.#allSeen = resolve
    })
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

/** Opens this many streams, as fast as the server takes them. */
export async function openAll(
  all: Watchers,
  { port, path, count }: { readonly port: number; readonly path: string; readonly count: number },
): Promise<void> {
  for (let opened = 0; opened < count; opened++) {
    all.open(port, path, opened)
    if (opened % 100 === 99) while (all.opened < opened - 400) await pause(1)
  }
  while (all.opened < count) await pause(5)
}
