import { Command, CommanderError } from 'commander'
import { ApiRefused } from './api.ts'
import { addAudit } from './commands/audit.ts'
import { addBackup } from './commands/backup.ts'
import { addBook } from './commands/book.ts'
import { addCancel } from './commands/cancel.ts'
import { addConfig } from './commands/config.ts'
import { addCopy } from './commands/copy.ts'
import { addDemo } from './commands/demo.ts'
import { addDoctor } from './commands/doctor.ts'
import { addHold } from './commands/hold.ts'
import { addImport } from './commands/import.ts'
import { addMigrate } from './commands/migrate.ts'
import { addMockPayments } from './commands/mock-payments.ts'
import { addRestore } from './commands/restore.ts'
import { addRuns } from './commands/runs.ts'
import { addSeats } from './commands/seats.ts'
import { addServe } from './commands/serve.ts'
import { addStart } from './commands/start.ts'
import { addStations } from './commands/stations.ts'
import { FilesRefused, NegativeResult, WrongUse } from './failures.ts'
import type { Tools } from './tools.ts'

const commands = [
  addStart,
  addServe,
  addDemo,
  addImport,
  addStations,
  addRuns,
  addSeats,
  addHold,
  addBook,
  addCancel,
  addAudit,
  addDoctor,
  addBackup,
  addRestore,
  addCopy,
  addMigrate,
  addConfig,
  addMockPayments,
]

/** Runs one command; gives the status to end with: 0 done, 1 a fault or a no, 2 wrong use or configuration. */
export async function runProgram(tools: Tools): Promise<number> {
  const program = new Command('holdfast')
    .description('Seat reservation for railways: live seat maps, holds, payments, bookings.')
    .version(tools.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void tools.stdout.write(text),
      writeErr: (text) => void tools.stderr.write(text),
    })
    .addHelpText(
      'after',
      '\nStart with "holdfast serve", and look at "holdfast COMMAND --help" for examples.',
    )
  for (const add of commands) add(program, tools)
  try {
    await program.parseAsync(tools.args, { from: 'user' })
    return 0
  } catch (error) {
    return tell(error, tools)
  }
}

function tell(error: unknown, tools: Tools): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof NegativeResult) return error.status
  const isJson = tools.args.includes('--json')
  const message = error instanceof Error ? error.message : String(error)
  if (isJson) tools.stdout.write(`${JSON.stringify(describe(error, message), null, 2)}\n`)
  else if (error instanceof FilesRefused) tools.stderr.write(problemText(error))
  if (!isJson || error instanceof WrongUse) tools.stderr.write(`${message}\n`)
  return error instanceof WrongUse ? 2 : 1
}

function describe(error: unknown, message: string): object {
  if (error instanceof FilesRefused)
    return { error: message, problems: error.problems, problem_count: error.count }
  if (error instanceof ApiRefused) return { error: message, status: error.status, problem: error.problem }
  return { error: message }
}

function problemText(refused: FilesRefused): string {
  const lines = refused.problems.map(
    ({ file, place, reason }) => `${file}${place === null ? '' : `:${place}`}: ${reason}`,
  )
  if (refused.count > lines.length) lines.push(`... and ${refused.count - lines.length} more`)
  return `${lines.join('\n')}\n`
}
