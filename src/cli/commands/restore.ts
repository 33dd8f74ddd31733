import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addSettings, createContext, type Options } from '../context.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import type { Tools } from '../tools.ts'

export function addRestore(program: Command, tools: Tools): void {
  addSettings(program.command('restore'), false)
    .description(
      'Put a backup into an empty data folder, or an empty PostgreSQL database; all of it, verified, or nothing.',
    )
    .argument('<folder>', 'folder that "holdfast backup" made')
    .option('--force', 'move a database that is there already aside, into a folder beside it')
    .addHelpText(
      'after',
      examples(
        'holdfast restore /mnt/backups/2027-01-31 --data ./data',
        'holdfast restore /mnt/backups/2027-01-31 --force',
        'holdfast restore /mnt/backups/2027-01-31 --database postgres://holdfast@db.example:5432/holdfast2',
      ),
    )
    .action(async (folder: string, options: Options) => {
      const context = createContext(tools, options)
      const { place } = context
      if (place.kind === 'server' && options.force === true)
        throw new WrongUse('--force is for files: make a new database with CREATE DATABASE, and name that.')
      const onProgress = context.output.progress('Restoring')
      const manifest = await tools.restore(
        resolve(folder),
        place,
        context.dataFolder,
        options.force === true,
        onProgress,
      )
      context.output.result(
        place.kind === 'server' ? manifest : { data: context.dataFolder, ...manifest },
        () =>
          `${place.kind === 'server' ? 'The database' : context.dataFolder} now has what was backed up at ${manifest.created_at}, with ${manifest.audit_entries} audit entries.`,
      )
    })
}
