import { codeMs, resendMs } from '../../domain/records/access.ts'
import { keepNowhere } from '../conditional.ts'

/** The answer to every request for a code. */
export const codeSent = {
  status: 202,
  body: { expires_in_ms: codeMs, resend_in_ms: resendMs },
  headers: { 'cache-control': keepNowhere },
} as const
