import { type Clock, monotonicClock } from '../clock.ts'
import { type EngineOptions, EngineStore } from '../engine-store.ts'
import { MemoryBackend } from './memory-backend.ts'

/** The engine over plain maps, for tests and as the oracle for the other stores. */
export function openMemoryStore(
  options: EngineOptions & { readonly clock?: Clock } = {},
): Promise<EngineStore> {
  return EngineStore.open(new MemoryBackend(options.clock ?? monotonicClock(0, () => {})), options)
}
