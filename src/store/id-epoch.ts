import { type IdKind, idKinds } from './store.ts'

/** 2025-01-01T00:00:00Z; the ids and versions of epochs count from there. */
const epochStart = 1_735_689_600_000

/**
 * Ids of an epoch start at a number that grows with time, faster than ids are ever given out. A booking's id
 * must fit into the eight characters of its locator, which it does for a hundred years; the others have room
 * for microseconds.
 */
const idsPerSecond: Readonly<Record<IdKind, number>> = {
  hold: 1_000_000,
  payment: 1_000_000,
  booking: 300,
  quote: 1_000_000,
  cancellation: 1_000_000,
  refund: 1_000_000,
  desk_entry: 1_000_000,
  user: 1_000_000,
  access_code: 1_000_000,
  message: 1_000_000,
  staff: 1_000_000,
  session: 1_000_000,
  api_key: 1_000_000,
  account: 1_000_000,
  account_code: 1_000_000,
}

/**
 * Begins a new epoch, as SQL for either database. Rows that come back from a backup, or start a second life
 * as a copy, do not say which ids were given out since. If those were given again, a payment would have
 * another one's key at the provider, a guest would have somebody else's number, and a ticket a stranger's
 * locator. The version of the timetable grows in the same way, since the tags of answers are made of it: a
 * browser must not be told that its map of the lost time is still right. `now` is in milliseconds.
 */
export function beginEpoch(now: number): string {
  const rows = idKinds.map((kind) => `('${kind}', ${firstIdOf(kind, now)})`)
  const version = Math.floor((now - epochStart) / 1000)
  return `INSERT INTO id_blocks (kind, next_id) VALUES ${rows.join(', ')}
    ON CONFLICT (kind) DO UPDATE SET next_id = excluded.next_id WHERE id_blocks.next_id < excluded.next_id;
    UPDATE settings SET value = CASE WHEN CAST(value AS BIGINT) < ${version} THEN '${version}'
      ELSE CAST(CAST(value AS BIGINT) + 1 AS TEXT) END WHERE name = 'network_version'`
}

export function firstIdOf(kind: IdKind, now: number): number {
  return Math.max(1, Math.floor(((now - epochStart) / 1000) * idsPerSecond[kind]))
}
