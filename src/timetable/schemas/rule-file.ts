import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import type { Static, TSchema } from 'typebox'
import Value from 'typebox/value'
import { lineProblem, longestOperatorText, noteProblem } from '../../domain/text.ts'

/** One mistake in a rule file. */
export interface RuleFileProblem {
  readonly file: string
  /** JSON pointer (RFC 6901) of the wrong member; empty if the whole file is wrong. */
  readonly pointer: string
  readonly reason: string
}

const shownProblems = 20

/** A rule file that cannot be used. It lists every mistake with its place. */
export class RuleFileRefused extends Error {
  readonly problems: readonly RuleFileProblem[]

  constructor(problems: readonly RuleFileProblem[]) {
    const lines = problems
      .slice(0, shownProblems)
      .map((problem) => `${problem.file}${problem.pointer && ` at ${problem.pointer}`}: ${problem.reason}`)
    if (problems.length > shownProblems) lines.push(`and ${problems.length - shownProblems} more`)
    super(lines.join('\n'))
    this.name = 'RuleFileRefused'
    this.problems = problems
  }
}

/** Reads and checks one rule file against its schema. Throws `RuleFileRefused`. */
export function readRuleFile<const S extends TSchema>(schema: S, file: string): Static<S> {
  const value = parseJson(readText(file), file)
  if (!Value.Check(schema, value))
    throw new RuleFileRefused(problemsOf(schema, value).map((problem) => ({ file, ...problem })))
  const problems = [...textProblems(value, '')]
  if (problems.length > 0) throw new RuleFileRefused(problems.map((problem) => ({ file, ...problem })))
  return value
}

/** Every text in a file has one line, except comments, which the program does not use. */
function* textProblems(value: unknown, pointer: string): Generator<{ pointer: string; reason: string }> {
  if (typeof value === 'string') {
    const check = pointer.endsWith('/comment') ? noteProblem : lineProblem
    const reason = check(value, longestOperatorText)
    if (reason !== undefined) yield { pointer, reason }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) yield* textProblems(member, pointer + pointerTo(name))
  }
}

/** One segment of a JSON pointer, escaped. RFC 6901 section 3. */
export function pointerTo(...path: readonly (string | number)[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

function readText(file: string): string {
  const bytes = readBytes(file)
  if (!isUtf8(bytes))
    throw new RuleFileRefused([{ file, pointer: '', reason: 'is not UTF-8 text; save the file as UTF-8' }])
  return bytes.toString('utf8')
}

function readBytes(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault)
    throw new RuleFileRefused([{ file, pointer: '', reason: `cannot be read: ${reason}` }])
  }
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault)
    throw new RuleFileRefused([{ file, pointer: '', reason: `is not JSON: ${reason}` }])
  }
}

type SchemaError = ReturnType<typeof Value.Errors>[number]

/** The validator's messages, reworded for people who write the file by hand. */
function problemsOf(schema: TSchema, value: unknown): { pointer: string; reason: string }[] {
  const errors = Value.Errors(schema, value).filter((error) => error.keyword !== 'boolean')
  const choices = errors.filter((error) => error.keyword === 'anyOf')
  const isPartOf = (error: SchemaError, choice: SchemaError) =>
    error.schemaPath.startsWith(`${choice.schemaPath}/anyOf/`)
  const problems = errors.flatMap((error) => {
    if (choices.some((choice) => isPartOf(error, choice) && error.instancePath === choice.instancePath))
      return []
    if (error.keyword === 'anyOf') {
      const parts = errors.filter((part) => isPartOf(part, error))
      if (parts.some((part) => part.instancePath !== error.instancePath)) return []
      const reasons = new Set(parts.map((part) => part.message))
      return [{ pointer: error.instancePath, reason: [...reasons].join(', or ') }]
    }
    return inWords(error)
  })
  return problems.length > 0 ? problems : [{ pointer: '', reason: 'does not match its schema' }]
}

function inWords(error: SchemaError): { pointer: string; reason: string }[] {
  const pointer = error.instancePath
  if (error.keyword === 'additionalProperties')
    return error.params.additionalProperties.map((name) => ({
      pointer: pointer + pointerTo(name),
      reason: 'is not a known member; check its spelling, or remove it',
    }))
  if (error.keyword === 'required')
    return error.params.requiredProperties.map((name) => ({
      pointer: pointer + pointerTo(name),
      reason: 'is missing',
    }))
  if (error.keyword === 'enum')
    return [{ pointer, reason: `must be one of ${error.params.allowedValues.join(', ')}` }]
  if (error.keyword === 'const') return [{ pointer, reason: `must be ${String(error.params.allowedValue)}` }]
  if (error.keyword === 'pattern') return [{ pointer, reason: `must match ${String(error.params.pattern)}` }]
  return [{ pointer, reason: error.message }]
}
