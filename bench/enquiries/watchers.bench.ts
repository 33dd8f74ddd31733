/**
 * Event streams: what each costs in memory, how long an event takes to reach all watchers of one map, how
 * much processor time that is, and what a sale and the event loop notice of it.
 *
 *   npm run bench:watchers -- [--watchers 9900] [--holds 20]
 */
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { ask, guestToken } from '../holdfast-contender.ts'
import { printMachine } from '../machine.ts'
import { ServedProcess } from '../served-process.ts'
import { median } from '../statistics.ts'
import { tableLines } from '../table.ts'
import { withFolder } from '../temporary-folder.ts'
import { openAll, Watchers } from './watchers.ts'

const { values } = parseArgs({
  options: {
    watchers: { type: 'string', default: '9900' },
    holds: { type: 'string', default: '20' },
  },
})
const watchers = Number(values.watchers)

/** Longer than changes are gathered after an event, so each hold is news after a while without any. */
const restMs = 150

/** The busiest pair of the demo railway. */
const pair = { from_station_code: 'ARD', to_station_code: 'NOH' }

interface Memory {
  readonly rss: number
  readonly heap: number
}

interface Pause {
  readonly longestMs: number
}

interface Run {
  readonly train_run_id: string
  readonly commit_seq: number
}

async function measure(server: ServedProcess, url: string): Promise<void> {
  const port = Number(new URL(url).port)
  const date = Temporal.Now.plainDateISO().add({ days: 50 }).toString()
  const query = new URLSearchParams(pair)
  const { train_runs: runs } = await ask<{ train_runs: Run[] }>(
    `${url}/api/train_runs?${query}&journey_date=${date}`,
  )
  const id = runs[0]?.train_run_id ?? ''
  const memory = () => ask<Memory>(`${url}/bench/memory`)
  const before = await memory()
  const all = new Watchers()
  const openedAt = performance.now()
  await openAll(all, { port, path: `/api/train_runs/${id}/seats/events?${query}`, count: watchers })
  console.log(`${watchers} streams opened in ${((performance.now() - openedAt) / 1000).toFixed(1)} s`)
  const open = await memory()
  const each = (bytes: number) => `${(bytes / watchers / 1000).toFixed(1)} kB`
  console.log(
    `one stream: ${each(open.heap - before.heap)} of heap, ${each(open.rss - before.rss)} of resident memory`,
  )
  const { commit_seq: first } = await ask<Run>(`${url}/api/train_runs/${id}`)
  const figures = { hold: [] as number[], all: [] as number[], cpu: [] as number[], pause: [] as number[] }
  for (let seat = 0; seat < Number(values.holds); seat++) {
    const {
      cpu,
      hold,
      all: reached,
      longestPause,
    } = await holdOne(server, url, all, { id, commitSeq: first + seat + 1 })
    figures.hold.push(hold)
    figures.all.push(reached)
    figures.cpu.push(cpu)
    figures.pause.push(longestPause)
  }
  all.close()
  const shown = (list: readonly number[]) =>
    `${median(list).toFixed(1)} (longest ${Math.max(...list).toFixed(1)})`
  const rows = [
    ['the hold is answered', shown(figures.hold)],
    ['until every watcher has the event', shown(figures.all)],
    ['processor time of the server', shown(figures.cpu)],
    ['longest pause of the event loop', shown(figures.pause)],
  ]
  console.log(`\n${tableLines(['of one hold, ms', 'median (longest)'], rows).join('\n')}`)
}

async function holdOne(
  server: ServedProcess,
  url: string,
  all: Watchers,
  { id, commitSeq }: { readonly id: string; readonly commitSeq: number },
) {
  const token = await guestToken(url)
  await pause(restMs)
  await ask<Pause>(`${url}/bench/pause`)
  const cpu = server.cpuSeconds()
  const reached = all.waitFor(commitSeq)
  const startedAt = performance.now()
  const answer = await fetch(`${url}/api/seat_holds`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify({ train_run_id: id, ...pair, travel_class: 'SECOND', seat_count: 2 }),
  })
  if (answer.status !== 201) throw new Error(`the hold: ${answer.status} ${await answer.text()}`)
  const hold = performance.now() - startedAt
  await reached
  const figures = { hold, all: performance.now() - startedAt, cpu: (server.cpuSeconds() - cpu) * 1000 }
  const { longestMs } = await ask<Pause>(`${url}/bench/pause`)
  return { ...figures, longestPause: longestMs }
}

printMachine()
await withFolder(async (folder) => {
  const server = new ServedProcess(['--expose-gc', join(import.meta.dirname, 'server.ts'), folder])
  try {
    const [kept = 0] = (await server.ready(/^ready (\d+ \d+)$/)).split(' ').map(Number)
    await measure(server, `http://127.0.0.1:${kept}`)
  } finally {
    await server.stop()
  }
})
