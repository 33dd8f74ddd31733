/** A run whose seats are to be sold from its first stop to its last. */
export interface PlannedRun {
  readonly trainRunId: string
  readonly fromStationCode: string
  readonly toStationCode: string
  readonly seatNumbers: readonly string[]
}

/** One seat to sell. */
export interface PlannedSale {
  readonly run: PlannedRun
  readonly seatNumber: string
}

/** What a load generator is to do; given as a JSON file. */
export interface LoadPlan {
  readonly host: string
  /** Of one server, or of several that share a database: connections go to one after the other. */
  readonly port: number | readonly number[]
  /** One caller for each connection. */
  readonly bearerTokens: readonly string[]
  readonly runs: readonly PlannedRun[]
  readonly warmupMs: number
  readonly measureMs: number
}

const runsAtATime = 8

/** The port of the server that a connection goes to. */
export function portOf({ port }: LoadPlan, connection: number): number {
  return typeof port === 'number' ? port : (port[connection % port.length] ?? 0)
}

/** The sales of each connection: eight runs are on sale at a time, and every connection has its own seats on each of them. */
export function shares(runs: readonly PlannedRun[], connections: number): PlannedSale[][] {
  const result: PlannedSale[][] = Array.from({ length: connections }, () => [])
  let next = 0
  for (let first = 0; first < runs.length; first += runsAtATime) {
    const group = runs.slice(first, first + runsAtATime)
    const most = Math.max(...group.map((run) => run.seatNumbers.length))
    for (let index = 0; index < most; index++)
      for (const run of group) {
        const seatNumber = run.seatNumbers[index]
        if (seatNumber !== undefined) result[next++ % connections]?.push({ run, seatNumber })
      }
  }
  return result
}
