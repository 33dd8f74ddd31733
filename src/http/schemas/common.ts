import { type Static, type TSchema, Type } from 'typebox'

/** Ids are opaque: a text of any kind is a well-formed question for a thing that does not exist. */
export const Id = (description: string, example: string) => Type.String({ description, examples: [example] })

export const StationCode = Type.String({
  description: 'Code of a station, as listed by GET /api/stations.',
  minLength: 1,
  examples: ['BRG'],
})

/** Patterns, and what to say of a text that does not match. */
export const datePattern = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
export const notBlankPattern = '\\S'

export const DateText = (description: string) =>
  Type.String({
    description,
    pattern: datePattern,
    examples: ['2027-03-28'],
  })

export const Moment = (description: string) =>
  Type.String({ description, format: 'date-time', examples: ['2027-03-28T09:14:00+02:00'] })

export const Cents = (description: string) =>
  Type.Integer({ description: `${description} In the smallest unit of the currency.`, examples: [4900] })

export const Currency = Type.String({ description: 'ISO 4217.', examples: ['EUR'] })

export const CommitSeq = Type.Integer({
  description: 'Grows with each change of the run; a view with a smaller one is older.',
  examples: [17],
})

export const AsOf = Moment('The moment at which this answer was true.')

export const TravelClass = Type.String({
  description: 'A class of travel as the operator names it.',
  examples: ['SECOND'],
})

export const SeatNumber = Type.String({
  description: 'Unique within its run: coach 4, seat 32.',
  minLength: 1,
  examples: ['4-32'],
})

/** A member that can be null. One type list instead of a union: serializers then need no guessing. */
export const OrNull = <T extends TSchema & { readonly type?: unknown }>(schema: T) =>
  Type.Unsafe<Static<T> | null>({ ...schema, type: [schema.type, 'null'] })

/** One of a few texts. The type is said too, which spares serializers from looking. */
export const OneOf = <const V extends string>(
  values: readonly V[],
  options: { readonly description?: string } = {},
) => Type.Unsafe<V>({ type: 'string', enum: values, ...options })

export const RunParams = Type.Object({ train_run_id: Id('The run.', '1042') })
export const HoldParams = Type.Object({
  hold_token: Id('The hold.', 'h_0000000000a_t2_8Jb0Yk3mQ1yX5sWq7rZc2A'),
})
export const BookingParams = Type.Object({ booking_id: Id('The record locator.', '7K3M9QXA') })
