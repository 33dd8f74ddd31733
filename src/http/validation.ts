import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/schema'
import { mustNotBeBlank } from '../domain/text.ts'
import { firstErrors, type SchemaError } from './first-errors.ts'
import { compileLengths } from './list-lengths.ts'
import { datePattern } from './schemas/common.ts'

/**
 * Where a request is wrong, as a JSON pointer into its body or the name of a parameter, and what it should
 * be.
 */
interface FieldError {
  readonly pointer: string
  readonly detail: string
}

/** A part of a request does not fit its schema. */
export class RequestMalformed extends Error {
  override readonly name = 'RequestMalformed'
  readonly errors: readonly FieldError[]

  constructor(errors: readonly FieldError[]) {
    super('the request does not fit its schema')
    this.errors = errors
  }
}

/** An answer with a thousand errors is no more help than one with twenty. */
const maxErrors = 20

/**
 * Checks a part of a request. Bodies are taken literally: a number in quotes is not a number. In a URL
 * everything is text, so numbers are parsed first.
 */
export function compileCheck(schema: TSchema, part: string | undefined) {
  // Compiled for the first request: most of what a server starts with is not used for a long time.
  let check: ReturnType<typeof Compile> | undefined
  const tooLong = compileLengths(schema)
  const numbers = part === 'body' ? [] : numberNames(schema)
  return (given: unknown): { value: unknown } | { error: Error } => {
    // The framework passes null if there is no body; the schema says if the body may be left out.
    const sent = given ?? {}
    const value = numbers.length > 0 ? readNumbers(numbers, sent) : sent
    const overlong = tooLong(value)
    if (overlong.length > 0) return { error: new RequestMalformed(overlong) }
    check ??= Compile(schema)
    if (check.Check(value)) return { value }
    return { error: new RequestMalformed(fieldErrorsOf(firstErrors(schema, value, maxErrors))) }
  }
}

function numberNames(schema: TSchema): readonly string[] {
  if (!Type.IsObject(schema)) return []
  return Object.keys(schema.properties).filter((name) => Type.IsInteger(schema.properties[name]))
}

/** Text that looks like a whole number becomes one; anything else stays text, and the schema refuses it. */
function readNumbers(names: readonly string[], sent: object): object {
  const read: Record<string, unknown> = { ...sent }
  for (const name of names) {
    const text = read[name]
    if (typeof text === 'string' && /^-?\d{1,15}$/.test(text)) read[name] = Number(text)
  }
  return read
}

/** One error per place: an empty name needs no second error about its pattern. */
function fieldErrorsOf(errors: readonly SchemaError[]): readonly FieldError[] {
  const described = new Map<string, FieldError>()
  for (const one of errors.flatMap(fieldErrorOf))
    if (!described.has(one.pointer)) described.set(one.pointer, one)
  return [...described.values()].slice(0, maxErrors)
}

const patternDetails = new Map([[datePattern, 'must be a date, YYYY-MM-DD']])

function fieldErrorOf({ keyword, instancePath, message, params }: SchemaError): readonly FieldError[] {
  if (keyword === 'required' && 'requiredProperties' in params && Array.isArray(params.requiredProperties))
    return params.requiredProperties.map((name) => ({
      pointer: `${instancePath}/${name}`,
      detail: 'is missing',
    }))
  if (keyword === 'enum' && 'allowedValues' in params && Array.isArray(params.allowedValues))
    return [{ pointer: instancePath, detail: `must be one of ${params.allowedValues.join(', ')}` }]
  if (keyword === 'pattern' && 'pattern' in params)
    return [{ pointer: instancePath, detail: patternDetails.get(String(params.pattern)) ?? message }]
  // A text that may not be empty may not be blank either.
  return [{ pointer: instancePath, detail: keyword === 'minLength' ? mustNotBeBlank : message }]
}
