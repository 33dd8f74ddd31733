import type { Message } from '../../domain/records/message.ts'
import { integer, json, text } from './column.ts'
import { table } from './table.ts'

/** Both databases also keep the lease on a message in its row. */
export const messageTable = table<Message>('messages', {
  key: 'train_run_id id',
  changing: 'recipient content state due_at try_count ended_at',
  columns: {
    id: integer('id'),
    train_run_id: integer('trainRunId'),
    booking_id: integer('bookingId'),
    kind: text('kind'),
    language: text('language'),
    recipient: text('recipient'),
    content: json('content'),
    state: text('state'),
    created_at: integer('createdAt'),
    due_at: integer('dueAt'),
    give_up_at: integer('giveUpAt'),
    try_count: integer('tryCount'),
    ended_at: integer('endedAt'),
  },
})
