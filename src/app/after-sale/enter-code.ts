import { type EnterCodeRefusal, enterCode as rule } from '../../domain/after-sale/enter-code.ts'
import { bookingIdOf } from '../../domain/records/locator.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Caller, Deps } from '../deps.ts'
import { hashesOf, parseCode } from '../one-time-codes.ts'
import { afterCommit } from '../store-fault.ts'
import { type ShownBooking, shown } from './find-booking.ts'

const notAccepted = refuse<EnterCodeRefusal>({ code: 'code_not_accepted' })

/**
 * Enters the code that this session was sent for a booking; from then on, the session has the booking as if
 * it had made it. A session that asked for none is refused by the same read, whether there is a booking or
 * not.
 */
export async function enterCode(
  deps: Pick<Deps, 'store' | 'sessionKeys' | 'personalKeys'>,
  caller: Caller,
  locator: string,
  text: string,
): Promise<Reply<ShownBooking, EnterCodeRefusal>> {
  const { userId } = caller
  const bookingId = bookingIdOf(locator, deps.store.locatorKey)
  const code = parseCode(text)
  if (bookingId === undefined || code === undefined) return notAccepted
  const trainRunId = await deps.store.findCodeRun(bookingId, userId)
  if (trainRunId === undefined) return notAccepted
  const command = { userId, bookingId, hashes: hashesOf(deps, code, { about: bookingId, userId }) }
  const scope = { trainRunId, bookingId, accessOf: bookingId }
  const reply = await deps.store.decide(scope, (inventory, now) => rule(inventory, command, now))
  if (!reply.ok) return reply
  const record = await afterCommit(deps.store.findBooking(bookingId, trainRunId, caller))
  if (!record) throw new Error(`booking ${bookingId} is gone after it was found`)
  return accept(shown(deps, record))
}
