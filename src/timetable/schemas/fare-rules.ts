import Type, { type Static } from 'typebox'
import { nameSchema, ruleSchema, travelClassSchema } from './train-match.ts'

const cents = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })

const classFare = Type.Object(
  {
    base_cents: cents,
    cents_per_kilometer: Type.Number({
      minimum: 0,
      maximum: 1_000_000,
      description: 'Up to three decimals.',
    }),
    minimum_cents: cents,
  },
  { additionalProperties: false },
)

const refund = Type.Object(
  {
    steps: Type.Array(
      Type.Object(
        {
          hours_before: Type.Number({ minimum: 0, maximum: 8760 }),
          percent: Type.Integer({ minimum: 0, maximum: 100 }),
        },
        { additionalProperties: false },
      ),
      {
        description:
          'Until so many hours before departure, this share of the price; after the last step, nothing.',
      },
    ),
    fixed_fee_cents: cents,
  },
  { additionalProperties: false },
)

const pair = Type.Object(
  {
    from: Type.String({ minLength: 1, description: 'A station code.' }),
    to: Type.String({ minLength: 1 }),
    price_cents: Type.Record(travelClassSchema, cents, { additionalProperties: false, minProperties: 1 }),
  },
  { additionalProperties: false },
)

const fare = Type.Object(
  {
    comment: Type.Optional(Type.String()),
    name: nameSchema,
    round_to_cents: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    classes: Type.Record(travelClassSchema, classFare, { additionalProperties: false, minProperties: 1 }),
    pairs: Type.Optional(Type.Array(pair)),
    refund: Type.Optional(refund),
  },
  { additionalProperties: false },
)

/** The prices of each train, and what a cancellation refunds. */
export const fareRulesSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    comment: Type.Optional(Type.String()),
    currency: Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' }),
    refund: Type.Optional(refund),
    fares: Type.Array(fare, { minItems: 1 }),
    rules: Type.Array(ruleSchema),
    default: nameSchema,
  },
  { additionalProperties: false, title: 'Holdfast fare rules' },
)

export type FareRulesFile = Static<typeof fareRulesSchema>
export type FareLine = Static<typeof fare>
