import { Type } from 'typebox'
import { Id, Line, Moment, NextPage, OrNull, PageQuery } from './common.ts'

export const usualAuditLimit = 50

const given = (description: string) => Type.Optional(Line(64, { description }))

export const AuditQuery = Type.Object({
  train_run_id: given('The entries of this run.'),
  booking_id: given('The entries of this booking. Without run and booking: those that belong to no train.'),
  action: given('Only entries of this action, such as `seats_blocked`.'),
  staff_id: given('Only acts of this member of staff.'),
  key_id: given('Only acts of this key.'),
  from: given('Only entries from this time on (RFC 3339).'),
  to: given('Only entries up to this time.'),
  ...PageQuery(usualAuditLimit).properties,
})

export const AuditEntries = Type.Object(
  {
    entries: Type.Array(
      Type.Object({
        seq: Type.Integer({ description: 'The place in the chain of its run.' }),
        at: Moment('When it was committed.'),
        action: Type.String({ examples: ['seats_blocked'] }),
        train_run_id: OrNull(Id('The run; null for what belongs to no train.', '1042')),
        booking_id: OrNull(Id('The booking, if there is one.', '7K3M9QXA')),
        user_id: OrNull(Id('The user of the passenger who acted, or whose thing it was.', '31')),
        staff_id: OrNull(Id('The member of staff who acted.', '4')),
        staff_name: OrNull(Type.String({ description: 'With the right `people.read`; else null.' })),
        key_id: OrNull(Id('The key that acted.', '4')),
        key_name: OrNull(Type.String({ description: 'With the right `keys.read`; else null.' })),
        reason: OrNull(Type.String({ description: 'Why somebody of the railway acted.' })),
        facts: Type.Unsafe<Readonly<Record<string, unknown>>>({
          type: 'object',
          additionalProperties: true,
          description: 'Ids, codes and amounts.',
        }),
      }),
    ),
    next: NextPage,
  },
  {
    $id: 'AuditEntries',
    description:
      'A page of audit entries, newest first. With filters it may be short although `next` is not null.',
  },
)
