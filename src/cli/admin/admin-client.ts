import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import type { PictureFindings } from '../../app/compare-pictures.ts'
import type { ImportReport } from '../../domain/timetable.ts'
import type { ApiAnswer, OnProgress, Operations } from '../operations.ts'
import { linesOf } from './lines.ts'
import { socketPathIn } from './socket-path.ts'
import { toLines } from './timetable-lines.ts'

type Line =
  | { readonly progress: { readonly done: number; readonly total: number } }
  | { readonly result: unknown }
  | { readonly fault: string }

const noProgress: OnProgress = () => {}

/** The operations of the server that owns the data folder; undefined where none answers. */
export async function connectToServer(dataFolder: string): Promise<Operations | undefined> {
  const socket = socketPathIn(dataFolder)
  const close = async (): Promise<void> => {
    socket.release()
  }
  const call = <T>(path: string, body: Iterable<string>, onProgress = noProgress): Promise<T> =>
    ask(socket.path, path, body, onProgress) as Promise<T>
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
    importTimetable: (timetable, range, onProgress) =>
      call<ImportReport>('/import', toLines(timetable, range), onProgress),
    comparePictures: (onProgress) => call<PictureFindings>('/pictures', [], onProgress),
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
    // A connection for each call: a command makes few, and one that is over cannot stand in the way of the next.
    agent: false,
    headers: { 'transfer-encoding': 'chunked' },
  })
  const incoming = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject)
  })
  await Promise.all([send(body, outgoing), incoming])
  let last: Line | undefined
  // To the end, also after the result: leaving early would cut the connection while the server may still be writing.
  for await (const text of linesOf(await incoming)) {
    last = JSON.parse(text) as Line
    if ('progress' in last) onProgress(last.progress.done, last.progress.total)
  }
  if (last && 'fault' in last) throw new Error(last.fault)
  if (!last || !('result' in last))
    throw new Error('The server ended before it answered; look whether it is running, and try again.')
  return last.result
}

/** Letters that are sent at once. */
const chunkLength = 256 * 1024

/**
 * Sends a body chunk by chunk, each after the one before it has left. It waits for the answer to each write and not for `drain`,
 * which Node 26 does not emit where a chunked request has filled its buffer within one turn and the socket took it all.
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

const nobodyThere = new Set(['ENOENT', 'ENOTDIR', 'ECONNREFUSED'])

function isNobodyThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && nobodyThere.has(String(error.code))
}
