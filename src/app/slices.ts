/** Runs long work of many small steps in slices, so that everything else has its turn in between. */
interface Slices {
  /** Runs the steps of a generator, up to each of its `yield`s, after those of earlier work. */
  add(work: Iterator<void>): void
}

/**
 * Writing a step to a socket that accepts it costs about 10 us, so a slice makes others wait for a
 * millisecond.
 */
const stepsPerSlice = 100

/** `soon` calls back when others have had their turn, for example `setImmediate`. */
export function makeSlices(soon: (callback: () => void) => void): Slices {
  const waiting: Iterator<void>[] = []
  function doSlice(): void {
    for (let left = stepsPerSlice; left > 0 && waiting.length > 0; left--) {
      if (waiting[0]?.next().done) waiting.shift()
    }
    if (waiting.length > 0) soon(doSlice)
  }
  return {
    add(work) {
      waiting.push(work)
      if (waiting.length === 1) soon(doSlice)
    },
  }
}
