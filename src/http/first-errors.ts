import type { TSchema } from 'typebox'
import { ErrorContext, ErrorSchema, Stack } from 'typebox/schema'
import { Locale } from 'typebox/system'

/** The objection of one schema keyword to a value. */
export interface SchemaError {
  readonly keyword: string
  readonly instancePath: string
  readonly message: string
  readonly params: object
}

/** Thrown to stop checking a value: the library itself would continue to the end and forget what it finds. */
class Enough extends Error {}

class FirstErrors extends ErrorContext {
  readonly #mostPlaces: number

  constructor(mostPlaces: number) {
    super()
    this.#mostPlaces = mostPlaces
  }

  override AtCapacity(): boolean {
    const places = new Set(this.GetErrors().map((error) => error.instancePath))
    if (places.size >= this.#mostPlaces) throw new Enough()
    return false
  }
}

/** The errors in an invalid value, at the first places that have any; it does not examine the rest. */
export function firstErrors(schema: TSchema, value: unknown, mostPlaces: number): readonly SchemaError[] {
  const found = new FirstErrors(mostPlaces)
  try {
    ErrorSchema(Stack({}, schema), found, '#', '', schema, value)
  } catch (error) {
    if (!(error instanceof Enough)) throw error
  }
  const message = Locale.Get()
  return found.GetErrors().map((error) => ({ ...error, message: message(error) }))
}
