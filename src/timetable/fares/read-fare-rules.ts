import path from 'node:path'
import type { ClassFare, Fare, RefundRule } from '../../domain/railway/fare.ts'
import { reservedName, unknownUses } from '../consists/read-consist-rules.ts'
import { type FareLine, type FareRulesFile, fareRulesSchema } from '../schemas/fare-rules.ts'
import { pointerTo, type RuleFileProblem, RuleFileRefused, readRuleFile } from '../schemas/rule-file.ts'
import type { TrainRule } from '../schemas/train-match.ts'

/** The fares for imported timetables if the operator provides none. */
export const defaultFareFile = path.join(import.meta.dirname, 'default.json')

/** A fare file, checked. */
interface ReadFares {
  readonly fares: ReadonlyMap<string, Fare>
  readonly rules: readonly TrainRule[]
  readonly default: string
}

/** Reads a fare file. Throws `RuleFileRefused`. */
export function readFareFile(file: string): ReadFares {
  const content = readRuleFile(fareRulesSchema, file)
  const names = content.fares.map((line) => line.name)
  const problems = [...fileProblems(content, names), ...unknownUses(content, names, 'fare', file)]
  if (problems.length > 0) throw new RuleFileRefused(problems.map((problem) => ({ ...problem, file })))
  return {
    fares: new Map(content.fares.map((line) => [line.name, fareOf(content, line)])),
    rules: content.rules,
    default: content.default,
  }
}

type Problem = Omit<RuleFileProblem, 'file'>

function fileProblems(content: FareRulesFile, names: readonly string[]): Problem[] {
  const problems: Problem[] = []
  if (!Intl.supportedValuesOf('currency').includes(content.currency))
    problems.push({ pointer: '/currency', reason: `${content.currency} is not a currency of ISO 4217` })
  if (content.refund) problems.push(...stepProblems(content.refund, '/refund'))
  for (const [index, line] of content.fares.entries()) {
    const base = pointerTo('fares', index)
    if (names.indexOf(line.name) < index)
      problems.push({ pointer: `${base}/name`, reason: `${line.name} is there twice` })
    const reserved = reservedName(line.name)
    if (reserved) problems.push({ pointer: `${base}/name`, reason: reserved })
    problems.push(...fareProblems(content, line, base))
  }
  return problems
}

function fareProblems(content: FareRulesFile, line: FareLine, base: string): Problem[] {
  const problems: Problem[] = []
  if (line.refund) problems.push(...stepProblems(line.refund, `${base}/refund`))
  else if (!content.refund)
    problems.push({ pointer: `${base}/refund`, reason: 'is missing: give one to the fare or to the file' })
  for (const [name, price] of Object.entries(line.classes)) {
    if (hasMoreDecimals(price.cents_per_kilometer))
      problems.push({
        pointer: base + pointerTo('classes', name, 'cents_per_kilometer'),
        reason: 'has more than three decimals',
      })
  }
  for (const [index, pair] of (line.pairs ?? []).entries()) {
    const pointer = base + pointerTo('pairs', index)
    if (pair.from === pair.to) problems.push({ pointer, reason: 'is from a station to itself' })
    for (const name of Object.keys(pair.price_cents)) {
      if (line.classes[name]) continue
      problems.push({
        pointer: pointer + pointerTo('price_cents', name),
        reason: `the fare has no class ${name}; it has ${Object.keys(line.classes).join(', ')}`,
      })
    }
  }
  return problems
}

/** Rates are in thousandths. */
function hasMoreDecimals(rate: number): boolean {
  return Math.abs(Math.round(rate * 1000) / 1000 - rate) > 1e-9
}

/** The steps approach departure, and a later cancellation never refunds more. */
function stepProblems(refund: NonNullable<FareRulesFile['refund']>, base: string): Problem[] {
  return refund.steps.flatMap((step, index) => {
    const before = refund.steps[index - 1]
    if (!before) return []
    const pointer = base + pointerTo('steps', index)
    if (step.hours_before >= before.hours_before)
      return [{ pointer: `${pointer}/hours_before`, reason: 'must be less than in the step before it' }]
    if (step.percent > before.percent)
      return [{ pointer: `${pointer}/percent`, reason: 'must not be more than in the step before it' }]
    return []
  })
}

function fareOf(content: FareRulesFile, line: FareLine): Fare {
  const classes: Record<string, ClassFare> = {}
  for (const [name, price] of Object.entries(line.classes))
    classes[name] = {
      baseCents: price.base_cents,
      centsPerKilometer: price.cents_per_kilometer,
      minimumCents: price.minimum_cents,
    }
  return {
    name: line.name,
    currency: content.currency,
    roundToCents: line.round_to_cents ?? 1,
    classes,
    pairs: (line.pairs ?? []).map(({ from, to, price_cents }) => ({ from, to, priceCents: price_cents })),
    refund: refundOf(line.refund ?? content.refund),
  }
}

function refundOf(refund: FareRulesFile['refund']): RefundRule {
  return {
    steps: (refund?.steps ?? []).map((step) => ({ hoursBefore: step.hours_before, percent: step.percent })),
    fixedFeeCents: refund?.fixed_fee_cents ?? 0,
  }
}
