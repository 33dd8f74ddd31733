import { type IdKind, idKinds } from './store.ts'

/** 2025-01-01T00:00:00Z; ids of epochs count from it. */
const epochStart = 1_735_689_600_000

/**
 * Ids of an epoch start at a number that grows with time, by more in a second than are ever given out in one. A booking's id must fit
 * into the eight letters of its locator, which it does for a hundred years; the others have room for microseconds.
 */
const idsPerSecond: Readonly<Record<IdKind, number>> = {
  hold: 1_000_000,
  payment: 1_000_000,
  booking: 300,
  quote: 1_000_000,
  cancellation: 1_000_000,
  refund: 1_000_000,
  user: 1_000_000,
}

/**
 * Begins a new epoch of ids, as SQL for either database. Rows that come back from a backup, or begin a second life as a copy, do not
 * tell which ids were given out since: given again, a payment would have the key of another one at the provider, a guest the number
 * of somebody else, and a ticket the locator of a stranger's. `now` is in milliseconds.
 */
export function beginEpoch(now: number): string {
  const rows = idKinds.map((kind) => `('${kind}', ${firstIdOf(kind, now)})`)
  return `INSERT INTO id_blocks (kind, next_id) VALUES ${rows.join(', ')}
    ON CONFLICT (kind) DO UPDATE SET next_id = excluded.next_id WHERE id_blocks.next_id < excluded.next_id`
}

export function firstIdOf(kind: IdKind, now: number): number {
  return Math.max(1, Math.floor(((now - epochStart) / 1000) * idsPerSecond[kind]))
}
