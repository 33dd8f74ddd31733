import type { FastifyInstance } from 'fastify'

/** Lets a server listen on any free port of this machine. */
export async function addressOf(
  app: FastifyInstance,
): Promise<{ readonly host: string; readonly port: number }> {
  const url = new URL(await app.listen({ host: '127.0.0.1', port: 0 }))
  return { host: url.hostname, port: Number(url.port) }
}
