import type { Fare } from '../domain/railway/fare.ts'
import type { ConsistPlan, TrainPlan } from '../domain/railway/timetable.ts'
import { defaultConsistFile, readConsistFile } from './consists/read-consist-rules.ts'
import { defaultFareFile, readFareFile } from './fares/read-fare-rules.ts'
import { matchesTrain } from './match-train.ts'
import { type RuleFileProblem, RuleFileRefused } from './schemas/rule-file.ts'
import { notForSale, type TrainRule } from './schemas/train-match.ts'
import type { TrainFacts } from './train-facts.ts'

export type { TrainFacts } from './train-facts.ts'
export { RuleFileRefused }

/** The coaches of each train. */
export interface ConsistRules {
  /** Where the rules are written. */
  readonly file: string
  /** Those that a rule or the default can give to a train. */
  readonly consists: readonly ConsistPlan[]
  /** The name of the train's consist; null if a rule keeps the train off sale. */
  consistFor(train: TrainFacts): string | null
}

/** The prices of each train. */
export interface FareRules {
  readonly file: string
  /** Those that a rule or the default can give to a train. */
  readonly fares: readonly Fare[]
  /** The name of the train's fare; null if a rule keeps the train off sale. */
  fareFor(train: TrainFacts): string | null
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

/** The rules for one timetable. */
export interface PairOfRules {
  readonly consistRules: ConsistRules
  readonly fareRules: FareRules
}

/** Reads both rule files; null means the built-in one. Throws `RuleFileRefused` with the mistakes of both. */
export function readRulePair(consistsFile: string | null, faresFile: string | null): PairOfRules {
  const problems: RuleFileProblem[] = []
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (fault) {
      if (!(fault instanceof RuleFileRefused)) throw fault
      problems.push(...fault.problems)
    }
  }
  const consistRules = attempt(() => readConsistRules(consistsFile))
  const fareRules = attempt(() => readFareRules(faresFile))
  if (!consistRules || !fareRules) throw new RuleFileRefused(problems)
  return { consistRules, fareRules }
}

/**
 * Each fare must price each class of the consists that it can meet: on the given trains of a timetable, or
 * on any train if none are given. Throws `RuleFileRefused` with every missing class.
 */
export function checkPairing(
  { consistRules, fareRules }: PairOfRules,
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
      reason:
        `fare ${fare.name} has no price for class ${name}, which consist ${consist.name} ` +
        'has: give the fare this class, or the trains another fare or consist',
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

function firstMatch({ rules, default: otherwise }: Ordered, train: TrainFacts): string | null {
  const use = rules.find((rule) => matchesTrain(rule.when, train))?.use ?? otherwise
  return use === notForSale ? null : use
}

function usesOf({ rules, default: otherwise }: Ordered): string[] {
  return [...rules.map((rule) => rule.use), otherwise]
}
