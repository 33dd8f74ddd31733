import { join } from 'node:path'
import type { PlannedRun } from './load-plan.ts'
import { ServedProcess } from './served-process.ts'

/** A server that is up, and the seats that it has for sale. */
export interface Contender {
  readonly name: string
  readonly port: number
  readonly runs: readonly PlannedRun[]
  readonly bearerTokens: readonly string[]
  readonly servers: readonly ServedProcess[]
}

/** Starts a contender on an empty data folder. */
export type StartContender = (folder: string) => Promise<Contender>

export const connections = 64
const recipeRuns = 200
const recipeSeats = 1000

function recipePlan(): PlannedRun[] {
  const seatNumbers = Array.from(
    { length: recipeSeats },
    (_, index) => `${Math.floor(index / 80) + 1}-${(index % 80) + 1}`,
  )
  return Array.from({ length: recipeRuns }, (_, index) => ({
    trainRunId: String(index + 1),
    fromStationCode: 'A',
    toStationCode: 'B',
    seatNumbers,
  }))
}

const userNumbers = Array.from({ length: connections }, (_, index) => String(index + 1))

/** The founding document's recipe with its "synchronous mock success". */
export const startRecipe: StartContender = async (folder) => {
  const file = join(folder, 'recipe.sqlite')
  const size = ['--runs', String(recipeRuns), '--seats', String(recipeSeats)]
  const server = new ServedProcess([join(import.meta.dirname, 'founding-recipe.ts'), '--file', file, ...size])
  const port = Number(await server.ready(/^ready (\d+)$/))
  return { name: 'recipe', port, runs: recipePlan(), bearerTokens: userNumbers, servers: [server] }
}

/** No product: how much the generator itself can do. */
export const startCeiling: StartContender = async () => {
  const server = new ServedProcess([join(import.meta.dirname, 'ceiling-server.ts')])
  const port = Number(await server.ready(/^ready (\d+)$/))
  return { name: 'ceiling', port, runs: recipePlan(), bearerTokens: userNumbers, servers: [server] }
}
