import type { ClientRequest, IncomingMessage } from 'node:http'
import type { PictureFindings } from '../../app/upkeep/compare-pictures.ts'
import type { ImportReply } from '../../domain/railway/import-differences.ts'
import type { Setback } from '../../domain/setbacks.ts'
import type { ApiAnswer, OnProgress, Operations } from '../operations.ts'
import { linesOf } from './lines.ts'
import { socketPathIn } from './socket-path.ts'
import { toLines } from './timetable-lines.ts'

// Imported, it would slow down every start (`costlyImports`).
const { request } = process.getBuiltinModule('node:http')

type Line =
  | { readonly progress: { readonly done: number; readonly total: number } }
  | { readonly result: unknown }
  | { readonly fault: string }

const noProgress: OnProgress = () => {}

/** The operations of the server that owns the data folder; undefined when no server answers. */
export async function connectToServer(dataFolder: string): Promise<Operations | undefined> {
  const socket = socketPathIn(dataFolder)
  const close = async (): Promise<void> => {
    socket.release()
  }
  const call = <T>(path: string, body: Iterable<string>, onProgress = noProgress): Promise<T> =>
    ask(socket.path, path, body, onProgress).catch(explain) as Promise<T>
  let about: Pick<Operations, 'payments'>
  try {
    about = await call('/about', [])
  } catch (error) {
    await close()
    if (isNobodyThere(error)) return undefined
    throw error
  }
  return {
    isRemote: true,
    ...about,
    api: (apiCall) => call<ApiAnswer>('/api', [JSON.stringify(apiCall)]),
    importTimetable: (timetable, terms, onProgress) =>
      call<ImportReply>('/import', toLines(timetable, terms), onProgress),
    comparePictures: (onProgress) => call<PictureFindings>('/pictures', [], onProgress),
    listSetbacks: () => call<readonly Setback[]>('/setbacks', []),
    staff: (asked) => call('/staff', [JSON.stringify(asked)]),
    keys: (asked) => call('/keys', [JSON.stringify(asked)]),
    privacy: (asked) => call('/privacy', [JSON.stringify(asked)]),
    close,
  }
}

async function ask(
  socketPath: string,
  path: string,
  body: Iterable<string>,
  onProgress: OnProgress,
): Promise<unknown> {
  const outgoing = request({
    socketPath,
    path,
    method: 'POST',
    // Each call has its own connection: a command makes few calls, and a finished call cannot delay the next.
    agent: false,
    headers: { 'transfer-encoding': 'chunked' },
  })
  const incoming = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject)
  })
  await Promise.all([send(body, outgoing), incoming])
  let last: Line | undefined
  // Reads to the end, even after the result: leaving early would cut the connection while the server writes.
  for await (const text of linesOf(await incoming)) {
    last = JSON.parse(text) as Line
    if ('progress' in last) onProgress(last.progress.done, last.progress.total)
  }
  if (last && 'fault' in last) throw new Error(last.fault)
  if (!last || !('result' in last)) throw new Error(endedEarly)
  return last.result
}

/** How many characters are sent at once. */
const chunkLength = 256 * 1024

/**
 * Sends a body chunk by chunk, each after the previous one has left. It waits for each write's callback
 * instead of `drain`, which Node 26 does not emit if a chunked request fills its buffer within one turn and
 * the socket takes it all.
 */
async function send(body: Iterable<string>, outgoing: ClientRequest): Promise<void> {
  const write = (chunk: string) =>
    new Promise<void>((resolve, reject) => {
      outgoing.write(chunk, (error) => (error ? reject(error) : resolve()))
    })
  let chunk = ''
  for (const text of body) {
    chunk += text
    if (chunk.length < chunkLength) continue
    await write(chunk)
    chunk = ''
  }
  outgoing.end(chunk)
}

const endedEarly =
  'The server ended before it answered, so what you asked for may be done or not; ' +
  'check that it is running, and try again.'
const brokenOff = new Set(['ECONNRESET', 'EPIPE'])

/** A server that dies takes its connections along, whatever had been sent or received by then. */
function explain(error: unknown): never {
  const isBrokenOff = error instanceof Error && 'code' in error && brokenOff.has(String(error.code))
  throw isBrokenOff ? new Error(endedEarly, { cause: error }) : error
}

const nobodyThere = new Set(['ENOENT', 'ENOTDIR', 'ECONNREFUSED'])

function isNobodyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && nobodyThere.has(String(error.code))
}
