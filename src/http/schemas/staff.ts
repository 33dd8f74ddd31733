import { Type } from 'typebox'
import { longestStaffName } from '../../domain/people/staff.ts'
import { emailProblem, longestEmail } from '../../domain/records/contact.ts'
import { roles } from '../../domain/records/people.ts'
import { lineProblem } from '../../domain/text.ts'
import { checkedText, Id, Line, Moment, OrNull } from './common.ts'
import { EnteredPassword, NewPassword } from './passwords.ts'
import { FactorCode } from './second-factor.ts'
import { sessionLists } from './session.ts'

export const StaffEmail = checkedText(
  Type.String({ description: 'The e-mail address of the account.', maxLength: longestEmail }),
  emailProblem,
)

export const StaffName = checkedText(
  Type.String({ description: 'Their name.', maxLength: longestStaffName }),
  (text) => lineProblem(text, longestStaffName),
)

export const SetupRequest = Type.Object({
  setup_token: Line(200, { description: 'The part of the set-up link after the #.' }),
  name: StaffName,
  email: StaffEmail,
  password: NewPassword,
})

export const StaffSignInRequest = Type.Object({
  email: StaffEmail,
  password: EnteredPassword,
  code: Type.Optional(FactorCode),
})

export const PasswordRequest = Type.Object({ password: EnteredPassword, new_password: NewPassword })

export const StaffSession = Type.Object(
  {
    token: Type.Optional(
      Type.String({
        description:
          'Send it as Authorization: Bearer TOKEN. It is told once, and only to programs: pages of this ' +
          'server get a cookie instead, which no script can read.',
      }),
    ),
    expires_at: Moment('The session ends then at the latest, and after 30 minutes without a request.'),
  },
  { $id: 'StaffSession', description: 'A session that has just begun.' },
)

export const StaffMemberView = Type.Object(
  {
    staff_id: Id('The member of staff.', '4'),
    user_id: Id('The user that owns their holds and bookings.', '31'),
    name: Type.String(),
    email: Type.String(),
    roles: Type.Array(Type.String({ enum: [...roles] }), { maxItems: roles.length }),
    password_changed_at: Moment('When the password became what it is.'),
    second_factor_since: OrNull(Moment('When a second factor was set up; null if there is none.')),
    recovery_codes_left: Type.Integer({ description: 'How many of the ten recovery codes are left.' }),
    needs_second_factor: Type.Boolean({
      description: 'True if the session opens nothing else until a second factor is set up.',
    }),
  },
  { $id: 'StaffMember', description: 'Somebody who works for the railway.' },
)

const lists = sessionLists({ one: 'OpenStaffSession', all: 'StaffSessions' }, 'a member of staff')
export const StaffSessions = lists.all

export const staffSchemas = [StaffSession, StaffMemberView, lists.one, StaffSessions]
