import { join } from 'node:path'
import type { PlannedRun } from './load-plan.ts'
import { ServedProcess } from './served-process.ts'

/** A running server, and the seats that it has for sale. */
export interface Contender {
  readonly port: number
  readonly runs: readonly PlannedRun[]
  readonly bearerTokens: readonly string[]
  readonly servers: readonly ServedProcess[]
  /** The SQLite file whose `bookings` must have every answered sale; null if nothing is stored. */
  readonly databaseFile: string | null
  /**
   * Payments that are authorized but not captured yet. If there are more than a moment's worth, the figure
   * counts unfinished work.
   */
  readonly uncaptured?: () => Promise<number>
}

/** Starts a contender on an empty data folder, with a caller for each connection. */
export type StartContender = (folder: string, connections: number) => Promise<Contender>

const recipeRuns = 200
const recipeSeats = 1000
/** The ceiling server sells seats very fast; these last for half a minute. */
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
export const startRecipe: StartContender = async (folder, connections) => {
  const server = await serveRecipe(folder, [])
  return recipeOf(connections, await portOf(server), [server], fileIn(folder))
}

/** The same, but it pays each sale at the mock payment service that Holdfast uses, in a separate process. */
export const startRecipeWithPayments: StartContender = async (folder, connections) => {
  const service = new ServedProcess([
    join(import.meta.dirname, 'mock-service.ts'),
    join(folder, 'ledger.sqlite'),
  ])
  const url = `http://127.0.0.1:${await portOf(service)}`
  const server = await serveRecipe(folder, ['--payments', url])
  return recipeOf(connections, await portOf(server), [server, service], fileIn(folder))
}

/** Not a product: it measures how much the generator itself can do. */
export const startCeiling: StartContender = async (_folder, connections) => {
  const server = new ServedProcess([join(import.meta.dirname, 'ceiling-server.ts')])
  const runs = recipePlan(ceilingRuns)
  return { ...recipeOf(connections, await portOf(server), [server], null), runs }
}

function recipeOf(
  connections: number,
  port: number,
  servers: readonly ServedProcess[],
  databaseFile: string | null,
): Contender {
  const bearerTokens = Array.from({ length: connections }, (_, index) => String(index + 1))
  return { port, runs: recipePlan(recipeRuns), bearerTokens, servers, databaseFile }
}

async function portOf(server: ServedProcess): Promise<number> {
  return Number(await server.ready(/^ready (\d+)$/))
}
