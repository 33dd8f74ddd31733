import type { Fare } from '../domain/fare.ts'
import type { ConsistPlan, TrainPlan } from '../domain/timetable.ts'
import { defaultConsistFile, readConsistFile } from './consists/read-consist-rules.ts'
import { defaultFareFile, readFareFile } from './fares/read-fare-rules.ts'
import { matchesTrain } from './match-train.ts'
import { type RuleFileProblem, RuleFileRefused } from './schemas/rule-file.ts'
import type { TrainRule } from './schemas/train-match.ts'
import type { TrainFacts } from './train-facts.ts'

export type { TrainFacts } from './train-facts.ts'
export { type RuleFileProblem, RuleFileRefused }

/** Which train gets which coaches. */
export interface ConsistRules {
  /** Where the rules are written. */
  readonly file: string
  /** Those that a rule or the default can give to a train. */
  readonly consists: readonly ConsistPlan[]
  /** The name of the train's consist; every train has one. */
  consistFor(train: TrainFacts): string
}

/** Which train has which prices. */
export interface FareRules {
  readonly file: string
  /** Those that a rule or the default can give to a train. */
  readonly fares: readonly Fare[]
  /** The name of the train's fare; every train has one. */
  fareFor(train: TrainFacts): string
}

/** Reads a consist rule file; null means the built-in one. Throws `RuleFileRefused`. */
export function readConsistRules(file: string | null): ConsistRules {
  const from = file ?? defaultConsistFile
  const read = readConsistFile(from)
  const used = new Set(usesOf(read))
  return {
    file: from,
    consists: [...read.plans.values()].filter((plan) => used.has(plan.name)),
    consistFor: (train) => firstMatch(read, train),
  }
}

/** Reads a fare rule file; null means the built-in one. Throws `RuleFileRefused`. */
export function readFareRules(file: string | null): FareRules {
  const from = file ?? defaultFareFile
  const read = readFareFile(from)
  const used = new Set(usesOf(read))
  return {
    file: from,
    fares: [...read.fares.values()].filter((fare) => used.has(fare.name)),
    fareFor: (train) => firstMatch(read, train),
  }
}

/**
 * Each fare must price each class of the consists that it meets: on the trains of a timetable, or on any train where none are
 * given. Throws `RuleFileRefused` with every class that is missing.
 */
export function checkPairing(
  consistRules: ConsistRules,
  fareRules: FareRules,
  trains?: Iterable<Pick<TrainPlan, 'consistName' | 'fareName'>>,
): void {
  const pairings = trains ? new Set<string>() : undefined
  for (const train of trains ?? []) pairings?.add(pairingOf(train.consistName, train.fareName))
  const problems = fareRules.fares.flatMap((fare) =>
    consistRules.consists
      .filter((consist) => pairings?.has(pairingOf(consist.name, fare.name)) ?? true)
      .flatMap((consist) => missingClasses(consist, fare).map((name) => ({ fare, consist, name }))),
  )
  if (problems.length === 0) return
  throw new RuleFileRefused(
    problems.map(({ fare, consist, name }) => ({
      file: fareRules.file,
      pointer: '/fares',
      reason: `fare ${fare.name} has no price for class ${name}, which consist ${consist.name} has: give the fare this class, or the trains another fare or consist`,
    })),
  )
}

function missingClasses(consist: ConsistPlan, fare: Fare): string[] {
  return consist.travelClasses.filter((name) => !fare.classes[name])
}

function pairingOf(consistName: string, fareName: string): string {
  return `${consistName} ${fareName}`
}

interface Ordered {
  readonly rules: readonly TrainRule[]
  readonly default: string
}

function firstMatch({ rules, default: otherwise }: Ordered, train: TrainFacts): string {
  return rules.find((rule) => matchesTrain(rule.when, train))?.use ?? otherwise
}

function usesOf({ rules, default: otherwise }: Ordered): string[] {
  return [...rules.map((rule) => rule.use), otherwise]
}
