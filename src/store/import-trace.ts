import type { SqlValue } from './columns/column.ts'
import { importTable, runTable, stagedRunTable, stagedTrainTable, trainTable } from './columns/railway.ts'
import { insertInto, nameList, onConflict } from './columns/table.ts'
import { type ImportDesk, ImportLost, query, rowsInSlice, type Statement } from './import-desk.ts'
import { tellInEffect, tellPrepared, withdrawSignal } from './import-signal.ts'
import { raiseNetworkVersion } from './network-version.ts'

// An import leaves a trace in the database while it is at work. The next one finds it: it removes what was
// only prepared, and completes what is in effect.

/** The desk of an import that has begun. */
export type OwnDesk = ImportDesk & { readonly importId: number }

/**
 * Called when everything is staged. What takes effect then waits for it: those who sell have the time to
 * read the new timetable ahead.
 */
export type OnPrepared = () => Promise<void>

type LastIds = readonly [train: number, consist: number, fare: number]

/** Begins an import, and settles what it leaves, whether it has taken effect or ended before. */
export async function withImport<T>(desk: ImportDesk, work: (own: OwnDesk) => Promise<T>): Promise<T> {
  const own = await beginImport(desk)
  let result: T
  try {
    result = await work(own)
  } catch (fault) {
    // Whatever stays because of the same fault is removed by the next import, or when the horizon rolls on.
    await settleImport(desk).catch(() => {})
    throw fault
  }
  await settleImport(desk)
  return result
}

/** Tells those who sell that everything is staged, and waits for them. */
export async function prepared(own: OwnDesk, onPrepared: OnPrepared): Promise<void> {
  await own.write([tellPrepared(own.importId)])
  await onPrepared()
}

/**
 * Begins an import, after settling what an earlier one has left. The desk that it returns writes only as long
 * as no other import has taken this one for dead.
 */
async function beginImport(desk: ImportDesk): Promise<OwnDesk> {
  const last = await Promise.all(['trains', 'consists', 'fares'].map((table) => lastIdOf(desk, table)))
  const sql = `${insertInto(importTable.name, importTable.inserted)} RETURNING id`
  const [rows] = await desk.write([query(sql, ['PREPARING', ...last])])
  return guarded(desk, Number(rows?.[0]?.id))
}

async function lastIdOf(desk: ImportDesk, table: string): Promise<number> {
  const [row] = await desk.read(`SELECT coalesce(max(id), 0) AS id FROM ${table}`)
  return Number(row?.id)
}

/** Removes what an import that has ended halfway had prepared, or ends it if it is already in effect. */
export async function settleImport(desk: ImportDesk): Promise<void> {
  const [row] = await desk.read('SELECT * FROM imports ORDER BY id')
  if (!row) return
  const found = importTable.read(row)
  const own = await takeOver(desk, found.id)
  if (found.state === 'IN_EFFECT') await carryOver(own)
  else await discard(own, [found.lastTrainId, found.lastConsistId, found.lastFareId])
}

/** The statements that put everything in effect that is staged, and tell of it; `late` as in the signal. */
export function inEffect(importId: number, late: readonly number[]): readonly Statement[] {
  return [
    query(raiseNetworkVersion),
    query("UPDATE imports SET state = 'IN_EFFECT'"),
    tellInEffect(importId, late),
  ]
}

/** Under a new id, so that the process that began it writes nothing more if it is alive after all. */
async function takeOver(desk: ImportDesk, id: number): Promise<OwnDesk> {
  const columns = nameList(importTable.inserted)
  const [rows] = await desk.write([
    query(`INSERT INTO imports (${columns}) SELECT ${columns} FROM imports WHERE id = ? RETURNING id`, [id]),
    query('DELETE FROM imports WHERE id = ?', [id]),
  ])
  const newId = rows?.[0]?.id
  if (newId === undefined) throw new ImportLost()
  return guarded(desk, Number(newId))
}

function guarded(desk: ImportDesk, id: number): OwnDesk {
  const guard: Statement = {
    ...query('UPDATE imports SET state = state WHERE id = ? RETURNING id', [id]),
    isGuard: true,
  }
  const guardWrites = ({ write }: Pick<ImportDesk, 'write'>): ImportDesk['write'] => {
    return async (statements) => (await write([guard, ...statements])).slice(1)
  }
  return {
    ...desk,
    importId: id,
    write: guardWrites(desk),
    alone: (work) => desk.alone((inside) => work({ ...inside, write: guardWrites(inside) })),
  }
}

/** Brings the tables to what is in effect, slice by slice; readers see no difference. */
async function carryOver(desk: ImportDesk): Promise<void> {
  await eachSlice(desk, stagedRunTable.name, carryRuns)
  await eachSlice(desk, stagedTrainTable.name, carryTrains)
  const unused = `SELECT id FROM trains t WHERE t.is_current = 0
    AND NOT EXISTS (SELECT 1 FROM train_runs r WHERE r.train_id = t.id)
    AND NOT EXISTS (SELECT 1 FROM former_runs f WHERE f.train_id = t.id)`
  await removeTrains(desk, unused, [])
  await endImport(desk)
}

/** Removed runs first: a new one may have the train and date of one of them. */
function carryRuns(from: number, to: number): readonly Statement[] {
  const columns = nameList(runTable.columns)
  const span = 'id BETWEEN ? AND ?'
  return [
    query(
      `DELETE FROM train_runs WHERE id IN (SELECT id FROM staged_runs WHERE ${span} AND is_removed = 1)`,
      [from, to],
    ),
    query(
      `INSERT INTO train_runs (${columns}) SELECT ${columns} FROM staged_runs WHERE ${span} AND is_removed = 0
       ${onConflict(runTable, runTable.key)}`,
      [from, to],
    ),
  ]
}

function carryTrains(from: number, to: number): readonly Statement[] {
  const set = trainTable.changing.map(({ name }) => `${name} = s.${name}`).join(', ')
  const sql = `UPDATE trains SET ${set} FROM staged_trains s
    WHERE trains.id = s.id AND s.id BETWEEN ? AND ?`
  return [query(sql, [from, to])]
}

/** Removes everything that was prepared and that nobody has sold anything from. */
async function discard(desk: ImportDesk, [train, consist, fare]: LastIds): Promise<void> {
  await desk.write([withdrawSignal])
  await eachSlice(desk, stagedRunTable.name, () => [])
  await eachSlice(desk, stagedTrainTable.name, () => [])
  await removeTrains(desk, 'SELECT id FROM trains WHERE id > ?', [train])
  for (const { id } of await desk.read('SELECT id FROM consists WHERE id > ?', [consist]))
    await desk.write([
      query('DELETE FROM coach_seats WHERE consist_id = ?', [Number(id)]),
      query('DELETE FROM coaches WHERE consist_id = ?', [Number(id)]),
      query('DELETE FROM consists WHERE id = ?', [Number(id)]),
    ])
  await desk.write([query('DELETE FROM fares WHERE id > ?', [fare])])
  await endImport(desk)
}

/** Does something with each slice of a table of staged rows, and removes it from the table. */
async function eachSlice(
  desk: ImportDesk,
  table: string,
  statementsFor: (from: number, to: number) => readonly Statement[],
): Promise<void> {
  for (;;) {
    const rows = await desk.read(`SELECT id FROM ${table} ORDER BY id LIMIT ?`, [rowsInSlice])
    const [first, last] = [rows[0], rows.at(-1)]
    if (!first || !last) return
    const span = [Number(first.id), Number(last.id)] as const
    await desk.write([
      ...statementsFor(...span),
      query(`DELETE FROM ${table} WHERE id BETWEEN ? AND ?`, span),
    ])
  }
}

async function removeTrains(desk: ImportDesk, sql: string, values: readonly SqlValue[]): Promise<void> {
  const ids = (await desk.read(sql, values)).map((row) => Number(row.id))
  for (let start = 0; start < ids.length; start += rowsInSlice) {
    const list = ids.slice(start, start + rowsInSlice).join(', ')
    await desk.write([
      query(`DELETE FROM train_stops WHERE train_id IN (${list})`),
      query(`DELETE FROM trains WHERE id IN (${list})`),
    ])
  }
}

async function endImport(desk: ImportDesk): Promise<void> {
  await desk.write([query('DELETE FROM imports')])
}
