/**
 * The most expensive request that each operation allows, sent to a warm server in its own process with the
 * demo railway: bytes in, and processor time of the whole process including its threads. Ends with status 1
 * if a request costs more than 10 ms.
 *
 *   npm run bench:requests
 */
import { join } from 'node:path'
import { printMachine } from '../machine.ts'
import { ServedProcess } from '../served-process.ts'
import { tableLines } from '../table.ts'
import { withFolder } from '../temporary-folder.ts'
import { type Answered, type LargeRequest, largestRequests, type SentRequest } from './largest-requests.ts'
import { makeSubject } from './subject.ts'

const mostMs = 10
const warmUps = 40
const rounds = 200
/** Each choice takes nine seats, and a train has a thousand. */
const choices = 50
const ride = { from: 'ARD', to: 'NOH', date: Temporal.Now.plainDateISO().add({ days: 3 }).toString() }

function sender(url: string) {
  return async ({ method, path, headers, body }: SentRequest): Promise<Answered> => {
    const stop = new AbortController()
    const given = { method, headers, signal: stop.signal, ...(body === undefined ? {} : { body }) }
    const answer = await fetch(`${url}${path}`, given)
    if (!answer.headers.get('content-type')?.startsWith('text/event-stream'))
      return { status: answer.status, text: await answer.text() }
    await answer.body?.getReader().read()
    stop.abort()
    return { status: answer.status, text: '' }
  }
}

async function measure(server: ServedProcess, send: ReturnType<typeof sender>, large: LargeRequest) {
  const [warm, counted] = large.what.startsWith('the choice') ? [choices / 5, choices] : [warmUps, rounds]
  let bytes = 0
  let spent = 0
  for (let round = 0; round < warm + counted; round++) {
    const request = await large.make(round)
    if (round === warm) spent = server.cpuSeconds()
    const { status, text } = await send(request)
    if (status !== large.status) throw new Error(`${large.operation}: ${status} ${text}`)
    const headers = Object.entries(request.headers).flat().join('    ')
    bytes = request.path.length + headers.length + Buffer.byteLength(request.body ?? '')
  }
  return { bytes, milliseconds: ((server.cpuSeconds() - spent) * 1000) / counted }
}

const command = join(import.meta.dirname, '..', '..', 'bin', 'holdfast.mjs')

async function measureAll(server: ServedProcess): Promise<void> {
  const send = sender(await server.ready(/^Holdfast is ready on (http:\/\/\S+)$/))
  const subject = await makeSubject(send, ride, 100)
  const rows: (readonly (string | number)[])[] = []
  for (const large of largestRequests(subject)) {
    const { bytes, milliseconds } = await measure(server, send, large)
    const isDear = milliseconds > mostMs
    if (isDear) process.exitCode = 1
    const shown = `${milliseconds.toFixed(2)}${isDear ? ` (more than ${mostMs})` : ''}`
    rows.push([`\`${large.operation}\``, large.what, bytes, shown])
  }
  const heads = ['operation', 'what', 'bytes in', 'processor time, ms']
  console.log(`\n${tableLines(heads, rows).join('\n')}`)
}

printMachine()
await withFolder(async (folder) => {
  const server = new ServedProcess([command, 'serve'], {
    HOST: '127.0.0.1',
    PORT: '0',
    HOLDFAST_DATA: join(folder, 'data'),
    HOLDFAST_LIMITS: 'off',
    LOG_LEVEL: 'warn',
  })
  try {
    await measureAll(server)
  } finally {
    await server.stop()
  }
})
