import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeMachine } from '../machine.ts'
import { quietShare, watchOthers } from '../quiet-machine.ts'
import { withFolder } from '../temporary-folder.ts'
import type { PartFigures } from './parts.ts'

/** A part as it was measured. */
interface MeasuredPart extends PartFigures {
  /** When, to the minute, in UTC. */
  readonly measuredAt: string
  readonly machine: readonly string[]
  readonly rounds: number
  /** How much of the processors other work used meanwhile, from 0 to 1; null if it could not be seen. */
  readonly others: number | null
}

/** All parts by name, each of its latest measurement. */
export type Results = Readonly<Record<string, MeasuredPart>>

/** Where figures are kept, unless somebody wants them elsewhere. */
export const usualFolder = join(import.meta.dirname, '..')

function fileIn(folder: string): string {
  return join(folder, 'results.json')
}

/** What was measured last; empty before the first time. */
export function readResults(folder = usualFolder): Results {
  const file = fileIn(folder)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : {}
}

export function keepResults(results: Results, folder: string): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(fileIn(folder), `${JSON.stringify(results, roundedNumbers, 1)}\n`)
}

/** Four digits are more than any of these figures deserves. */
function roundedNumbers(_name: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(4)) : value
}

/** Measures a part, with what is worth knowing of the machine meanwhile. */
export async function measurePart(work: () => Promise<PartFigures>, rounds: number): Promise<MeasuredPart> {
  const machine = await withFolder(async (folder) => describeMachine(folder))
  const others = othersOrNull()
  const figures = await work()
  return {
    measuredAt: `${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    ...{ machine, rounds, others: others?.share() ?? null },
    ...figures,
  }
}

/** Only Linux says it. */
function othersOrNull(): ReturnType<typeof watchOthers> | null {
  try {
    return watchOthers()
  } catch {
    return null
  }
}

/** Whether the machine was quiet, as a sentence. */
export function quietSentence({ others }: Pick<MeasuredPart, 'others'>): string {
  if (others === null) return 'This system does not say whether the machine was quiet.'
  const percent = `${(others * 100).toFixed(0)} % of the processors went to other work`
  return others <= quietShare
    ? `The machine was quiet (${percent}).`
    : `The machine was not quiet: ${percent}.`
}
