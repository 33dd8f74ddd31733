import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import type { TestScope } from './world.ts'

/** One connection through a proxy. */
interface Link {
  /** What the rules remember about it. */
  note: string
  /** Breaks it on both sides at once. */
  cut(): void
}

/** What a proxy does with the traffic; a test changes these rules while connections are open. */
interface ProxyRules {
  /** Whether these bytes go on to the server. */
  toServer(bytes: Buffer, link: Link): boolean
  /** Whether these bytes go on to the client. */
  toClient(bytes: Buffer, link: Link): boolean
  /** Whether a new connection is accepted. */
  accepts: boolean
}

export interface TcpProxy {
  readonly rules: ProxyRules
  /** The same address, through this proxy. */
  urlOf(url: string): string
  cutAll(): void
  /** From now on everything passes. */
  letPass(): void
}

const passAll = { toServer: () => true, toClient: () => true, accepts: true }

/** A breakable wire in front of the server of a URL, until its scope ends. */
export async function createTcpProxy(t: TestScope, target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target)
  const rules: ProxyRules = { ...passAll }
  const links = new Set<Link>()
  const listener = createServer((client) => {
    if (!rules.accepts) return client.destroy()
    join(client, connect({ host: hostname, port: Number(port), noDelay: true }), rules, links)
  }).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const cutAll = (): void => {
    for (const link of links) link.cut()
  }
  t.after(() => {
    listener.close()
    cutAll()
  })
  const address = listener.address()
  const ownPort = typeof address === 'object' && address ? address.port : 0
  return {
    rules,
    cutAll,
    urlOf: (url) => url.replace(`${hostname}:${port}`, `127.0.0.1:${ownPort}`),
    letPass: () => Object.assign(rules, passAll),
  }
}

function join(client: Socket, server: Socket, rules: ProxyRules, links: Set<Link>): void {
  const link: Link = {
    note: '',
    cut: () => {
      links.delete(link)
      client.destroy()
      server.destroy()
    },
  }
  links.add(link)
  client.on('data', (bytes: Buffer) => rules.toServer(bytes, link) && server.write(bytes))
  server.on('data', (bytes: Buffer) => rules.toClient(bytes, link) && client.write(bytes))
  for (const socket of [client, server]) socket.on('error', link.cut).on('close', link.cut)
}
