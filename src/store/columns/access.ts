import type { AccessCode, BookingGrant } from '../../domain/records/access.ts'
import { integer, text } from './column.ts'
import { table } from './table.ts'

export const accessCodeTable = table<AccessCode>('access_codes', {
  key: 'train_run_id id',
  changing: 'try_count used_at',
  columns: {
    id: integer('id'),
    train_run_id: integer('trainRunId'),
    booking_id: integer('bookingId'),
    user_id: integer('userId'),
    way: text('way'),
    code_hash: text('codeHash'),
    created_at: integer('createdAt'),
    expires_at: integer('expiresAt'),
    try_count: integer('tryCount'),
    used_at: integer('usedAt'),
  },
})

export const grantTable = table<BookingGrant>('booking_grants', {
  key: 'train_run_id booking_id user_id',
  columns: {
    train_run_id: integer('trainRunId'),
    booking_id: integer('bookingId'),
    user_id: integer('userId'),
    granted_at: integer('grantedAt'),
  },
})
