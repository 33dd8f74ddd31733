import { Type } from 'typebox'
import { languages } from '../../domain/language.ts'
import { codeDigits, codeMs, resendMs } from '../../domain/records/access.ts'
import { emailProblem, longestEmail } from '../../domain/records/contact.ts'
import { checkedText, GivenId, MaybeBlankLine, OneOf } from './common.ts'

/** Of the message that an operation sends. */
export const MessageLanguage = Type.Optional(
  OneOf(languages, { description: 'The language of the message; English if it is left out.' }),
)

export const FindRequest = Type.Object({
  booking_id: GivenId('The record locator.', '7K3M9QXA'),
  email: checkedText(
    Type.String({
      maxLength: longestEmail,
      description: 'The address that the booking was made with, in capitals or small letters.',
      examples: ['ada@example.org'],
    }),
    emailProblem,
  ),
  language: MessageLanguage,
})

export const CodeRequest = Type.Object({ language: MessageLanguage }, { description: 'May be empty.' })

export const CodeSent = Type.Object(
  {
    expires_in_ms: Type.Integer({ description: 'How long a code works.', examples: [codeMs] }),
    resend_in_ms: Type.Integer({
      description: 'How long to wait before asking for another one; an earlier request sends none.',
      examples: [resendMs],
    }),
  },
  { $id: 'CodeSent', description: 'The same whether or not a code was sent.' },
)

export const GrantRequest = Type.Object({
  code: MaybeBlankLine(64, {
    description: `The ${codeDigits} digits of the code; blanks and hyphens between them do not matter.`,
    examples: ['48217 39051'],
  }),
})
