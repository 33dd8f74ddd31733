import assert from 'node:assert/strict'
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
import { withFolder } from './temporary-folder.ts'

const starters: Readonly<Record<string, StartContender>> = {
  ceiling: startCeiling,
  recipe: startRecipe,
  'recipe-with-payments': startRecipeWithPayments,
  holdfast: startHoldfast,
}

interface FlowOptions {
  readonly connections: number
  readonly warmupSeconds: number
  readonly seconds: number
}

/** One contender in one round. */
export interface FlowRound extends Measured {
  /** Payments that are authorized but not captured yet; null if the contender captures none. */
  readonly uncaptured: number | null
}

/** Hold, pay and book over HTTP, on a fresh server and an empty database. */
export function measureFlow(name: string, options: FlowOptions): Promise<FlowRound> {
  const start = starters[name]
  if (!start) throw new Error(`no contender ${name}; choose from ${Object.keys(starters).join(', ')}`)
  return withFolder(async (folder) => measureIn(folder, await start(folder, options.connections), options))
}

async function measureIn(folder: string, contender: Contender, options: FlowOptions): Promise<FlowRound> {
  const { port, bearerTokens, runs, servers, databaseFile } = contender
  const times = { warmupMs: options.warmupSeconds * 1000, measureMs: options.seconds * 1000 }
  let round: FlowRound
  try {
    const plan = { host: '127.0.0.1', port, bearerTokens, runs, ...times }
    const measured = await driveLoad(plan, folder, servers)
    round = { ...measured, uncaptured: (await contender.uncaptured?.()) ?? null }
  } finally {
    for (const server of servers) await server.stop()
  }
  if (databaseFile) assertSold(databaseFile, round.sales)
  return round
}

/** Every sale that was answered must be in the file. */
function assertSold(file: string, sales: number): void {
  const database = new Database(file, { readonly: true })
  const sold = database.prepare("SELECT count(*) FROM bookings WHERE status = 'CONFIRMED'").pluck().get()
  database.close()
  assert.ok(Number(sold) >= sales, `${sales} sales were answered, but ${sold} are in the database`)
}

/** The server's processor time of a sale, with the payment service, in microseconds. */
export function serverMicroseconds({ serverCpuSeconds, sales }: FlowRound): number {
  return (serverCpuSeconds / sales) * 1e6
}

/** What a load was refused, as text. */
export function refusedText({ ranOut, refused }: Pick<Measured, 'ranOut' | 'refused'>): string {
  if (ranOut) return 'ran out of seats'
  const counts = Object.entries(refused).map(([what, count]) => `${count} × ${what}`)
  return counts.join(', ') || 'none'
}
