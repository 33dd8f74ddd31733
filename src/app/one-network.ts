import type { Network } from '../domain/railway/network.ts'
import type { Deps } from './deps.ts'

/**
 * Does work that reads the timetable and then the pictures of its runs. If another timetable takes its place
 * meanwhile, the pictures no longer belong to what was read, and the work is done again.
 */
export async function onOneNetwork<T>(
  { store }: Pick<Deps, 'store'>,
  work: (network: Network) => Promise<T>,
): Promise<T> {
  for (;;) {
    const network = store.network()
    try {
      const done = await work(network)
      if (store.network() === network) return done
    } catch (fault) {
      if (store.network() === network) throw fault
    }
  }
}
