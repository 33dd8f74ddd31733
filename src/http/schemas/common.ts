import { type Static, type TSchema, Type } from 'typebox'
import { lineProblem, longestOperatorText, maybeBlankLineProblem } from '../../domain/text.ts'

/** IDs are opaque: any string is well-formed, even if nothing has that ID. */
export const Id = (description: string, example: string) => Type.String({ description, examples: [example] })

/** The problem with a text, as in `domain/text.ts`; undefined if there is none. */
type ProblemOf = (text: string) => string | undefined

/** A text from a client, with a check that a schema cannot express. */
export const checkedText = <T extends TSchema>(schema: T, problemOf: ProblemOf) =>
  Type.Refine(
    schema,
    (value: unknown) => typeof value !== 'string' || problemOf(value) === undefined,
    (value: unknown) => (typeof value === 'string' ? problemOf(value) : undefined) ?? 'must be a text',
  )

interface LineOptions {
  readonly description?: string
  readonly examples?: readonly string[]
}

/** One line that is not blank, with a maximum length. */
export const Line = (longest: number, options: LineOptions = {}) =>
  checkedText(Type.String({ minLength: 1, maxLength: longest, ...options }), (text) =>
    lineProblem(text, longest),
  )

/** One line that may also be blank, such as a search text. */
export const MaybeBlankLine = (longest: number, options: LineOptions = {}) =>
  checkedText(Type.String({ maxLength: longest, ...options }), (text) => maybeBlankLineProblem(text, longest))

/** Bytes in base64url, without padding; more of them than any of ours has are refused by the body's limit. */
export const Base64Url = (description: string) =>
  Type.String({ description, minLength: 1, pattern: '^[A-Za-z0-9_-]+$', examples: ['Zm9vYmFyYmF6'] })

/** An ID in a body. IDs longer than any of ours are allowed, and simply not found. */
export const GivenId = (description: string, example: string) =>
  checkedText(Id(description, example), (text) => maybeBlankLineProblem(text, text.length))

/**
 * The maximum length of any list from a client. Rules refuse far shorter lists; this bounds the cost of
 * checking them.
 */
export const longestList = 1_000

/** A list from a client, with at least one item. */
export const GivenList = <T extends TSchema>(item: T, description: string) =>
  Type.Array(item, { minItems: 1, maxItems: longestList, description })

/** What a place is: something to sit or lie on, a space, or a hook. */
export const SeatKind = Type.String({
  description: 'seat, berth, couchette, wheelchair_space or bicycle_hook.',
})

export const StationCode = Line(longestOperatorText, {
  description: 'Code of a station, as listed by GET /api/stations.',
  examples: ['BRG'],
})

/** A text by language. */
const byLanguage = (description: string, examples: readonly Record<string, string>[]) =>
  Type.Unsafe<Readonly<Record<string, string>>>({
    type: 'object',
    additionalProperties: { type: 'string' },
    description:
      `${description} By language, as a BCP 47 tag, with the language of the timetable if it is known; ` +
      'empty if the timetable does not say.',
    examples,
  })

export const StationNames = byLanguage('The name.', [{ de: 'Wien', en: 'Vienna' }])
export const Headsigns = byLanguage('The headsign.', [{ fr: 'Berne' }])

export const HeadsignText = Type.String({
  description:
    'The destination that the train shows when it leaves the stop; the name of its last station if the ' +
    'timetable does not say.',
  examples: ['Sundhavn'],
})

/** The pattern of a date; `validation.ts` has the sentence for a text that does not match. */
export const datePattern = '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'

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
  description: 'Grows with each change of the run; a view with a smaller number is older.',
  examples: [17],
})

export const AsOf = Moment('The moment at which this answer was true.')

export const TravelClass = Type.String({
  description: 'A travel class, as the operator names it.',
  examples: ['SECOND'],
})

export const SeatNumber = Line(64, {
  description: 'Unique within its run: coach 4, seat 32.',
  examples: ['4-32'],
})

/**
 * A member that can be null. It uses one type list instead of a union, so serializers do not have to guess.
 */
export const OrNull = <T extends TSchema & { readonly type?: unknown; readonly enum?: unknown }>(schema: T) =>
  Type.Unsafe<Static<T> | null>({
    ...schema,
    type: [schema.type, 'null'],
    ...(Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {}),
  })

/** A reference to a schema that the document has under its name, with the type of that schema. */
export const RefTo = <T extends TSchema>(schema: T) => {
  const name: unknown = Object.entries(schema).find(([key]) => key === '$id')?.[1]
  if (typeof name !== 'string') throw new Error('a schema without $id cannot be referred to')
  return Type.Unsafe<Static<T>>({ $ref: name })
}

/** One of a few strings. It also states the type, which saves serializers a check. */
export const OneOf = <const V extends string>(
  values: readonly V[],
  options: { readonly description?: string } = {},
) => Type.Unsafe<V>({ type: 'string', enum: values, ...options })

/** The query of a paged list: the page size, and `next` from the previous page. */
export const PageQuery = (defaultLimit: number) =>
  Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: defaultLimit })),
    after: Type.Optional(MaybeBlankLine(64, { description: '`next` from the previous page.' })),
  })
export const NextPage = OrNull(
  Type.String({ description: 'Send it as `after` to get the next page; null at the end.' }),
)

export const RunParams = Type.Object({ train_run_id: Id('The run.', '1042') })
export const HoldParams = Type.Object({
  hold_token: Id('The hold.', 'h_0000000000a_t2_8Jb0Yk3mQ1yX5sWq7rZc2A'),
})
export const BookingParams = Type.Object({ booking_id: Id('The record locator.', '7K3M9QXA') })
