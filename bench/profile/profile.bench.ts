/**
 * Where a sale's processor time goes: the load of `bench:flow` on Holdfast alone, with each thread of the
 * server sampled, and with its system time apart from its user time.
 *
 *   npm run bench:profile -- [--connections 64] [--seconds 6] [--top 12] [--keep FOLDER]
 *
 * The times of threads come from the system, in a round without samples, since sampling costs a third more.
 * The shares within a thread come from samples, which cannot tell working from waiting in a system call: a
 * writer that waits for its disk counts as busy there. With `--keep`, the profiles stay in the folder, and a
 * browser can show them.
 */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Profiler } from 'node:inspector'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { driveLoad } from '../drive-load.ts'
import { startHoldfastWith } from '../holdfast-contender.ts'
import { printMachine } from '../machine.ts'
import { tableLines } from '../table.ts'
import { functionOf, isWork, moduleOf, ownTimes } from './own-time.ts'
import { type ThreadTime, threadTimes, usedBetween } from './thread-times.ts'

const { values } = parseArgs({
  options: {
    connections: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '6' },
    warmup: { type: 'string', default: '6' },
    top: { type: 'string', default: '12' },
    keep: { type: 'string' },
  },
})
const writeWithinMs = 2_000

interface Measured {
  readonly sales: number
  readonly salesPerSecond: number
  readonly threads: readonly ThreadTime[]
}

/** The load on a fresh server; `profiles` is the folder for its samples, if it is to take any. */
async function measure(profiles?: string): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-profile-'))
  const sampler = join(import.meta.dirname, 'sampler.ts')
  const sampling = profiles ? { PROFILE_FOLDER: profiles, NODE_OPTIONS: `--import ${sampler}` } : {}
  const contender = await startHoldfastWith(sampling, folder, Number(values.connections))
  const [server] = contender.servers
  try {
    const looks: ReturnType<typeof threadTimes>[] = []
    // It is read before the load, when the measured time begins, and when it ends.
    const meter = {
      cpuSeconds() {
        const moment = ['start', 'begin', 'end'][looks.length] ?? ''
        looks.push(threadTimes(server?.pid ?? 0))
        if (profiles) writeFileSync(join(profiles, moment), '')
        return server?.cpuSeconds() ?? Number.NaN
      },
    }
    const times = { warmupMs: Number(values.warmup) * 1000, measureMs: Number(values.seconds) * 1000 }
    const plan = { host: '127.0.0.1', ...contender, ...times }
    const { sales, salesPerSecond } = await driveLoad(plan, folder, [meter])
    if (profiles) await profilesWritten(profiles)
    const [, before = new Map(), after = new Map()] = looks
    return { sales, salesPerSecond, threads: usedBetween(before, after) }
  } finally {
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Waits until no more profiles appear: a thread writes its own once it looks. */
async function profilesWritten(profiles: string): Promise<void> {
  for (let known = -1; known !== profilesIn(profiles).length; ) {
    known = profilesIn(profiles).length
    await pause(writeWithinMs)
  }
}

function profilesIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'))
}

function printThreads({ sales, threads }: Measured): void {
  const perSale = (seconds: number) => Math.round((seconds / sales) * 1e6)
  const used = threads.toSorted((a, b) => total(b) - total(a)).filter((one) => perSale(total(one)) > 0)
  const rows = used.map((one) => [
    one.thread,
    one.name,
    perSale(one.userSeconds),
    perSale(one.systemSeconds),
    perSale(total(one)),
  ])
  const all = used.reduce((sum, one) => sum + total(one), 0)
  const heads = ['thread', 'name', 'user us/sale', 'system us/sale', 'together']
  console.log(tableLines(heads, [...rows, ['all', '', '', '', perSale(all)]]).join('\n'))
}

function total({ userSeconds, systemSeconds }: ThreadTime): number {
  return userSeconds + systemSeconds
}

function printProfile(thread: string, profile: Profiler.Profile, sales: number): void {
  const top = Number(values.top)
  for (const [what, nameOf] of [
    ['module', moduleOf],
    ['function', functionOf],
  ] as const) {
    const times = ownTimes(profile, nameOf).filter(isWork)
    const rows = times
      .slice(0, top)
      .map(({ name, microseconds }) => [name, (microseconds / sales).toFixed(1)])
    console.log(`\n${tableLines([`thread ${thread}: ${what}`, 'us/sale'], rows).join('\n')}`)
  }
}

async function main(): Promise<void> {
  const profiles = values.keep ?? mkdtempSync(join(tmpdir(), 'holdfast-profiles-'))
  mkdirSync(profiles, { recursive: true })
  try {
    printMachine()
    const plain = await measure()
    const rate = Math.round(plain.salesPerSecond)
    console.log(`\n${values.connections} connections, ${rate} sales/s, ${plain.sales} sales measured\n`)
    printThreads(plain)
    const { sales } = await measure(profiles)
    for (const name of profilesIn(profiles)) {
      const profile = JSON.parse(readFileSync(join(profiles, name), 'utf8')) as Profiler.Profile
      printProfile(name.replace('.cpuprofile', ''), profile, sales)
    }
  } finally {
    if (values.keep === undefined) rmSync(profiles, { recursive: true, force: true })
  }
}

await main()
