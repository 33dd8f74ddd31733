import { type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/schema'
import { datePattern, notBlankPattern } from './schemas/common.ts'

/** Where a request is wrong, as a JSON pointer into its body or the name of its parameter, and what it should be. */
export interface FieldError {
  readonly pointer: string
  readonly detail: string
}

/** A part of a request that does not fit its schema. */
export class RequestMalformed extends Error {
  override readonly name = 'RequestMalformed'
  readonly errors: readonly FieldError[]

  constructor(errors: readonly FieldError[]) {
    super('the request does not fit its schema')
    this.errors = errors
  }
}

/** An answer with a thousand errors helps nobody more than one with twenty. */
const maxErrors = 20

/**
 * Checks a part of a request. Bodies are taken as they are: a number in quotes is no number. In an address everything is text, so
 * there numbers are read first.
 */
export function compileCheck(schema: TSchema, part: string | undefined) {
  const check = Compile(schema)
  const numbers = part === 'body' ? [] : numberNames(schema)
  return (given: unknown): { value: unknown } | { error: Error } => {
    // The framework gives null where there is no body; whether it may be left out, the schema says.
    const sent = given ?? {}
    const value = numbers.length > 0 ? readNumbers(numbers, sent) : sent
    if (check.Check(value)) return { value }
    const [, errors] = check.Errors(value)
    return { error: new RequestMalformed(fieldErrorsOf(errors)) }
  }
}

function numberNames(schema: TSchema): readonly string[] {
  if (!Type.IsObject(schema)) return []
  return Object.keys(schema.properties).filter((name) => Type.IsInteger(schema.properties[name]))
}

/** What is written like a whole number becomes one; anything else stays text, which the schema then refuses. */
function readNumbers(names: readonly string[], sent: object): object {
  const read: Record<string, unknown> = { ...sent }
  for (const name of names) {
    const text = read[name]
    if (typeof text === 'string' && /^-?\d{1,15}$/.test(text)) read[name] = Number(text)
  }
  return read
}

interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly message: string
  readonly params: object
}

/** One error a place: who left a name empty need not hear that it also fails to match. */
function fieldErrorsOf(errors: readonly SchemaError[]): readonly FieldError[] {
  const described = new Map<string, FieldError>()
  for (const error of errors) {
    for (const one of fieldErrorOf(error)) if (!described.has(one.pointer)) described.set(one.pointer, one)
    if (described.size >= maxErrors) break
  }
  return [...described.values()].slice(0, maxErrors)
}

const patternDetails = new Map([
  [datePattern, 'must be a date, YYYY-MM-DD'],
  [notBlankPattern, 'must not be blank'],
])

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
  return [{ pointer: instancePath, detail: message }]
}
