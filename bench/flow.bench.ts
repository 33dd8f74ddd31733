/**
 * Hold, pay, book over HTTP with 64 connections: Holdfast beside the founding document's own recipe, in alternating rounds of one
 * run, each contender on a fresh server and an empty database.
 *
 *   npm run bench:flow -- [--rounds 3] [--seconds 8] [--contenders recipe,recipe-with-payments,holdfast]
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'
import {
  type Contender,
  type StartContender,
  startCeiling,
  startRecipe,
  startRecipeWithPayments,
} from './contenders.ts'
import { driveLoad, type Measured } from './drive-load.ts'
import { startHoldfast } from './holdfast-contender.ts'
import { describeMachine } from './machine.ts'
import { median } from './statistics.ts'

const starters: Readonly<Record<string, StartContender>> = {
  ceiling: startCeiling,
  recipe: startRecipe,
  'recipe-with-payments': startRecipeWithPayments,
  holdfast: startHoldfast,
}

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '8' },
    warmup: { type: 'string', default: '8' },
    contenders: { type: 'string', default: 'recipe,recipe-with-payments,holdfast,ceiling' },
  },
})

interface Round extends Measured {
  readonly uncaptured: number | null
}

async function measure(name: string): Promise<Round> {
  const start = starters[name]
  if (!start) throw new Error(`no contender ${name}; there are ${Object.keys(starters).join(', ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  try {
    return await measureIn(folder, await start(folder))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measureIn(folder: string, contender: Contender): Promise<Round> {
  const { port, bearerTokens, runs, servers, databaseFile } = contender
  const times = { warmupMs: Number(values.warmup) * 1000, measureMs: Number(values.seconds) * 1000 }
  let round: Round
  try {
    const measured = await driveLoad(
      { host: '127.0.0.1', port, bearerTokens, runs, ...times },
      folder,
      servers,
    )
    round = { ...measured, uncaptured: (await contender.uncaptured?.()) ?? null }
  } finally {
    for (const server of servers) await server.stop()
  }
  if (databaseFile) assertSold(databaseFile, round.sales)
  return round
}

/** What was answered as sold has to be in the file. */
function assertSold(file: string, sales: number): void {
  const database = new Database(file, { readonly: true })
  const sold = database.prepare("SELECT count(*) FROM bookings WHERE status = 'CONFIRMED'").pluck().get()
  database.close()
  assert.ok(Number(sold) >= sales, `${sales} sales were answered, and ${sold} are in the database`)
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`
}

/** One contender in one round; processor time is per sale, in microseconds. */
function roundLine(name: string, round: number, it: Round): string {
  const perSale = (seconds: number) => Math.round((seconds / it.sales) * 1e6)
  const refused = Object.entries(it.refused).map(([what, count]) => `${count} × ${what}`)
  return line([
    round,
    name,
    Math.round(it.salesPerSecond),
    `${it.holdP50.toFixed(1)} / ${it.holdP99.toFixed(1)}`,
    `${it.bookingP50.toFixed(1)} / ${it.bookingP99.toFixed(1)}`,
    perSale(it.serverCpuSeconds),
    perSale(it.cpuSeconds),
    it.uncaptured ?? '',
    it.ranOut ? 'ran out of seats' : refused.join(', ') || 'none',
  ])
}

function summary(name: string, base: readonly number[], own: readonly number[]): string {
  const ratios = own.map((value, index) => value / (base[index] ?? Number.NaN))
  const spread = (of: readonly number[], digits: number) =>
    `${Math.min(...of).toFixed(digits)} to ${Math.max(...of).toFixed(digits)}`
  return line([name, Math.round(median(own)), spread(own, 0), median(ratios).toFixed(2), spread(ratios, 2)])
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-bench-'))
  console.log(describeMachine(folder).join('\n'))
  rmSync(folder, { recursive: true, force: true })
  const names = values.contenders.split(',')
  const figures = new Map<string, number[]>(names.map((name) => [name, []]))
  const heads = ['round', 'contender', 'sales/s', 'hold p50 / p99 ms', 'book p50 / p99 ms']
  console.log(`\n${line([...heads, 'server us/sale', 'generator us/sale', 'to capture', 'refused'])}`)
  console.log(line(Array.from({ length: 9 }, () => '---')))
  for (let round = 1; round <= Number(values.rounds); round++)
    for (const name of names) {
      const it = await measure(name)
      figures.get(name)?.push(it.salesPerSecond)
      console.log(roundLine(name, round, it))
    }
  const base = figures.get('recipe') ?? []
  console.log(
    `\n${line(['contender', 'sales/s, median', 'lowest to highest', 'times the recipe', 'spread'])}`,
  )
  console.log(line(Array.from({ length: 5 }, () => '---')))
  for (const [name, own] of figures) console.log(summary(name, base, own))
}

await main()
