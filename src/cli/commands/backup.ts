import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addSettings, createContext, type Options, requireDatabase } from '../context.ts'
import { examples } from '../examples.ts'
import type { Tools } from '../tools.ts'

export function addBackup(program: Command, tools: Tools): void {
  addSettings(program.command('backup'), false)
    .description(
      'Copy the database, while it is being sold from, and verify the copy. Secrets are part of it.',
    )
    .argument('<folder>', 'folder to make; it must not be there yet')
    .addHelpText('after', examples('holdfast backup /mnt/backups/2027-01-31'))
    .action(async (folder: string, options: Options) => {
      const context = createContext(tools, options)
      requireDatabase(context)
      const onProgress = context.output.progress('Copying')
      const backup = await tools.backUp(context.dataFolder, resolve(folder), onProgress)
      context.output.result(
        backup,
        () =>
          `${backup.folder} has a verified copy of ${backup.bytes} bytes, with ${backup.auditEntries} audit entries of ${backup.runs} runs.`,
      )
    })
}
