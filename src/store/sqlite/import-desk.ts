import { type ImportDesk, query, type Statement } from '../import-desk.ts'
import type { Alone } from '../import-thread.ts'
import type { Row } from '../rows.ts'
import type { Session } from './session.ts'

interface Connection {
  read: ImportDesk['read']
  writeAll(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]>
}

/** The desk of a file that this process owns: the engine decides nothing while the import is alone. */
export function fileDesk({ read, writeAll }: Connection, alone: Alone): ImportDesk {
  return {
    read,
    write: writeAll,
    alone: (work) => alone(() => work({ read, write: writeAll, selectNow: null })),
    // Ids that are never used are gone: one of them must never name a second run.
    async takeRunIds(count) {
      const [, rows] = await writeAll([
        query(`INSERT INTO sqlite_sequence (name, seq) SELECT 'train_runs', 0
          WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'train_runs')`),
        query("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'train_runs' RETURNING seq", [count]),
      ])
      return Number(rows?.[0]?.seq) - count + 1
    },
  }
}

/** The same over the connection of the writer, in its own thread. */
export function deskOf(session: Session, alone: Alone): ImportDesk {
  return fileDesk(
    {
      read: async (sql, values = []) => session.all([[sql, values]])[0] ?? [],
      writeAll: async (statements) => session.writeAll(statements),
    },
    alone,
  )
}
