import { Type } from 'typebox'
import { emailProblem, longestEmail } from '../../domain/records/contact.ts'
import { GrantRequest, MessageLanguage } from './access.ts'
import { checkedText, Id, Moment } from './common.ts'
import { EnteredPassword, NewPassword } from './passwords.ts'
import { sessionLists } from './session.ts'

const AccountEmail = checkedText(
  Type.String({
    description: 'The e-mail address of the account, in capitals or small letters.',
    maxLength: longestEmail,
    examples: ['ada@example.org'],
  }),
  emailProblem,
)

export const RegisterRequest = Type.Object({
  email: AccountEmail,
  password: NewPassword,
  language: MessageLanguage,
})

export const VerifyRequest = GrantRequest

export const ResetCodeRequest = Type.Object({ email: AccountEmail, language: MessageLanguage })

export const ResetRequest = Type.Object({
  code: GrantRequest.properties.code,
  new_password: NewPassword,
})

export const AccountSignInRequest = Type.Object({ email: AccountEmail, password: EnteredPassword })

/** For what cannot be undone. */
export const ConfirmedRequest = Type.Object({ password: EnteredPassword })

export const EmailCodeRequest = Type.Object({
  email: AccountEmail,
  password: EnteredPassword,
  language: MessageLanguage,
})

export const ChangeEmailRequest = GrantRequest

export const AccountSession = Type.Object(
  {
    token: Type.Optional(
      Type.String({
        description:
          'Send it as Authorization: Bearer TOKEN. It is told once, and only to programs: pages of this ' +
          'server get the session cookie instead, which no script can read.',
      }),
    ),
    expires_at: Moment('The session ends then at the latest, and earlier if it is not used for long.'),
  },
  { $id: 'AccountSession', description: 'A session of an account that has just begun.' },
)

export const AccountView = Type.Object(
  {
    account_id: Id('The account.', '12'),
    user_id: Id('The user that owns its holds and bookings.', '31'),
    email: Type.String(),
    created_at: Moment('When the account was made.'),
    password_changed_at: Moment('When the password became what it is.'),
  },
  { $id: 'Account', description: 'The account of a passenger.' },
)

const lists = sessionLists({ one: 'OpenAccountSession', all: 'AccountSessions' }, 'a passenger')
export const AccountSessions = lists.all

export const accountSchemas = [AccountSession, AccountView, lists.one, AccountSessions]
