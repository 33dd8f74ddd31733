import assert from 'node:assert/strict'
import { test } from 'node:test'
import BetterSqlite3 from 'better-sqlite3'
import { migrate } from './migrate.ts'

test('D51: A station of an older database belongs to the source of the first train that calls there.', () => {
  const database = new BetterSqlite3(':memory:')
  migrate(database, 5)
  database.exec(`
    INSERT INTO fares VALUES (1, 'fare', '{}', 'f');
    INSERT INTO consists VALUES (1, 'consist', '[]', 'c');
    INSERT INTO stations VALUES ('A', 'Alba', 'Europe/Rome', NULL, NULL),
      ('B', 'Berg', 'Europe/Rome', 46, 11), ('C', 'Celje', 'Europe/Rome', 46, 12),
      ('D', 'left by all trains', 'Europe/Rome', NULL, NULL)`)
  const addTrain = (id: number, source: string, codes: string) => {
    database.exec(
      `INSERT INTO trains
       VALUES (${id}, '${source}', 'key ${id}', 'd', 'n', 'n', 'Europe/Rome', '', 1, 1, 1)`,
    )
    for (const [index, code] of [...codes].entries())
      database.exec(`INSERT INTO train_stops VALUES (${id}, ${index}, '${code}', 0, 0, 0, 1, 1)`)
  }
  addTrain(3, 'second', 'CBA')
  addTrain(2, 'first', 'AB')
  addTrain(4, 'first', 'BC')
  migrate(database)
  const rows = database.prepare('SELECT station_code, name, source FROM stations').raw().all()
  assert.deepEqual(rows, [
    ['A', 'Alba', 'first'],
    ['B', 'Berg', 'first'],
    ['C', 'Celje', 'second'],
    ['D', 'left by all trains', ''],
  ])
  database.close()
})
