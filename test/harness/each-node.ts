import { type Answer, type CallOptions, createClient } from './client.ts'
import type { TestScope, World } from './world.ts'

/** What a call of an operation takes besides its name. */
export interface Asked extends CallOptions {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** The API of a world by the names of its operations, as the servers list them. */
export interface EachNode {
  readonly names: readonly string[]
  /** The method of an operation, and its path with these parameters filled in. */
  routeOf(
    name: string,
    options?: Pick<Asked, 'path' | 'query'>,
  ): { readonly method: Method; readonly url: string }
  /** Names requested so far. */
  readonly asked: ReadonlySet<string>
  /**
   * Asks the server after the previous one, so that no two steps of a test in a row are at the same server.
   */
  ask<T = object>(name: string, options?: Asked): Promise<Answer<T>>
  /** Asks every server the same. */
  askAll<T = object>(name: string, options?: Asked): Promise<readonly Answer<T>[]>
}

/** Reads the operations from a server's document. */
export async function eachNode(t: TestScope, world: World): Promise<EachNode> {
  const clients = world.urls.map((url) => createClient(url, 8))
  t.after(() => Promise.all(clients.map((client) => client.close())))
  const asked = new Set(['showOpenApi'])
  const { paths } = (await world.client.call<Document>('GET', '/openapi.json')).body
  const routes = new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => [
        operationId,
        { method: method.toUpperCase() as Method, path },
      ]),
    ),
  )
  let turn = 0
  const routeOf: EachNode['routeOf'] = (name, { path = {}, query = {} } = {}) => {
    const route = routes.get(name)
    if (!route) throw new Error(`there is no operation ${name}`)
    const filled = route.path.replaceAll(/\{(\w+)\}/g, (_, member: string) =>
      encodeURIComponent(path[member] ?? ''),
    )
    const search = new URLSearchParams(query).toString()
    return { method: route.method, url: search === '' ? filled : `${filled}?${search}` }
  }
  const askAt = <T>(client: (typeof clients)[number] | undefined, name: string, options: Asked) => {
    if (!client) throw new Error('this world has no server')
    asked.add(name)
    const { path: _, query: __, ...rest } = options
    const { method, url } = routeOf(name, options)
    return client.call<T>(method, url, rest)
  }
  return {
    names: [...routes.keys()],
    routeOf,
    asked,
    ask: (name, options = {}) => askAt(clients[turn++ % clients.length], name, options),
    askAll: <T>(name: string, options = {}) =>
      Promise.all(clients.map((client) => askAt<T>(client, name, options))),
  }
}
