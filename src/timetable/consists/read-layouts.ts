import { readdirSync } from 'node:fs'
import path from 'node:path'
import { type CoachLayoutFile, coachLayoutSchema } from '../schemas/coach-layout.ts'
import { RuleFileRefused, readRuleFile } from '../schemas/rule-file.ts'
import { type LaidOutCoach, layOutCoach } from './lay-out-coach.ts'

const builtInFolder = path.join(import.meta.dirname, 'layouts')

let builtIn: ReadonlyMap<string, LaidOutCoach> | undefined

/** The built-in coaches by layout name; read once. */
export function builtInCoaches(): ReadonlyMap<string, LaidOutCoach> {
  builtIn ??= new Map(
    builtInLayoutFiles()
      .map(readLayoutFile)
      .map((coach) => [coach.layout.name, coach]),
  )
  return builtIn
}

/** The files of the built-in layouts, sorted by name. */
export function builtInLayoutFiles(): readonly string[] {
  return readdirSync(builtInFolder)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => path.join(builtInFolder, file))
}

/** One coach from a layout file. Throws `RuleFileRefused`. */
export function readLayoutFile(file: string): LaidOutCoach {
  return checkLayout(readRuleFile(coachLayoutSchema, file), file, '')
}

/** One coach from a layout inside a file, at the pointer `base`. Throws `RuleFileRefused`. */
export function checkLayout(layout: CoachLayoutFile, file: string, base: string): LaidOutCoach {
  const { coach, problems } = layOutCoach(layout)
  if (problems.length === 0) return coach
  throw new RuleFileRefused(
    problems.map(({ pointer, reason }) => ({ file, pointer: base + pointer, reason })),
  )
}
