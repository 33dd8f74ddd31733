import type { TrainId } from '../domain/ids.ts'
import type { Timetable, TrainPlan } from '../domain/railway/timetable.ts'
import { type DraftWishes, draftWishes, type PlanTerms } from './wishes.ts'

/** A train that a store has; `serviceDates` are those on which it is in force. */
interface StoredPlan extends Omit<TrainPlan, 'stops' | 'consistName' | 'fareName'> {
  readonly id: TrainId
  readonly digest: string
  /** Digests of its coaches and of its fare. */
  readonly consist: string
  readonly fare: string
}

/**
 * What the timetable of a source that is in force wants, beside the runs that are open: those that are
 * missing, and what runs that wait would become. It knows no stops and no seats: whoever asks reads the stops
 * of `trainsToCompare`, and plans only for runs that nobody has claims on.
 */
export function currentWishes(
  source: string,
  stored: readonly StoredPlan[],
  terms: PlanTerms,
  known: Parameters<typeof draftWishes>[3],
): DraftWishes {
  const digests = new Map<TrainPlan, string>()
  const trains = stored.map(({ id: _, digest, consist: consistName, fare: fareName, ...train }) => {
    const plan: TrainPlan = { ...train, stops: [], consistName, fareName }
    digests.set(plan, digest)
    return plan
  })
  const timetable: Timetable = {
    ...{ source, firstDate: '', stations: [], fares: [], trains },
    consists: [...new Set(stored.map(({ consist }) => consist))].map((name) => ({
      ...{ name, coaches: [], seats: [], travelClasses: [] },
    })),
  }
  const ofTrain = (plan: TrainPlan) => digests.get(plan) ?? ''
  return draftWishes(
    timetable,
    terms,
    { train: ofTrain, consist: (name) => name, fare: (name) => name },
    known,
  )
}
