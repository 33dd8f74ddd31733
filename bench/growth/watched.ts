import { join } from 'node:path'
import { openAll, Watchers } from '../enquiries/watchers.ts'
import { ask, guestToken, planRun } from '../holdfast-contender.ts'
import { ServedProcess } from '../served-process.ts'
import { median } from '../statistics.ts'
import { withFolder } from '../temporary-folder.ts'
import type { Cost } from './dimensions.ts'

/** The busiest pair of the demo railway. */
const pair = { from_station_code: 'ARD', to_station_code: 'NOH' }
const chunks = 5
const holdsPerChunk = 40
const searchesPerChunk = 200
/** A caller may hold few seats of one run, and ask rather seldom. */
const holdsPerCaller = 5

interface Memory {
  readonly rss: number
  readonly heap: number
}

/** Holds, and searches, over HTTP while this many event streams are open on another run. */
export function costBesideWatchers(watchers: number): Promise<Cost> {
  return withFolder(async (folder) => {
    const script = join(import.meta.dirname, '..', 'enquiries', 'server.ts')
    const server = new ServedProcess(['--expose-gc', script, folder])
    const all = new Watchers()
    try {
      const [port = 0] = (await server.ready(/^ready (\d+ \d+)$/)).split(' ').map(Number)
      return await measure(server, `http://127.0.0.1:${port}`, { all, watchers, port })
    } finally {
      all.close()
      await server.stop()
    }
  })
}

async function measure(
  server: ServedProcess,
  url: string,
  { all, watchers, port }: { readonly all: Watchers; readonly watchers: number; readonly port: number },
): Promise<Cost> {
  const searchOf = (day: number) => {
    const date = Temporal.Now.plainDateISO().add({ days: day })
    return `${url}/api/train_runs?${new URLSearchParams({ ...pair, journey_date: date.toString() })}`
  }
  const idOn = async (day: number) => {
    const { train_runs: runs } = await ask<{ train_runs: { train_run_id: string }[] }>(searchOf(day))
    return runs[0]?.train_run_id ?? ''
  }
  const [watched, sold] = [await idOn(50), await idOn(51)]
  const path = `/api/train_runs/${watched}/seats/events?${new URLSearchParams(pair)}`
  await openAll(all, { port, path, count: watchers })
  const { seatNumbers } = await planRun(url, sold, pair.from_station_code, pair.to_station_code)
  const holds = makeHolds(url, sold, seatNumbers)
  const figures = { sale: [] as number[], search: [] as number[] }
  for (let chunk = -1; chunk < chunks; chunk++) {
    const sale = await costOf(server, holdsPerChunk, holds)
    const search = await costOf(server, searchesPerChunk, () => fetchText(searchOf(51)))
    // The first ones warm up.
    if (chunk < 0) continue
    figures.sale.push(sale)
    figures.search.push(search)
  }
  const { heap, rss } = await ask<Memory>(`${url}/bench/memory`)
  return {
    saleMicroseconds: median(figures.sale),
    searchMicroseconds: median(figures.search),
    ...{ heapBytes: heap, residentBytes: rss },
  }
}

async function costOf(server: ServedProcess, count: number, work: () => Promise<unknown>): Promise<number> {
  const before = server.cpuSeconds()
  for (let index = 0; index < count; index++) await work()
  return ((server.cpuSeconds() - before) / count) * 1e6
}

async function fetchText(url: string): Promise<void> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`)
  await answer.text()
}

/** Holds the next seat of a run with each call. */
function makeHolds(url: string, trainRunId: string, seatNumbers: readonly string[]) {
  let next = 0
  let token = ''
  return async () => {
    if (next % holdsPerCaller === 0) token = await guestToken(url)
    const seatNumber = seatNumbers[next++]
    if (seatNumber === undefined) throw new Error('there are too few seats')
    const answer = await fetch(`${url}/api/seat_holds`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': crypto.randomUUID(),
      },
      body: JSON.stringify({ train_run_id: trainRunId, ...pair, seat_numbers: [seatNumber] }),
    })
    if (answer.status !== 201) throw new Error(`the hold: ${answer.status} ${await answer.text()}`)
    await answer.text()
  }
}
