/** A run whose seats will be sold from its first stop to its last. */
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

/** The task of a load generator, given as a JSON file. */
export interface LoadPlan {
  readonly host: string
  /**
   * The port of one server, or the ports of several that share a database; connections go to them in turn.
   */
  readonly port: number | readonly number[]
  /** One caller for each connection. */
  readonly bearerTokens: readonly string[]
  readonly runs: readonly PlannedRun[]
  readonly warmupMs: number
  readonly measureMs: number
  /** Whether each run is sold at one server only, as behind a proxy that goes by the run. */
  readonly isByRun?: boolean
}

const runsAtATime = 8

/** The port of the server for a connection. */
export function portOf({ port }: LoadPlan, connection: number): number {
  return typeof port === 'number' ? port : (port[connection % port.length] ?? 0)
}

/**
 * The sales of each connection: eight runs are on sale at a time, and each connection has its own seats on
 * each of them, or, if a run is sold at one server only, on those of its server.
 */
export function shares(
  runs: readonly PlannedRun[],
  connections: number,
  servers: number = 1,
): PlannedSale[][] {
  const result: PlannedSale[][] = Array.from({ length: connections }, () => [])
  const next = Array.from({ length: servers }, (_, server) => server)
  const serverOf = new Map(runs.map((run, index) => [run, index % servers]))
  for (let first = 0; first < runs.length; first += runsAtATime) {
    const group = runs.slice(first, first + runsAtATime)
    const most = Math.max(...group.map((run) => run.seatNumbers.length))
    for (let index = 0; index < most; index++)
      for (const run of group) {
        const seatNumber = run.seatNumbers[index]
        if (seatNumber === undefined) continue
        const server = serverOf.get(run) ?? 0
        const connection = next[server] ?? 0
        next[server] = connection + servers < connections ? connection + servers : server
        result[connection]?.push({ run, seatNumber })
      }
  }
  return result
}
