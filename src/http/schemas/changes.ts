import { Type } from 'typebox'
import { eventTypes, usualEventTypes } from '../../domain/records/event.ts'
import { Id, Line, Moment, OneOf, OrNull, PageQuery } from './common.ts'

export const usualChangesLimit = 100

export const ChangesQuery = Type.Object({
  limit: PageQuery(usualChangesLimit).properties.limit,
  after: Type.Optional(
    Line(64, {
      description:
        '`next` from the answer before; `now` to begin with what happens from now on. Left out: ' +
        'everything that is kept.',
    }),
  ),
  types: Type.Optional(
    Line(200, {
      description:
        `Only changes of these types, separated by commas: ${eventTypes.join(', ')}. ` +
        `Left out: ${usualEventTypes.join(', ')}.`,
      examples: ['booking.confirmed,booking.cancelled'],
    }),
  ),
})

export const Changes = Type.Object(
  {
    changes: Type.Array(
      Type.Object({
        id: Type.String({ description: 'The same whenever it is told.', examples: ['1042-17'] }),
        type: OneOf([...eventTypes], { description: 'What happened.' }),
        timestamp: Moment('When it was committed.'),
        data: Type.Object({
          train_run_id: Id('The run.', '1042'),
          booking_id: OrNull(Id('The booking, if there is one.', '7K3M9QXA')),
        }),
      }),
    ),
    next: Type.String({ description: 'Send it as `after` to go on, now or later.', examples: ['1805.3.2'] }),
    has_more: Type.Boolean({ description: 'More has happened already. A page may be short before that.' }),
  },
  { $id: 'Changes', description: 'What has happened to bookings and runs. Each change comes once.' },
)
