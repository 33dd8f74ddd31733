import { Type } from 'typebox'
import { Id, Moment } from './common.ts'

export const SessionRequest = Type.Object(
  {
    email: Type.Optional(
      Type.String({ description: 'Of a registered user; leave it out for a guest.', maxLength: 320 }),
    ),
    password: Type.Optional(Type.String({ maxLength: 1024 })),
  },
  { description: 'Empty for a guest.' },
)

export const Session = Type.Object(
  {
    user_id: Id('The user that the token speaks for.', '31'),
    token: Type.String({
      description: 'Send it as Authorization: Bearer TOKEN. Keep it: it owns the bookings.',
    }),
    expires_at: Moment('From then on the token is worth nothing.'),
  },
  { $id: 'Session', description: 'A caller that the server knows again.' },
)

export const PageSession = Type.Object(
  {
    user_id: Id('The user that the cookie speaks for.', '31'),
    expires_at: Moment('From then on the cookie is worth nothing.'),
  },
  { $id: 'PageSession', description: 'A caller that the server knows again by a cookie.' },
)
