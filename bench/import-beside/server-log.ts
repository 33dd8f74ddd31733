import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const slowMs = 100
const mostLines = 40
const lineLength = 220

/** Settings of a PostgreSQL server that notes slow statements, waits for locks, checkpoints and vacuums. */
export function toldSettings(folder: string): readonly string[] {
  return [
    'logging_collector=on',
    `log_directory=${folder}`,
    'log_line_prefix=%m [%p] ',
    `log_min_duration_statement=${slowMs}`,
    'log_lock_waits=on',
    `deadlock_timeout=${slowMs}ms`,
    `log_autovacuum_min_duration=${slowMs}`,
    'log_checkpoints=on',
  ]
}

/** The first lines of what the server noted, shortened. */
export function tellServerLog(folder: string): void {
  const lines = readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter((line) => / LOG: {2}(duration|process|checkpoint complete|automatic)/.test(line))
  console.log(`\nThe server noted ${lines.length} slow statements, waits for locks, checkpoints and vacuums:`)
  for (const line of lines.slice(-mostLines)) console.log(`- ${line.slice(0, lineLength)}`)
}
