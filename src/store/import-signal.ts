import { query, type Statement } from './import-desk.ts'
import type { Row } from './rows.ts'

// What an import tells those who sell beside it, in a setting of the database: that it has prepared
// everything, and when it takes effect, what has changed since.

/** More runs than this are not named; then everything is read again. */
const mostNamed = 20_000

export interface ImportSignal {
  readonly importId: number
  /** Null until the import is in effect. */
  readonly inEffect: {
    /**
     * Runs that are others than what was staged when it was prepared; null if they are too many to be named.
     */
    readonly late: readonly number[] | null
  } | null
}

export const selectImportSignal = "SELECT value FROM settings WHERE name = 'import_signal'"

/** The signal in the answer to that; undefined if there is none. */
export function importSignalOf([setting]: readonly Row[]): ImportSignal | undefined {
  return setting && (JSON.parse(String(setting.value)) as ImportSignal)
}

/** Everything is staged; from now on, only runs are staged anew that `tellInEffect` names. */
export function tellPrepared(importId: number): Statement {
  return put({ importId, inEffect: null })
}

/** A part of what takes effect at once. */
export function tellInEffect(importId: number, late: readonly number[]): Statement {
  return put({ importId, inEffect: { late: late.length > mostNamed ? null : late } })
}

/** What was prepared is removed. */
export const withdrawSignal: Statement = query("DELETE FROM settings WHERE name = 'import_signal'")

function put(signal: ImportSignal): Statement {
  return query(
    `INSERT INTO settings (name, value) VALUES ('import_signal', ?)
     ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    [JSON.stringify(signal)],
  )
}
