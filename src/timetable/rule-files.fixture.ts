import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'
import { RuleFileRefused } from './rules.ts'
import type { TrainFacts } from './train-facts.ts'

/** The fares of a real railway that come with Holdfast. */
export const viaFares = path.join(import.meta.dirname, 'fares', 'via-rail.json')

const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-rules-'))
after(() => rmSync(folder, { recursive: true }))

/** Writes a rule file as JSON, or a text as it is, and returns its path; it is removed after the tests. */
export function written(name: string, value: unknown): string {
  const file = path.join(folder, name)
  writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value))
  return file
}

/** Pointer and reason of each mistake for which a rule file is refused; empty if it is not. */
export function problemsOf(read: () => unknown): string[] {
  try {
    read()
  } catch (fault) {
    if (!(fault instanceof RuleFileRefused)) throw fault
    return fault.problems.map(({ pointer, reason }) => `${pointer} ${reason}`)
  }
  return []
}

/** What rules see of a train: four hours and 400 km by day, unless said otherwise. */
export const train = (facts: Partial<TrainFacts>): TrainFacts => ({
  number: '1',
  name: '',
  routeShortName: '',
  routeLongName: '',
  agencyName: '',
  routeType: 2,
  firstDepartureSeconds: 8 * 3600,
  durationSeconds: 4 * 3600,
  distanceMeters: 400_000,
  stationCodes: ['A', 'B'],
  ...facts,
})

/** Prices of a class by distance. */
export const second = { base_cents: 100, cents_per_kilometer: 10, minimum_cents: 200 }

/** Half of the price comes back until a day before departure. */
export const flatRefund = {
  steps: [
    { hours_before: 48, percent: 50 },
    { hours_before: 24, percent: 50 },
  ],
  fixed_fee_cents: 0,
}
