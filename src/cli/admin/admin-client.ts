import { Agent, type IncomingMessage, request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
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
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const close = async (): Promise<void> => {
    agent.destroy()
    socket.release()
  }
  const call = <T>(path: string, body: Readable, onProgress = noProgress): Promise<T> =>
    ask(agent, socket.path, path, body, onProgress) as Promise<T>
  let about: Pick<Operations, 'payments'>
  try {
    about = await call('/about', Readable.from([]))
  } catch (error) {
    await close()
    if (isNobodyThere(error)) return undefined
    throw error
  }
  return {
    isRemote: true,
    ...about,
    api: (apiCall) => call<ApiAnswer>('/api', Readable.from([JSON.stringify(apiCall)])),
    importTimetable: (timetable, range, onProgress) =>
      call<ImportReport>('/import', Readable.from(toLines(timetable, range)), onProgress),
    comparePictures: (onProgress) => call<PictureFindings>('/pictures', Readable.from([]), onProgress),
    close,
  }
}

async function ask(
  agent: Agent,
  socketPath: string,
  path: string,
  body: Readable,
  onProgress: OnProgress,
): Promise<unknown> {
  const outgoing = request({
    socketPath,
    path,
    method: 'POST',
    agent,
    headers: { 'transfer-encoding': 'chunked' },
  })
  const incoming = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject)
  })
  await Promise.all([pipeline(body, outgoing), incoming])
  for await (const text of linesOf(await incoming)) {
    const line = JSON.parse(text) as Line
    if ('progress' in line) onProgress(line.progress.done, line.progress.total)
    else if ('result' in line) return line.result
    else throw new Error(line.fault)
  }
  throw new Error('The server ended before it answered; look whether it is running, and try again.')
}

function isNobodyThere(error: unknown): boolean {
  return (
    error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ECONNREFUSED')
  )
}
