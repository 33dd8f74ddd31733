import BetterSqlite3, { type Database } from 'better-sqlite3'
import { dayMs, spanOf } from '../../domain/instant.ts'
import { demoSource } from '../../domain/railway/timetable.ts'
import type { ClockState, TrainsLeft } from '../clock.ts'
import { runsInEffect } from '../columns/railway.ts'
import { misdatedCounts, misdatedHolds, putRight } from '../misdated.ts'
import type { Row } from '../rows.ts'
import { assertLogIsThere } from './log-marker.ts'
import { openDatabase } from './open-database.ts'
import { lockDatabase } from './process-lock.ts'

/**
 * A start with a clock so far ahead that trains with passengers would have left while no server was running.
 */
export class ClockAhead extends Error {
  override readonly name = 'ClockAhead'
}

/** Days that a train may be on its way before the last of its passengers boards. */
const longestRunDays = 5

/**
 * Trains with bookings that had not left at the mark and left more than a day ago by now, the first to leave
 * first. Only the runs of the dates in between are checked.
 */
export function departedTrains(
  markAt: number,
  now: number,
  runs: string = runsInEffect,
): readonly [sql: string, params: (string | number)[]] {
  const dateOf = (at: number) => new Date(at).toISOString().slice(0, 10)
  return [
    `SELECT t.train_number, r.service_date, min(r.origin_at + s.departure_seconds * 1000) AS departure_at
     FROM ${runs} r JOIN trains t ON t.id = r.train_id AND t.source <> ?
     JOIN seat_claims c ON c.train_run_id = r.id AND c.state = 'BOOKED'
     JOIN train_stops s ON s.train_id = r.train_id AND s.stop_index = c.from_leg
     WHERE r.service_date BETWEEN ? AND ?
       AND r.origin_at + s.departure_seconds * 1000 > ? AND r.origin_at + s.departure_seconds * 1000 < ?
     GROUP BY r.id ORDER BY departure_at, r.id`,
    [demoSource, dateOf(markAt - longestRunDays * dayMs), dateOf(now + dayMs), markAt, now - dayMs],
  ]
}

export function trainsLeftOf(rows: readonly Row[]): TrainsLeft {
  const [first] = rows
  return {
    count: rows.length,
    first: first ? `${first.train_number} of ${first.service_date}` : null,
  }
}

/** Says what prevents a start, and how to proceed. */
export function clockAhead(markAt: number, now: number, { count, first }: TrainsLeft): ClockAhead {
  const trains = count === 1 ? '1 train with bookings' : `${count} trains with bookings`
  return new ClockAhead(
    `The clock is ${spanOf(now - markAt)} ahead of the database, and ${trains} would have left ` +
      `meanwhile, the first ${first}. If the clock is wrong, set it and start again. If it is ` +
      'right, start once with --clock-is-right, or run "holdfast clock --yes"',
  )
}

/** Looks at a file, with or without a server at work. */
export function clockStateOf(file: string, now: number): ClockState {
  assertLogIsThere(file)
  const database = new BetterSqlite3(file, { readonly: true, fileMustExist: true })
  database.pragma('busy_timeout = 5000')
  try {
    return database.transaction(() => stateOf(database, now))()
  } finally {
    database.close()
  }
}

function stateOf(database: Database, now: number): ClockState {
  const markAt = Number(database.prepare('SELECT high_water FROM clock').pluck().get())
  // A file of an older version has no view of what is in effect: all that its table has was.
  const view = database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(runsInEffect)
  const [sql, params] = departedTrains(markAt, now, view === undefined ? 'train_runs' : runsInEffect)
  const left = markAt > 0 && now - markAt > dayMs ? database.prepare<unknown[], Row>(sql).all(params) : []
  const counts = database.prepare<[], Row>(misdatedCounts(now, 'memory')).get()
  return {
    now,
    markAt,
    trainsLeft: trainsLeftOf(left),
    misdated: {
      holds: database.prepare(misdatedHolds(now)).all().length,
      payments: Number(counts?.payments),
      quotes: Number(counts?.quotes),
    },
  }
}

/**
 * Sets the mark to `now`, and makes steps due that a wrong clock has postponed. Throws `DatabaseOwned` if a
 * server has the file open.
 */
export function setMark(file: string, now: number): void {
  const lock = lockDatabase(file)
  try {
    const database = openDatabase(file)
    try {
      database.transaction(() => {
        database.prepare('UPDATE clock SET high_water = ?').run(now)
        for (const statement of putRight(now, 'memory')) database.exec(statement)
      })()
    } finally {
      database.close()
    }
  } finally {
    lock.release()
  }
}

/** The holds that a wrong clock has dated ahead, by run. */
export function misdatedHoldsIn(file: string, now: number): readonly Row[] {
  const database = new BetterSqlite3(file, { readonly: true })
  try {
    return database.prepare<[], Row>(misdatedHolds(now)).all()
  } finally {
    database.close()
  }
}
