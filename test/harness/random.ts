import { randomInt } from 'node:crypto'
import type { TestContext } from 'node:test'

/** A seeded source of numbers: the same seed gives the same numbers, in the same order. */
export interface Random {
  /** 0 to `below` - 1. */
  int(below: number): number
  /** True with this probability. */
  chance(probability: number): boolean
  pick<T>(from: readonly T[]): T
  /** The requested number of different members, in random order. */
  sample<T>(from: readonly T[], count: number): T[]
}

// mulberry32: 32 bits of state are plenty for choosing what a test does.
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (below: number): number => Math.floor(next() * below)
  const sample = <T>(from: readonly T[], count: number): T[] => {
    const rest = [...from]
    return Array.from({ length: Math.min(count, rest.length) }, () => rest.splice(int(rest.length), 1)).flat()
  }
  const pick = <T>(from: readonly T[]): T => {
    const [one] = sample(from, 1)
    if (one === undefined) throw new RangeError('nothing to pick from')
    return one
  }
  return { int, chance: (probability) => next() < probability, pick, sample }
}

/** The seed from the environment variable, else a new one; printed with the line that repeats the test. */
export function seedOf(t: TestContext, variable: string, file: string, also = ''): number {
  const given = process.env[variable]
  const seed = given === undefined ? randomInt(2 ** 31) : Number(given)
  if (!Number.isSafeInteger(seed)) throw new RangeError(`${variable} must be a whole number, not ${given}`)
  t.diagnostic(`seed ${seed}; again with: ${also}${variable}=${seed} npx node --test ${file}`)
  return seed
}
