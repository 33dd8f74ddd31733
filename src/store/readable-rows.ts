import { isWorthTelling } from '../domain/backoff.ts'
import type { Instant } from '../domain/instant.ts'
import { Setbacks } from '../domain/setbacks.ts'
import type { Row } from './rows.ts'

interface ReadableParts {
  readonly now: () => Instant
  readonly setbacks?: Setbacks | undefined
  readonly onBackgroundFault?: ((fault: unknown) => void) | undefined
}

/** The readable records among these rows. A row that somebody made unreadable does not affect the others. */
export function readable<T>(
  rows: readonly Row[],
  read: (row: Row) => T,
  onFault: (row: Row, fault: unknown) => void = () => undefined,
): readonly T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)]
    } catch (fault) {
      onFault(row, fault)
      return []
    }
  })
}

/** Reads rows that nobody asked for by name, and reports those that cannot be read. */
export class ReadableRows {
  readonly #now: () => Instant
  readonly #setbacks: Setbacks
  readonly #onFault: (fault: unknown) => void

  constructor(parts: ReadableParts) {
    this.#now = () => parts.now()
    this.#setbacks = parts.setbacks ?? new Setbacks()
    this.#onFault = parts.onBackgroundFault ?? (() => undefined)
  }

  of<T>(rows: readonly Row[], read: (row: Row) => T, table: string): readonly T[] {
    return readable(rows, read, (row, fault) =>
      this.#putAside(`${table} ${row.id} of run ${row.train_run_id}`, fault),
    )
  }

  /** Doctor names it on every run; the log repeats it ever more rarely. */
  #putAside(what: string, fault: unknown): void {
    const failed = { kind: 'row', what, fault: String(fault) } as const
    const { tryCount } = this.#setbacks.failed(failed, 'failed', this.#now(), 0)
    if (isWorthTelling(tryCount)) this.#onFault(new Error(`${what} cannot be read`, { cause: fault }))
  }
}
