import path from 'node:path'
import type { ConsistPlan } from '../../domain/railway/timetable.ts'
import { type ConsistRulesFile, consistRulesSchema } from '../schemas/consist-rules.ts'
import { pointerTo, type RuleFileProblem, RuleFileRefused, readRuleFile } from '../schemas/rule-file.ts'
import { notForSale, type TrainRule } from '../schemas/train-match.ts'
import type { LaidOutCoach } from './lay-out-coach.ts'
import { planConsist } from './plan-consist.ts'
import { builtInCoaches, checkLayout, readLayoutFile } from './read-layouts.ts'

/** The rules for trains of imported timetables if the operator provides none. */
export const defaultConsistFile = path.join(import.meta.dirname, 'default.json')

/** A consist file, checked. */
interface ReadConsists {
  readonly plans: ReadonlyMap<string, ConsistPlan>
  readonly rules: readonly TrainRule[]
  readonly default: string
}

/** Reads a consist file. It may name built-in layouts and consists. Throws `RuleFileRefused`. */
export function readConsistFile(file: string): ReadConsists {
  const content = readRuleFile(consistRulesSchema, file)
  const problems: RuleFileProblem[] = []
  const coaches = coachesOf(content, file, problems)
  const plans = new Map(file === defaultConsistFile ? [] : readConsistFile(defaultConsistFile).plans)
  const own = new Set<string>()
  for (const [index, line] of (content.consists ?? []).entries()) {
    const base = pointerTo('consists', index)
    if (own.has(line.name))
      problems.push({ file, pointer: `${base}/name`, reason: `${line.name} is there twice` })
    own.add(line.name)
    const reserved = reservedName(line.name)
    if (reserved) problems.push({ file, pointer: `${base}/name`, reason: reserved })
    const { plan, problems: found } = planConsist(line, coaches)
    problems.push(...found.map(({ pointer, reason }) => ({ file, pointer: base + pointer, reason })))
    plans.set(plan.name, plan)
  }
  problems.push(...unknownUses(content, [...plans.keys()], 'consist', file))
  if (problems.length > 0) throw new RuleFileRefused(problems)
  return { plans, rules: content.rules, default: content.default }
}

/** Why a consist or fare may not have this name; undefined if it may. */
export function reservedName(name: string): string | undefined {
  return name === notForSale
    ? `${name} is what rules write to keep trains from sale; take another name`
    : undefined
}

/** Uses of undefined names, for both consists and fares. */
export function unknownUses(
  content: { readonly rules: readonly TrainRule[]; readonly default: string },
  known: readonly string[],
  what: string,
  file: string,
): RuleFileProblem[] {
  const uses = content.rules.map((rule, index) => ({
    name: rule.use,
    pointer: pointerTo('rules', index, 'use'),
  }))
  return [...uses, { name: content.default, pointer: pointerTo('default') }]
    .filter(({ name }) => name !== notForSale && !known.includes(name))
    .map(({ name, pointer }) => ({
      file,
      pointer,
      reason: `there is no ${what} ${name}; known are ${known.join(', ')}`,
    }))
}

function coachesOf(
  content: ConsistRulesFile,
  file: string,
  problems: RuleFileProblem[],
): ReadonlyMap<string, LaidOutCoach> {
  const coaches = new Map(builtInCoaches())
  for (const [index, entry] of (content.layouts ?? []).entries()) {
    const pointer = pointerTo('layouts', index)
    try {
      const coach =
        typeof entry === 'string'
          ? readLayoutFile(path.resolve(path.dirname(file), entry))
          : checkLayout(entry, file, pointer)
      const { name } = coach.layout
      if (coaches.has(name)) problems.push({ file, pointer, reason: `there is already a layout ${name}` })
      coaches.set(name, coach)
    } catch (fault) {
      if (!(fault instanceof RuleFileRefused)) throw fault
      problems.push(...fault.problems)
    }
  }
  return coaches
}
