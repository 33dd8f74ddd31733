import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addSettings, createContext, type Options, refuseServer } from '../context.ts'
import { examples } from '../examples.ts'
import type { Tools } from '../tools.ts'

export function addRestore(program: Command, tools: Tools): void {
  addSettings(program.command('restore'), false)
    .description('Put a backup into an empty data folder. The backup is verified first.')
    .argument('<folder>', 'folder that "holdfast backup" made')
    .option('--force', 'move a database that is there already aside, into a folder beside it')
    .addHelpText(
      'after',
      examples(
        'holdfast restore /mnt/backups/2027-01-31 --data ./data',
        'holdfast restore /mnt/backups/2027-01-31 --force',
      ),
    )
    .action(async (folder: string, options: Options) => {
      const context = createContext(tools, options)
      refuseServer(context)
      const onProgress = context.output.progress('Restoring')
      const manifest = await tools.restore(
        resolve(folder),
        context.dataFolder,
        options.force === true,
        onProgress,
      )
      context.output.result(
        { data: context.dataFolder, ...manifest },
        () =>
          `${context.dataFolder} now has the database of ${manifest.created_at}, with ${manifest.audit_entries} audit entries.`,
      )
    })
}
