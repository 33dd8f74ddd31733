import type { TrainRunId } from '../../domain/ids.ts'
import type { ChainEnd } from '../../domain/records/checkpoint.ts'
import type { EndPage } from '../store.ts'
import type { RunTables } from './memory-tables.ts'

type Runs = ReadonlyMap<TrainRunId, RunTables>

/** Canceled runs with bookings that are still to be given back, in order. */
export function cancelingIn(runs: Runs): readonly TrainRunId[] {
  const isMeant = ({ closures }: RunTables) => closures.some(({ kind }) => kind === 'CANCELING')
  return [...runs].flatMap(([id, tables]) => (isMeant(tables) ? id : [])).sort((a, b) => a - b)
}

/** Where audit chains end now, in the order of their runs. */
export function endsIn(all: Runs, { afterRunId, limit }: EndPage): readonly ChainEnd[] {
  const runs = [...all].filter(([id]) => id > afterRunId).sort(([a], [b]) => a - b)
  return runs.slice(0, limit).map(([trainRunId, { entries }]) => {
    const last = entries.at(-1)
    return { trainRunId, seq: last?.seq ?? 0, hash: last?.hash ?? '' }
  })
}
