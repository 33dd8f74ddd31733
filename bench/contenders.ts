import { join } from 'node:path'
import type { PlannedRun } from './load-plan.ts'
import { ServedProcess } from './served-process.ts'

/** A server that is up, and the seats that it has for sale. */
export interface Contender {
  readonly port: number
  readonly runs: readonly PlannedRun[]
  readonly bearerTokens: readonly string[]
  readonly servers: readonly ServedProcess[]
  /** The SQLite file whose `bookings` must have every sale that was answered; null where nothing is kept. */
  readonly databaseFile: string | null
  /** Payments that are authorized and not captured yet; more than a moment's worth means that the figure is borrowed. */
  readonly uncaptured?: () => Promise<number>
}

/** Starts a contender on an empty data folder. */
export type StartContender = (folder: string) => Promise<Contender>

export const connections = 64
const recipeRuns = 200
const recipeSeats = 1000
/** Nothing keeps its seats, and it sells many: enough for half a minute. */
const ceilingRuns = 800

function recipePlan(runs: number): PlannedRun[] {
  const seatNumbers = Array.from(
    { length: recipeSeats },
    (_, index) => `${Math.floor(index / 80) + 1}-${(index % 80) + 1}`,
  )
  return Array.from({ length: runs }, (_, index) => ({
    trainRunId: String(index + 1),
    fromStationCode: 'A',
    toStationCode: 'B',
    seatNumbers,
  }))
}

const userNumbers = Array.from({ length: connections }, (_, index) => String(index + 1))

function fileIn(folder: string): string {
  return join(folder, 'recipe.sqlite')
}

async function serveRecipe(folder: string, extra: readonly string[]): Promise<ServedProcess> {
  const file = fileIn(folder)
  const size = ['--runs', String(recipeRuns), '--seats', String(recipeSeats)]
  const server = new ServedProcess([
    join(import.meta.dirname, 'founding-recipe.ts'),
    '--file',
    file,
    ...size,
    ...extra,
  ])
  return server
}

/** The founding document's recipe with its "synchronous mock success". */
export const startRecipe: StartContender = async (folder) => {
  const server = await serveRecipe(folder, [])
  return recipeOf(await portOf(server), [server], fileIn(folder))
}

/** The same, paying each sale at the mock payment service that Holdfast pays at, as a process of its own. */
export const startRecipeWithPayments: StartContender = async (folder) => {
  const service = new ServedProcess([
    join(import.meta.dirname, 'mock-service.ts'),
    join(folder, 'ledger.sqlite'),
  ])
  const url = `http://127.0.0.1:${await portOf(service)}`
  const server = await serveRecipe(folder, ['--payments', url])
  return recipeOf(await portOf(server), [server, service], fileIn(folder))
}

/** No product: how much the generator itself can do. */
export const startCeiling: StartContender = async () => {
  const server = new ServedProcess([join(import.meta.dirname, 'ceiling-server.ts')])
  const runs = recipePlan(ceilingRuns)
  return { ...recipeOf(await portOf(server), [server], null), runs }
}

function recipeOf(port: number, servers: readonly ServedProcess[], databaseFile: string | null): Contender {
  return { port, runs: recipePlan(recipeRuns), bearerTokens: userNumbers, servers, databaseFile }
}

async function portOf(server: ServedProcess): Promise<number> {
  return Number(await server.ready(/^ready (\d+)$/))
}
