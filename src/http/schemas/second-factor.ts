import { Type } from 'typebox'
import type { ActReason } from '../../domain/records/audit.ts'
import { GivenId, MaybeBlankLine, OneOf } from './common.ts'
import { EnteredPassword } from './passwords.ts'

const longestCode = 64

/** A code that is entered; blanks and hyphens in it do not matter. */
export const FactorCode = MaybeBlankLine(longestCode, {
  description: 'The code that the app shows, or a recovery code. Blanks and hyphens do not matter.',
  examples: ['287 082'],
})

export const StartFactorRequest = Type.Object({ password: EnteredPassword })

export const StartedFactor = Type.Object(
  {
    secret: Type.String({
      description: 'For typing it into an authenticator app (base32). It is told once.',
      examples: ['GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'],
    }),
    otpauth_uri: Type.String({ description: 'The same as a QR code has it.' }),
  },
  { $id: 'StartedSecondFactor', description: 'A second factor that counts once it is confirmed.' },
)

export const FactorCodeRequest = Type.Object({ code: FactorCode })

export const RecoveryCodes = Type.Object(
  {
    recovery_codes: Type.Array(Type.String(), {
      description: 'Each signs in once, in place of a code of the app. They are told once.',
    }),
  },
  { $id: 'RecoveryCodes', description: 'What helps if the app is lost.' },
)

export const StaffParams = Type.Object({ staff_id: GivenId('The member of staff.', '4') })

const reasons = ['lost_device', 'suspected_misuse', 'departure'] as const satisfies ActReason[]

export const ResetFactorRequest = Type.Object({
  reason: OneOf(reasons, { description: 'For the audit trail.' }),
})

export const factorSchemas = [StartedFactor, RecoveryCodes]
