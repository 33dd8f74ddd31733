/**
 * Refuses a flood of sign-ins, each with another account and from another address, while passengers come at
 * a steady rate and buy. Three kinds of time take turns: nobody else comes; as many requests come for
 * `/healthz`, so that what the generator and the network cost is seen; and the sign-ins come. Prints how
 * long the passengers waited in each, and the server's memory before and after.
 *
 *   npm run bench:sign-ins -- [--sign-ins 100000] [--rounds 5] [--per-second 500] [--rate 20]
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Client, createClient } from '../test/harness/client.ts'
import { findRuns } from './holdfast-contender.ts'
import { Passengers } from './import-beside/passengers.ts'
import type { Wait } from './import-beside/waits.ts'
import { printMachine } from './machine.ts'
import { waitUntilQuiet } from './quiet-machine.ts'
import { ServedProcess } from './served-process.ts'
import { median, percentile } from './statistics.ts'
import { withFolder } from './temporary-folder.ts'

const { values } = parseArgs({
  options: {
    'sign-ins': { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '5' },
    'per-second': { type: 'string', default: '500' },
    rate: { type: 'string', default: '20' },
  },
})
const [signIns, rounds] = [Number(values['sign-ins']), Number(values.rounds)]
const perSecond = Number(values['per-second'])
const inRound = Math.ceil(signIns / rounds)
const command = join(import.meta.dirname, '..', 'bin', 'holdfast.mjs')
const kinds = ['nobody else', '/healthz', 'sign-ins'] as const
type Kind = (typeof kinds)[number]

const answers = new Map<string, number>()
let sent = 0

/** Sends what was planned for a time, whether or not it is answered in it. */
async function flood(client: Client, kind: Kind): Promise<void> {
  if (kind === 'nobody else') return pause((inRound * 1000) / perSecond)
  const open = new Set<Promise<void>>()
  const startedAt = performance.now()
  for (let count = 0; count < inRound; count++) {
    await pause(Math.max(0, startedAt + (count * 1000) / perSecond - performance.now()))
    const answered = kind === '/healthz' ? askHealth(client) : signIn(client, sent++)
    open.add(answered)
    answered.finally(() => open.delete(answered))
  }
  await Promise.all(open)
}

async function askHealth(client: Client): Promise<void> {
  await client.call('GET', '/healthz')
}

async function signIn(client: Client, number: number): Promise<void> {
  const address = [10, (number >> 16) & 255, (number >> 8) & 255, number & 255].join('.')
  const answer = await client.callOnce('POST', '/api/account/sessions', {
    body: { email: `someone-${number}@example.org`, password: 'not the right one' },
    headers: { 'x-forwarded-for': address },
  })
  const name = `${answer.status} ${answer.problem?.code}`
  answers.set(name, (answers.get(name) ?? 0) + 1)
}

/** The resident memory of a process and its children, in MB. */
function memoryOf(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean)
  const own = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  return children.map(Number).reduce((sum, child) => sum + memoryOf(child), own)
}

function saleWaits(waits: readonly Wait[], rank: number): number {
  const slow = waits.filter(({ call }) => call === 'hold' || call === 'booking').map(({ ms }) => ms)
  return percentile(slow, rank)
}

async function measure(folder: string): Promise<void> {
  const server = new ServedProcess([command, 'start'], {
    ...{ HOST: '127.0.0.1', PORT: '0', HOLDFAST_DATA: folder, LOG_LEVEL: 'error' },
    ...{ HOLDFAST_LIMITS: 'off', TRUST_PROXY: '127.0.0.1' },
  })
  const figures = new Map<Kind, { p50: number; p99: number }[]>(kinds.map((kind) => [kind, []]))
  try {
    const url = await server.ready(/^Holdfast is ready on (http:\/\/\S+)$/)
    const [client, others] = [createClient(url), createClient(url, 200)]
    const date = Temporal.Now.plainDateISO().add({ days: 3 }).toString()
    const runs = (await findRuns(url)).map((run) => ({ ...run, date, isOfFeed: false }))
    const passengers = new Passengers(client, await client.session(), runs)
    const all = passengers.come(Number(values.rate))
    await pause(5_000)
    console.log('| round | beside the sales | holds and bookings: median ms | 99 % ms | memory MB |')
    console.log('|---|---|---|---|---|')
    for (let round = 1; round <= rounds; round++)
      for (const kind of kinds) {
        passengers.take()
        await flood(others, kind)
        const waits = passengers.take()
        const figure = { p50: saleWaits(waits, 50), p99: saleWaits(waits, 99) }
        figures.get(kind)?.push(figure)
        const times = `${figure.p50.toFixed(1)} | ${figure.p99.toFixed(1)}`
        console.log(`| ${round} | ${kind} | ${times} | ${memoryOf(server.pid).toFixed(0)} |`)
      }
    passengers.stop()
    await all
    await Promise.all([client.close(), others.close()])
    for (const [what, count] of passengers.failures) console.log(`${count} sales failed: ${what}`)
  } finally {
    await server.stop()
  }
  tell(figures)
}

function tell(figures: ReadonlyMap<Kind, readonly { p50: number; p99: number }[]>): void {
  for (const name of ['p50', 'p99'] as const) {
    const of = (kind: Kind) => median((figures.get(kind) ?? []).map((figure) => figure[name]))
    const times = kinds.map((kind) => `${of(kind).toFixed(1)} ms (${kind})`).join(', ')
    const ratio = (of('sign-ins') / of('/healthz')).toFixed(2)
    console.log(`${name} of holds and bookings: ${times}; sign-ins against /healthz ${ratio}`)
  }
  for (const [answer, count] of answers) console.log(`${count} sign-ins were answered ${answer}`)
}

printMachine()
await waitUntilQuiet(60_000, console.log)
await withFolder(measure)
