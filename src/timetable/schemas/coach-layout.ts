import Type, { type Static } from 'typebox'
import { nameSchema, travelClassSchema } from './train-match.ts'

const seatKind = Type.Enum(['seat', 'berth', 'couchette', 'wheelchair_space', 'bicycle_hook'])

const cells = (maximum: number, description?: string) =>
  Type.Integer({ minimum: 0, maximum, ...(description === undefined ? {} : { description }) })

/** What an operator can say about a seat; positions, tables and windows follow from the drawing. */
const feature = Type.Enum([
  'quiet',
  'power',
  'upper',
  'middle_berth',
  'lower',
  'accessible',
  'family',
  'extra_legroom',
])

const size = Type.Object(
  { width: Type.Integer({ minimum: 1, maximum: 8 }), height: Type.Integer({ minimum: 1, maximum: 8 }) },
  { additionalProperties: false, description: 'Cells along and across the coach.' },
)

/** One row of seats across the coach. */
const row = Type.Object(
  {
    comment: Type.Optional(Type.String()),
    deck: Type.Optional(cells(1, '0 is the lower deck, and what is meant where nothing is written.')),
    x: cells(200, 'Cells from the front of the coach.'),
    labels: Type.Array(Type.Union([Type.String({ pattern: '^[A-Za-z0-9]{1,6}$' }), Type.Null()]), {
      minItems: 1,
      maxItems: 12,
      description: 'What is painted on the seats, from y = 0 on; null is an aisle or nothing.',
    }),
    facing: Type.Optional(
      Type.Enum(['forward', 'backward'], { description: 'Forward is to the front of the coach, x = 0.' }),
    ),
    group: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9]{1,16}$',
        description: 'The bay or compartment, 3. Where an aisle divides the row, its parts are 3a and 3b.',
      }),
    ),
    travel_class: Type.Optional(travelClassSchema),
    kind: Type.Optional(seatKind),
    features: Type.Optional(Type.Array(feature, { uniqueItems: true })),
  },
  { additionalProperties: false },
)

const item = Type.Object(
  {
    comment: Type.Optional(Type.String()),
    kind: Type.Enum(['table', 'window', 'door', 'toilet', 'wall', 'stairs', 'luggage', 'bar', 'compartment']),
    deck: Type.Optional(cells(1)),
    x: cells(200),
    y: cells(12),
    width: cells(200, '0 for what is a line across the coach: a wall, an inner door.'),
    height: cells(12, '0 for what is a line along the coach: a window, an outer door.'),
    label: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    repeat: Type.Optional(
      Type.Object(
        { count: Type.Integer({ minimum: 2, maximum: 60 }), step: Type.Integer({ minimum: 1, maximum: 60 }) },
        { additionalProperties: false, description: 'The same thing again, so many cells further along.' },
      ),
    ),
  },
  { additionalProperties: false },
)

/**
 * A coach layout as an operator writes it: rows of seats and
 * everything else in the drawing, on a grid of cells of about half a meter.
 */
export const coachLayoutSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    comment: Type.Optional(Type.String()),
    name: nameSchema,
    title: Type.String({ minLength: 1, maxLength: 80 }),
    decks: Type.Optional(Type.Integer({ minimum: 1, maximum: 2 })),
    length: Type.Integer({ minimum: 1, maximum: 200 }),
    width: Type.Integer({ minimum: 1, maximum: 12 }),
    travel_class: Type.Optional(travelClassSchema),
    kind: Type.Optional(seatKind),
    features: Type.Optional(
      Type.Array(feature, {
        uniqueItems: true,
        description: 'Of all seats that are of the kind of the layout.',
      }),
    ),
    sizes: Type.Optional(
      Type.Object(
        {
          seat: Type.Optional(size),
          berth: Type.Optional(size),
          couchette: Type.Optional(size),
          wheelchair_space: Type.Optional(size),
          bicycle_hook: Type.Optional(size),
        },
        {
          additionalProperties: false,
          description: 'How many cells a seat of this kind takes; one by one else.',
        },
      ),
    ),
    rows: Type.Array(row),
    items: Type.Array(item),
  },
  { additionalProperties: false, title: 'Holdfast coach layout' },
)

export type CoachLayoutFile = Static<typeof coachLayoutSchema>
export type LayoutRow = Static<typeof row>
export type LayoutItemLine = Static<typeof item>
