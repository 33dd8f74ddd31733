import type { CheckOutcome, DatabaseCheck } from '../inspector.ts'
import { tables } from '../table-list.ts'
import type { Ask } from './distribute.ts'
import { knownMigrations } from './migrate.ts'
import { missingConstraint, settingsThatAreOff } from './open-database.ts'

const restore = 'Stop all nodes, keep this database, and restore the last good backup into a new one.'

/** Checks of the database as a whole that the rows alone do not answer. */
export function serverChecks(ask: Ask): readonly DatabaseCheck[] {
  const check = (
    name: string,
    rule: string,
    about: string,
    advice: string,
    run: () => Promise<CheckOutcome>,
  ): DatabaseCheck => ({ name, rule, about, advice, needsServer: false, run })
  return [
    check('tables_are_readable', 'I5', 'Every page of every table can be read.', restore, () =>
      readTables(ask),
    ),
    check('indexes_are_valid', 'I5', 'No index is left half built.', 'Run REINDEX on it.', () =>
      invalidIndexes(ask),
    ),
    check('references_hold', 'I5', 'Every row that another one names is there.', restore, () =>
      brokenReferences(ask),
    ),
    check(
      'constraint_is_there',
      'I1',
      'The constraint that keeps claims apart is that of the migrations, and valid.',
      restore,
      async () => one(await missingConstraint(ask)),
    ),
    check(
      'server_keeps_what_it_confirms',
      'I5',
      'What durability rests on is switched on.',
      'Switch it on in the configuration of the server, and restart it.',
      async () => one(...(await settingsThatAreOff(ask)).map((name) => `${name} is off`)),
    ),
    check('schema_is_newest', 'I5', 'The schema is that of this version.', 'Run "holdfast migrate".', () =>
      schemaIsNewest(ask),
    ),
  ]
}

function one(...examples: readonly (string | undefined)[]): CheckOutcome {
  const found = examples.filter((example) => example !== undefined)
  return { checked: 1, wrong: found.length, examples: found }
}

/**
 * Reads page after page, past every index: this finds a damaged page if page checksums are on, as they are
 * from PostgreSQL 18.
 */
async function readTables(ask: Ask): Promise<CheckOutcome> {
  await ask('SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off')
  let checked = 0
  for (const { name } of tables)
    checked += Number((await ask(`SELECT count(*) AS rows FROM ${name}`))[0]?.rows)
  await ask('SET LOCAL enable_indexscan = on; SET LOCAL enable_indexonlyscan = on')
  return { checked, wrong: 0, examples: [] }
}

async function invalidIndexes(ask: Ask): Promise<CheckOutcome> {
  const rows = await ask(`SELECT i.indexrelid::regclass::text AS name, i.indisvalid AND i.indisready AS sound
    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname IN (${nameList})`)
  const broken = rows.filter((row) => String(row.sound) !== 'true').map((row) => `index ${row.name}`)
  return { checked: rows.length, wrong: broken.length, examples: broken }
}

/** Compares the rows themselves, because a user who may switch off triggers gets past a foreign key. */
async function brokenReferences(ask: Ask): Promise<CheckOutcome> {
  const examples: string[] = []
  let checked = 0
  for (const { name, references } of tables) {
    for (const { column, table } of references) {
      const ofRun = table === 'bookings' ? ' AND parent.train_run_id = child.train_run_id' : ''
      const rows = await ask(`SELECT child.${column} AS id FROM ${name} child
        LEFT JOIN ${table} parent ON parent.id = child.${column}${ofRun} WHERE parent.id IS NULL`)
      examples.push(...rows.map((row) => `a row of ${name} names ${row.id} of ${table}, which is not there`))
      checked++
    }
  }
  return { checked, wrong: examples.length, examples }
}

async function schemaIsNewest(ask: Ask): Promise<CheckOutcome> {
  const [row] = await ask('SELECT coalesce(max(version), 0) AS version FROM schema_migrations')
  const newest = knownMigrations().length
  return one(
    Number(row?.version) === newest ? undefined : `the database is at schema ${row?.version} of ${newest}`,
  )
}

const nameList = tables.map(({ name }) => `'${name}'`).join(', ')
