import { Type } from 'typebox'
import { passwordLength } from '../../domain/people/staff.ts'
import { isStorable } from '../../domain/text.ts'
import { checkedText } from './common.ts'

/** A password that is entered; how long it must be is of no interest here. */
export const EnteredPassword = checkedText(
  Type.String({ description: 'The password.', maxLength: 1_024 }),
  textProblem,
)

export const NewPassword = checkedText(
  Type.String({
    description: 'The new password. Any characters; it is never changed or trimmed.',
    minLength: passwordLength.least,
    maxLength: passwordLength.most,
  }),
  textProblem,
)

/** A password may have any characters that are characters. */
function textProblem(text: string): string | undefined {
  return isStorable(text) ? undefined : 'must be valid text, without U+0000'
}
