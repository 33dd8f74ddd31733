import { setImmediate } from 'node:timers/promises'
import { nearStations } from '../../domain/railway/near-station.ts'
import type { Network } from '../../domain/railway/network.ts'
import type { Station } from '../../domain/railway/station.ts'
import { buildStationIndex, type StationIndex } from '../../domain/railway/station-index.ts'
import type { Deps } from '../deps.ts'

/** The most stations that a search gives, unless it asks for fewer or more. */
export const usualStations = 100

export interface FoundStations {
  readonly stations: readonly Station[]
  /**
   * For a station that shares its name with another: one close by that people know, which tells them apart.
   * Undefined for all others.
   */
  near(station: Station): Station | undefined
}

/** A network never changes, and an import makes a new one: what is made of it goes with it. */
interface Prepared {
  readonly index: StationIndex
  readonly near: FoundStations['near']
}
const preparedByNetwork = new WeakMap<Network, Promise<Prepared>>()

/**
 * The stations that match what a passenger types, best first, as `StationIndex` has it. With no text: all
 * stations in order of name.
 */
export async function listStations(
  deps: Pick<Deps, 'store'>,
  typed: string,
  limit = usualStations,
): Promise<FoundStations> {
  const network = deps.store.network()
  const { index, near } = await preparedOf(network)
  const stations = typed.trim() === '' ? network.stationsByName : index.find(typed, limit)
  return { stations, near }
}

function preparedOf(network: Network): Promise<Prepared> {
  const known = preparedByNetwork.get(network)
  if (known) return known
  const made = prepare(network)
  preparedByNetwork.set(network, made)
  return made
}

/** Other requests have their turn between the steps. */
async function prepare(network: Network): Promise<Prepared> {
  const building = buildStationIndex(network.stationsByName)
  let step = building.next()
  while (!step.done) {
    await setImmediate()
    step = building.next()
  }
  const index = step.value
  let nearOf: FoundStations['near'] | undefined
  return {
    index,
    near(station) {
      if (!index.sharesName(station)) return undefined
      nearOf ??= nearStations(network)
      return nearOf(station)
    },
  }
}
