import Type, { type Static } from 'typebox'
import { coachLayoutSchema } from './coach-layout.ts'
import { nameSchema, ruleSchema } from './train-match.ts'

const coach = Type.Object(
  {
    number: Type.String({
      pattern: '^[A-Za-z0-9]{1,6}$',
      description: 'Painted on the coach; unique in the consist.',
    }),
    layout: Type.String({ minLength: 1, description: 'The name of a layout: built in, or of this file.' }),
    turned: Type.Optional(Type.Boolean({ description: 'The coach runs with its other end in front.' })),
    features: Type.Optional(
      Type.Array(Type.Enum(['quiet', 'family', 'power']), {
        uniqueItems: true,
        description: 'What all seats of this coach offer beside what their layout says.',
      }),
    ),
  },
  { additionalProperties: false },
)

const consist = Type.Object(
  {
    comment: Type.Optional(Type.String()),
    name: nameSchema,
    coaches: Type.Array(coach, {
      minItems: 1,
      maxItems: 40,
      description: 'In order, the one in front first.',
    }),
  },
  { additionalProperties: false },
)

/** Which train gets which coaches. */
export const consistRulesSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    comment: Type.Optional(Type.String()),
    layouts: Type.Optional(
      Type.Array(Type.Union([Type.String({ minLength: 1 }), coachLayoutSchema]), {
        description:
          'Layouts beside the built-in ones: written here, or the path of a file as seen from this one.',
      }),
    ),
    consists: Type.Optional(Type.Array(consist)),
    rules: Type.Array(ruleSchema),
    default: nameSchema,
  },
  { additionalProperties: false, title: 'Holdfast consist rules' },
)

export type ConsistRulesFile = Static<typeof consistRulesSchema>
export type ConsistLine = Static<typeof consist>
export type CoachLine = Static<typeof coach>
