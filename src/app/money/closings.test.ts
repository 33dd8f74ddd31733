import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMemoryStore } from '../../store/memory/memory-store.ts'
import { openSqliteStore } from '../../store/sqlite/sqlite-store.ts'
import { closingRules } from './closings.fixture.ts'

const seeds = Number(process.env.CLOSING_SEEDS ?? 12)

closingRules('memory', async () => openMemoryStore, seeds)

closingRules(
  'SQLite',
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'closings-'))
    t.after(() => rmSync(folder, { recursive: true }))
    return async (time) =>
      (await openSqliteStore({ file: join(folder, 'holdfast.db'), thread: 'caller', ...time })).store
  },
  Math.ceil(seeds / 6),
)
