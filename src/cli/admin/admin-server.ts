import { chmodSync, rmSync } from 'node:fs'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Log } from '../../app/deps.ts'
import type { KeyCall } from '../../app/people/manage-keys.ts'
import type { StaffCall } from '../../app/people/manage-staff.ts'
import type { PrivacyCall } from '../../app/upkeep/personal-requests.ts'
import type { ApiCall, OnProgress, Operations } from '../operations.ts'
import { linesOf } from './lines.ts'
import { socketPathIn } from './socket-path.ts'
import { fromLines } from './timetable-lines.ts'

// Imported, it would slow down every start (`costlyImports`).
const { createServer } = process.getBuiltinModule('node:http')

const progressEveryMs = 100

type Handler = (operations: Operations, request: IncomingMessage, onProgress: OnProgress) => Promise<unknown>

// The caller is always the operator: the modes of the folder and the socket keep everyone else out.
const handlers: Readonly<Record<string, Handler>> = {
  '/about': async ({ payments }) => ({ payments }),
  '/api': async (operations, request) => operations.api(JSON.parse(await textOf(request)) as ApiCall),
  '/import': async (operations, request, onProgress) => {
    const { timetable, terms } = await fromLines(linesOf(request))
    return operations.importTimetable(timetable, terms, onProgress)
  },
  '/pictures': (operations, _request, onProgress) => operations.comparePictures(onProgress),
  '/staff': async (operations, request) => operations.staff(JSON.parse(await textOf(request)) as StaffCall),
  '/keys': async (operations, request) => operations.keys(JSON.parse(await textOf(request)) as KeyCall),
  '/privacy': async (operations, request) =>
    operations.privacy(JSON.parse(await textOf(request)) as PrivacyCall),
  '/setbacks': (operations) => operations.listSetbacks(),
}

interface AdminServer {
  close(): Promise<void>
}

/**
 * Listens on the socket in the data folder. The caller owns the database, so a dead server left any socket
 * that already exists.
 */
export async function listenForAdmin(
  dataFolder: string,
  operations: Operations,
  log: Log,
): Promise<AdminServer> {
  const server = createServer((request, response) => void answer(operations, log, request, response))
  server.requestTimeout = 0
  const socket = socketPathIn(dataFolder)
  rmSync(socket.path, { force: true })
  await listenPrivately(server, socket.path)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          socket.release()
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}

/** The socket has mode 0600 from the start: `listen` binds it synchronously, while the mask is in force. */
function listenPrivately(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    const mask = process.umask(0o177)
    try {
      server.listen(path, () => {
        chmodSync(path, 0o600)
        resolve()
      })
    } finally {
      process.umask(mask)
    }
  })
}

/** The answer is lines of JSON: progress while the work runs, then the result or the fault. */
async function answer(
  operations: Operations,
  log: Log,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const handler = handlers[request.url ?? '']
  const write = (line: object): void => void response.write(`${JSON.stringify(line)}\n`)
  const onProgress = seldom((done, total) => write({ progress: { done, total } }))
  response.writeHead(handler ? 200 : 404, { 'content-type': 'application/x-ndjson' })
  try {
    if (!handler)
      throw new Error('The server does not know this operation, because it runs another version of Holdfast.')
    write({ result: await handler(operations, request, onProgress) })
  } catch (error) {
    log.error({ err: error, operation: request.url }, 'an operation of the admin socket failed')
    write({ fault: error instanceof Error ? error.message : String(error) })
  }
  response.end()
}

/** Limits how often progress is reported, since people read it; the last step is always reported. */
function seldom(tell: OnProgress): OnProgress {
  let toldAt = Number.NEGATIVE_INFINITY
  return (done, total) => {
    const now = performance.now()
    if (now - toldAt < progressEveryMs && done < total) return
    toldAt = now
    tell(done, total)
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
