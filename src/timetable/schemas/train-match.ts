import Type, { type Static } from 'typebox'

const glob = Type.String({ minLength: 1, maxLength: 200 })
const globs = Type.Union([glob, Type.Array(glob, { minItems: 1 })], {
  description: 'Text with * for any characters and ? for one, or a list of such; case does not matter.',
})

/** The conditions of a rule. All of those given must hold. */
const trainMatchSchema = Type.Object(
  {
    number: Type.Optional(globs),
    min_number: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'The train number is written in digits only, and is at least this.',
      }),
    ),
    max_number: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'The train number is written in digits only, and is at most this.',
      }),
    ),
    name: Type.Optional(globs),
    route: Type.Optional(globs),
    agency: Type.Optional(globs),
    route_type: Type.Optional(
      Type.Array(Type.Integer({ minimum: 0 }), {
        minItems: 1,
        description: 'GTFS route types, any of them.',
      }),
    ),
    from: Type.Optional(globs),
    to: Type.Optional(globs),
    calls_at: Type.Optional(globs),
    overnight: Type.Optional(
      Type.Boolean({
        description: "Whether the train is under way at 03:00 in the morning, by its first stop's clock.",
      }),
    ),
    min_distance_km: Type.Optional(Type.Number({ minimum: 0 })),
    max_distance_km: Type.Optional(Type.Number({ minimum: 0 })),
    min_duration_hours: Type.Optional(Type.Number({ minimum: 0 })),
    max_duration_hours: Type.Optional(Type.Number({ minimum: 0 })),
    min_stops: Type.Optional(Type.Integer({ minimum: 2 })),
  },
  { additionalProperties: false },
)

export type TrainMatch = Static<typeof trainMatchSchema>

/** The word that a rule uses instead of a name to keep trains off sale. */
export const notForSale = 'not-for-sale'

/** Ordered rules: the first whose conditions hold decides. */
export const ruleSchema = Type.Object(
  {
    comment: Type.Optional(Type.String()),
    when: trainMatchSchema,
    use: Type.String({ minLength: 1, description: `A name, or ${notForSale}.` }),
  },
  { additionalProperties: false },
)

export type TrainRule = Static<typeof ruleSchema>

/** The name of a travel class: FIRST, SECOND. */
export const travelClassSchema = Type.String({
  pattern: '^[A-Z][A-Z0-9_]{0,23}$',
  description: 'A travel class: FIRST, SECOND, SLEEPER, COUCHETTE, WHEELCHAIR, BICYCLE, or one of your own.',
})

/** The name of a consist, a layout or a fare. */
export const nameSchema = Type.String({
  pattern: '^[a-z0-9]+(-[a-z0-9]+)*$',
  maxLength: 60,
  description: 'Small letters, digits and single hyphens.',
})
