import { Command, CommanderError } from 'commander'
import { ApiRefused } from './api.ts'
import { addAudit } from './commands/audit.ts'
import { addBackup } from './commands/backup.ts'
import { addBook } from './commands/book.ts'
import { addBookings } from './commands/bookings.ts'
import { addCancel } from './commands/cancel.ts'
import { addChanges } from './commands/changes.ts'
import { addClock } from './commands/clock.ts'
import { addConfig } from './commands/config.ts'
import { addCopy } from './commands/copy.ts'
import { addDemo } from './commands/demo.ts'
import { addDesk } from './commands/desk.ts'
import { addDoctor } from './commands/doctor.ts'
import { addHold } from './commands/hold.ts'
import { addImport } from './commands/import.ts'
import { addImports } from './commands/imports.ts'
import { addKeys } from './commands/keys.ts'
import { addMendTexts } from './commands/mend-texts.ts'
import { addMigrate } from './commands/migrate.ts'
import { addMockPayments } from './commands/mock-payments.ts'
import { addPrivacy } from './commands/privacy.ts'
import { addReports } from './commands/reports.ts'
import { addRestore } from './commands/restore.ts'
import { addRuns } from './commands/runs.ts'
import { addSeats } from './commands/seats.ts'
import { addSecrets } from './commands/secrets.ts'
import { addSell } from './commands/sell.ts'
import { addServe } from './commands/serve.ts'
import { addStaff } from './commands/staff.ts'
import { addStart } from './commands/start.ts'
import { addStations } from './commands/stations.ts'
import { explainFullDisk } from './database-faults.ts'
import { FilesRefused, ImportRefused, NegativeResult, WrongUse } from './failures.ts'
import { showInLine } from './terminal.ts'
import type { Tools } from './tools.ts'

const commands = [
  addStart,
  addServe,
  addDemo,
  addImport,
  addImports,
  addStations,
  addRuns,
  addSeats,
  addHold,
  addBook,
  addCancel,
  addBookings,
  addReports,
  addSell,
  addDesk,
  addAudit,
  addChanges,
  addDoctor,
  addBackup,
  addRestore,
  addCopy,
  addKeys,
  addPrivacy,
  addMigrate,
  addClock,
  addSecrets,
  addStaff,
  addMendTexts,
  addConfig,
  addMockPayments,
]

/**
 * Runs one command; returns the exit status: 0 done, 1 a fault or a refusal, 2 wrong use or configuration.
 */
export async function runProgram(tools: Tools): Promise<number> {
  const program = new Command('holdfast')
    .description('Seat reservation for railways: live seat maps, holds, payments, bookings.')
    .version(tools.version)
    .exitOverride()
    .enablePositionalOptions()
    .showHelpAfterError('Add --help to see what it takes; "holdfast --help" lists the commands.')
    .configureOutput({
      writeOut: (text) => tools.stdout.write(text),
      writeErr: (text) => tools.stderr.write(text),
    })
    .addHelpText('after', '\nStart with "holdfast serve". See "holdfast COMMAND --help" for examples.')
  for (const add of commands) add(program, tools)
  try {
    await program.parseAsync(tools.args, { from: 'user' })
    return 0
  } catch (error) {
    return tell(error, tools)
  }
}

function tell(error: unknown, tools: Tools): number {
  if (error instanceof CommanderError) return tellWrongUse(error, tools)
  if (error instanceof NegativeResult) return error.status
  const isJson = tools.args.includes('--json')
  const message = explainFullDisk(error instanceof Error ? error.message : String(error))
  if (isJson) tools.stdout.write(`${JSON.stringify(describe(error, message), null, 2)}\n`)
  else if (error instanceof FilesRefused) tools.stderr.write(textOf(problemLines(error)))
  if (!isJson || error instanceof WrongUse) tools.stderr.write(`${message}\n`)
  if (!isJson && error instanceof ApiRefused) tools.stderr.write(textOf(errorLines(error)))
  return error instanceof WrongUse ? 2 : 1
}

/** The sentence is written already, to standard error; help that was asked for is none. */
function tellWrongUse(error: CommanderError, { args, stdout }: Tools): number {
  if (error.exitCode === 0) return 0
  const message = error.message.replace(/^error: /, '')
  if (args.includes('--json')) stdout.write(`${JSON.stringify(describe(error, message), null, 2)}\n`)
  return 2
}

function describe(error: unknown, message: string): object {
  if (error instanceof FilesRefused)
    return { error: message, problems: error.problems, problem_count: error.count }
  if (error instanceof ImportRefused) return { error: message, ...error.refusal }
  if (error instanceof ApiRefused) return { error: message, status: error.status, problem: error.problem }
  return { error: message }
}

function problemLines(refused: FilesRefused): readonly string[] {
  const lines = refused.problems.map(
    ({ file, place, reason }) => `${file}${place === null ? '' : `:${place}`}: ${reason}`,
  )
  return refused.count > lines.length ? [...lines, `... and ${refused.count - lines.length} more`] : lines
}

/** Each mistake of a request that the API points at. */
function errorLines({ problem }: ApiRefused): readonly string[] {
  const { errors } = problem
  if (!Array.isArray(errors)) return []
  return errors.map(({ pointer, detail }: { readonly pointer?: unknown; readonly detail?: unknown }) =>
    pointer === '' ? `  The request ${detail}.` : `  ${pointer} ${detail}`,
  )
}

/** Each text stays on its line, whatever characters a file or a name contains. */
function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${showInLine(line)}\n`).join('')
}
