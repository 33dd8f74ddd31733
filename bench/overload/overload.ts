import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Generator, startGenerator } from '../generator.ts'
import { ask, startHoldfastWith } from '../holdfast-contender.ts'
import { withFolder } from '../temporary-folder.ts'
import type { Stage, StageReport, VisitWorld } from './stage.ts'

/** India's railway is asked 27 times for each ticket that it sells. */
export const enquiriesPerSale = 27
/** The busiest pair of the demo railway: about twenty trains a day. */
const pair = { from_station_code: 'ARD', to_station_code: 'NOH' }
const searchedDays = 20
const thinkMs = 10
/** Visitors at a time, while capacity is measured. */
const crowd = 128

/** A stage, with the processor time of the server in it. */
export interface StageFigures extends StageReport {
  readonly name: string
  readonly offeredPerSecond: number | null
  readonly serverCpuSeconds: number
}

interface OverloadOptions {
  readonly seconds: number
  readonly enquiries: number
  readonly seed: number
  /** Multiples of capacity; after the last one, half of capacity comes again. */
  readonly loads: readonly number[]
}

export const usualOptions: OverloadOptions = {
  ...{ seconds: 5, enquiries: enquiriesPerSale, seed: 1 },
  loads: [0.5, 0.8, 1.5, 10],
}

/**
 * One server, from its capacity to ten times that and back. Capacity is what is sold while so many visitors
 * come one after the other that the server is never idle; the loads are arrivals planned ahead.
 */
export function measureOverload(options: OverloadOptions): Promise<readonly StageFigures[]> {
  return withFolder(async (folder) => {
    const environment = { HOLDFAST_LIMITS: 'on', TRUST_PROXY: '127.0.0.1' }
    const contender = await startHoldfastWith(environment, folder, 1)
    const { port, runs, servers } = contender
    const world: VisitWorld = {
      ...{ port, runs, thinkMs, enquiries: options.enquiries, seed: options.seed },
      paths: searchPaths(),
    }
    const file = join(folder, 'world.json')
    writeFileSync(file, JSON.stringify(world))
    const visitors = startGenerator<Stage, StageReport>([join(import.meta.dirname, 'visitors.ts'), file])
    const cpuNow = () => servers.reduce((sum, server) => sum + server.cpuSeconds(), 0)
    try {
      await ask(`http://127.0.0.1:${port}/readyz`)
      return await stages(visitors, cpuNow, options)
    } finally {
      visitors.stop()
      for (const server of servers) await server.stop()
    }
  })
}

function searchPaths(): readonly string[] {
  return Array.from({ length: searchedDays }, (_, day) => {
    const date = Temporal.Now.plainDateISO().add({ days: day + 2 })
    return `/api/train_runs?${new URLSearchParams({ ...pair, journey_date: date.toString() })}`
  })
}

async function stages(
  visitors: Generator<Stage, StageReport>,
  cpuNow: () => number,
  { seconds, loads }: OverloadOptions,
): Promise<readonly StageFigures[]> {
  const figures: StageFigures[] = []
  const milliseconds = seconds * 1000
  const measure = async (name: string, stage: Omit<Stage, 'milliseconds' | 'settleMs'>) => {
    const before = cpuNow()
    const report = await visitors.run({ ...stage, milliseconds, settleMs: milliseconds / 3 })
    const offeredPerSecond = stage.perSecond ?? null
    figures.push({ name, offeredPerSecond, ...report, serverCpuSeconds: cpuNow() - before })
    return report
  }
  await visitors.run({ atATime: crowd, milliseconds, settleMs: 0 })
  const capacity = (await measure('capacity', { atATime: crowd })).soldPerSecond
  for (const load of loads) await measure(`${load * 100} %`, { perSecond: capacity * load })
  await measure('50 % again', { perSecond: capacity / 2 })
  return figures
}
