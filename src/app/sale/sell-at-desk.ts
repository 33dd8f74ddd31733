import type { DeskEntryId } from '../../domain/ids.ts'
import type { ActedBy } from '../../domain/records/audit.ts'
import type { DeskMethod } from '../../domain/records/payment-method.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import { sellAtDesk as rule, type SellRefusal } from '../../domain/sale/sell-at-desk.ts'
import type { BookingRecord } from '../../store/store.ts'
import type { Caller, Deps } from '../deps.ts'
import { fingerprint } from '../fingerprint.ts'
import { namedHold, type PurchaseRequest, purchaseText, saidLanguage, sealedPurchase } from './book.ts'
import { newBooking, recordOf } from './resolve-attempt.ts'

interface SellRequest extends PurchaseRequest {
  readonly method: DeskMethod
  readonly till: string
  readonly by: ActedBy
}

interface SoldAtDesk {
  readonly record: BookingRecord
  readonly replayed: boolean
}

type SellDeps = Pick<Deps, 'store' | 'brand' | 'personalKeys' | 'randomBytes' | 'counters' | 'onMessageDue'>

/**
 * Books the seats of a hold for a passenger who pays at the desk. It is one transaction: there is no moment
 * at which the money was taken and the seats are not sold.
 */
export async function sellAtDesk(
  deps: SellDeps,
  caller: Caller,
  request: SellRequest,
  idempotencyKey: string,
): Promise<Reply<SoldAtDesk, SellRefusal>> {
  const { store } = deps
  const { method, till, by } = request
  const named = namedHold(deps, request)
  const hold = named && (await store.findHold(named.run.id, named.holdId))
  if (!named || !hold) return refuse({ code: 'hold_not_found' })
  const { purchase } = await sealedPurchase(deps, caller, request, {
    ...{ ...named, idempotencyKey, method },
    fingerprint: fingerprint([...purchaseText(request), method, till, ...saidLanguage(request)]),
  })
  const entryId = (await store.nextId('desk_entry')) as DeskEntryId
  const command = {
    ...purchase,
    ...(await newBooking(deps, hold, purchase.contact)),
    method,
    entryId,
    till,
    by,
  }
  const { holdId } = named
  const trainRunId = named.run.id
  const key = { route: 'booking', userId: caller.userId, key: idempotencyKey } as const
  const reply = await store.decide({ trainRunId, holdId, key }, (inventory, now) =>
    rule(inventory, command, now),
  )
  if (!reply.ok) return reply
  const { bookingId, replayed } = reply.value
  if (!replayed) {
    deps.counters.count('sales')
    deps.onMessageDue?.()
  }
  const record = await recordOf(deps, trainRunId, bookingId)
  return record.ok ? accept({ record: record.value, replayed }) : record
}
