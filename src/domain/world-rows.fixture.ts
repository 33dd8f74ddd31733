import { assert } from './assert.ts'
import type { UserId } from './ids.ts'

/** The tables of a world are maps by id. */
export function add<Id, Row extends { readonly id: Id }>(rows: Map<Id, Row>, row: Row): void {
  assert(!rows.has(row.id), `row ${row.id} already exists`)
  rows.set(row.id, row)
}

export function replace<Id, Row extends { readonly id: Id }>(rows: Map<Id, Row>, row: Row): void {
  assert(rows.has(row.id), `row ${row.id} does not exist`)
  rows.set(row.id, row)
}

export function keyed<Row extends { readonly userId: UserId; readonly idempotencyKey: string }>(
  rows: ReadonlyMap<unknown, Row>,
  userId: UserId,
  key: string,
): Row | undefined {
  return [...rows.values()].find((row) => row.userId === userId && row.idempotencyKey === key)
}
