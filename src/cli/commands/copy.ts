import { dirname, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { withoutPassword } from '../config.ts'
import { addSettings, createContext, type Options } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import { secretsFileName } from '../secrets.ts'
import { settings } from '../settings.ts'
import { type CopyPlace, databaseFileName, type Tools } from '../tools.ts'

export function addCopy(program: Command, tools: Tools): void {
  addSettings(program.command('copy'))
    .description(
      'Copy everything from one database into an empty one, of either kind: all of it, verified, ' +
        'or nothing. If the source is a file, stop its server first. If nodes keep selling from a ' +
        'PostgreSQL source, the copy does not have what they sell.',
    )
    .requiredOption('--from <database>', 'sqlite:FILE or sqlite:FOLDER, or postgres://...')
    .option(
      '--to <database>',
      'in the same form; default DATABASE_URL, which keeps a password off the command line',
    )
    .addHelpText(
      'after',
      examples(
        'holdfast copy --from sqlite:./data --to postgres://holdfast@db.example:5432/holdfast',
        'holdfast copy --from sqlite:/mnt/backups/2027-01-31 --to ' +
          'postgres://holdfast@127.0.0.1:5432/rehearsal',
        'holdfast copy --from postgres://holdfast@db.example:5432/holdfast --to sqlite:/srv/holdfast --json',
      ),
    )
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      const from = placeOf('--from', options.from)
      const to = placeOf('--to', options.to ?? context.config.database)
      const { isServed } = await tools.serverState(from)
      const report = await tools.copy(from, to, context.output.progress('Copying'))
      const { rows, runs, auditEntries } = report
      const place = to.kind === 'file' ? to.file : withoutPassword(to.url)
      context.output.result(
        { rows, runs, audit_entries: auditEntries, source_is_served: isServed },
        () =>
          `${place} contains all ${counted(rows, 'row')}, verified, with ` +
          `${counted(auditEntries, 'audit entry', 'audit entries')} of ${counted(runs, 'run')}.`,
      )
      if (isServed)
        context.output.note('Nodes are using the source: the copy does not have what they sell from now on.')
    })
}

function placeOf(option: string, value: Options[string] | null): CopyPlace {
  const text = typeof value === 'string' ? value : ''
  const url = settings.database.parse(text)
  if (typeof url === 'string') return { kind: 'server', url, secretsFile: '' }
  const path = /^sqlite:(.+)$/.exec(text)?.[1]
  if (path === undefined)
    throw new WrongUse(
      `${option} is ${JSON.stringify(withoutPassword(text))}; it must be ` +
        `sqlite:FILE, sqlite:FOLDER or ${settings.database.allowed}.`,
    )
  const file = resolve(path.endsWith('.db') ? path : join(path, databaseFileName))
  return { kind: 'file', file, secretsFile: join(dirname(file), secretsFileName) }
}
