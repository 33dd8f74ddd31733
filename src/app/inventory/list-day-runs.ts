import type { TrainRunId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { Picture } from '../../domain/inventory/picture.ts'
import type { RunFigures } from '../../domain/inventory/run-figures.ts'
import { loadOf, noLoad, type RunLoad } from '../../domain/inventory/run-load.ts'
import type { Network } from '../../domain/railway/network.ts'
import { departureAt, type TrainRun } from '../../domain/railway/train-run.ts'
import type { Closure } from '../../domain/records/closure.ts'
import type { Deps } from '../deps.ts'
import { onOneNetwork } from '../one-network.ts'
import { parseTrainRunId } from '../wire-ids.ts'
import { loadFigures } from './load-figures.ts'

/** A run of a day with what is claimed on it. */
interface DayRun {
  readonly run: TrainRun
  readonly load: RunLoad
  readonly closures: readonly Closure[]
}

interface DayQuery {
  /** `YYYY-MM-DD` */
  readonly serviceDate: string
  readonly limit: number
  /** The run that ended the page before, as clients write it; the first page if there is no such run. */
  readonly after?: string | undefined
}

interface DayPage {
  readonly network: Network
  readonly runs: readonly DayRun[]
  /** How many runs the day has. */
  readonly total: number
  /** The run that ends this page; null if it is the last one. */
  readonly next: TrainRunId | null
}

/**
 * The runs of a service date, on sale or not, in order of departure. A run that nobody has touched costs no
 * look at the database where that is known without one.
 */
export function listDayRuns(
  { store }: Pick<Deps, 'store'>,
  { serviceDate, limit, after }: DayQuery,
): Promise<DayPage> {
  return onOneNetwork({ store }, async (network) => {
    const all = runsOn(network, serviceDate)
    const last = after === undefined ? undefined : parseTrainRunId(after)
    const start = all.findIndex(({ id }) => id === last) + 1
    const page = all.slice(start, start + limit)
    const figures = await loadFigures(
      { store },
      page.map((run) => ({ run, segment: { fromLeg: 0, toLeg: 1 } })),
    )
    const now = store.now()
    return {
      ...{ network, total: all.length },
      runs: figures.map(({ ride: { run }, figures: of }) => {
        return { run, load: loadAt(of, now), closures: of.closures }
      }),
      next: start + limit < all.length ? (page.at(-1)?.id ?? null) : null,
    }
  })
}

function runsOn(network: Network, serviceDate: string): readonly TrainRun[] {
  const found: TrainRun[] = []
  for (const run of network.runs()) if (run.serviceDate === serviceDate) found.push(run)
  return found.sort((a, b) => departureAt(a, 0) - departureAt(b, 0) || a.id - b.id)
}

/** What was counted of a picture, until a claim changes or a hold runs out. */
interface Counted {
  readonly seatsSeq: number
  readonly validUntil: Instant | null
  readonly load: RunLoad
}

const countedOf = new WeakMap<RunFigures, Counted>()

function loadAt(figures: RunFigures, now: Instant): RunLoad {
  if (!(figures instanceof Picture)) return noLoad
  const { seatsSeq, validUntil } = figures
  const known = countedOf.get(figures)
  if (known?.seatsSeq === seatsSeq && (known.validUntil === null || now < known.validUntil)) return known.load
  const load = loadOf(figures.claims(), figures.run.train.stops.length - 1, now)
  countedOf.set(figures, { seatsSeq, validUntil, load })
  return load
}
