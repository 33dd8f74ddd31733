import { renewKey } from '../../domain/after-sale/renew-key.ts'
import type { BookingName } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { olderMasters } from '../master-keys.ts'
import { renewedKey } from '../personal-data.ts'
import { inSlices, type Slices } from './in-slices.ts'

type Renewing = Slices & Pick<Deps, 'store' | 'personalKeys' | 'randomBytes'>

/**
 * Makes the hashes of sealed bookings that have none, slice by slice, and returns how many were made: an
 * earlier version found a booking by its address alone.
 */
export async function makeHashes(renewing: Renewing): Promise<number> {
  const { store, log } = renewing
  const count = await inSlices(renewing, {
    next: (limit) => store.listBookingNames({ kind: 'unsearched' }, limit),
    change: (one) => renewOne(renewing, one),
    failed: 'a booking could not be made searchable',
  })
  if (count > 0) log.info({ bookings: count }, 'bookings were made searchable by names and contacts')
  return count
}

/**
 * Wraps the keys of bookings again that an older master key wrapped, and makes their hashes again, slice by
 * slice; returns how many.
 */
export async function rewrapKeys(renewing: Renewing): Promise<number> {
  const { store, log } = renewing
  let count = 0
  for (const { id: by } of olderMasters(renewing))
    count += await inSlices(renewing, {
      next: (limit) => store.listBookingNames({ kind: 'wrapped', by }, limit),
      change: (one) => renewOne(renewing, one),
      failed: 'the key of a booking could not be wrapped again',
    })
  if (count > 0) log.info({ bookings: count }, 'keys of bookings were wrapped by the newest master key')
  return count
}

async function renewOne(renewing: Renewing, { trainRunId, id: bookingId }: BookingName): Promise<boolean> {
  const { store } = renewing
  const record = await store.findBooking(bookingId, trainRunId)
  if (!record) return false
  const command = { seen: record.booking, key: renewedKey(renewing, record) }
  const reply = await store.decide({ trainRunId, bookingId }, (inventory) => renewKey(inventory, command))
  return reply.ok && reply.value.isRenewed
}
