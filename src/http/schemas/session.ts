import { Type } from 'typebox'
import { emailProblem, longestEmail } from '../../domain/records/contact.ts'
import { checkedText, Id, Moment, RefTo } from './common.ts'
import { EnteredPassword } from './passwords.ts'

export const SessionRequest = Type.Object(
  {
    email: Type.Optional(
      checkedText(
        Type.String({
          description: 'The email of a registered user; leave it out for a guest.',
          maxLength: longestEmail,
        }),
        emailProblem,
      ),
    ),
    password: Type.Optional(EnteredPassword),
  },
  { description: 'Empty for a guest; the email and password of an account to sign in.' },
)

export const Session = Type.Object(
  {
    user_id: Id('The user of the token.', '31'),
    token: Type.String({
      description: 'Send it as Authorization: Bearer TOKEN. Keep it, because it owns the bookings.',
    }),
    expires_at: Moment('After this, the token is no longer valid.'),
  },
  { $id: 'Session', description: 'A caller that the server recognizes.' },
)

export const PageSession = Type.Object(
  {
    user_id: Id('The user of the cookie.', '31'),
    expires_at: Moment('After this, the cookie is no longer valid.'),
  },
  { $id: 'PageSession', description: 'A caller that the server recognizes by a cookie.' },
)

/** A list of sessions that have not ended; staff and accounts have theirs under names of their own. */
export function sessionLists(names: { readonly one: string; readonly all: string }, whose: string) {
  const one = Type.Object(
    {
      session_id: Id('The session.', '7'),
      created_at: Moment('When it began.'),
      last_used_at: Moment('When it was used last, to the minute.'),
      expires_at: Moment('When it ends at the latest.'),
      is_current: Type.Boolean({ description: 'It is the one of this request.' }),
    },
    { $id: names.one, description: `A device on which ${whose} has signed in.` },
  )
  const all = Type.Object(
    { sessions: Type.Array(RefTo(one)) },
    { $id: names.all, description: 'The sessions that have not ended, newest first.' },
  )
  return { one, all }
}
