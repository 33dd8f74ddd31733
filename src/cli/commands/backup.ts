import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addSettings, createContext, type Options, requireDatabase } from '../context.ts'
import { examples } from '../examples.ts'
import type { Tools } from '../tools.ts'

export function addBackup(program: Command, tools: Tools): void {
  addSettings(program.command('backup'), false)
    .description(
      'Copy the database, while it is being sold from, and verify the copy by restoring it. Secrets are part of it.',
    )
    .argument('<folder>', 'folder to make; it must not be there yet')
    .addHelpText(
      'after',
      examples(
        'holdfast backup /mnt/backups/2027-01-31',
        'holdfast backup /mnt/backups/2027-01-31 --database postgres://holdfast@db.example:5432/holdfast --json',
      ),
    )
    .action(async (folder: string, options: Options) => {
      const context = createContext(tools, options)
      requireDatabase(context)
      const onProgress = context.output.progress('Copying')
      const target = resolve(folder)
      const manifest = await tools.backUp(context.place, context.dataFolder, target, onProgress)
      context.output.result({ folder: target, ...manifest }, () => {
        const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0)
        return `${target} has a verified copy of ${bytes} bytes, with ${manifest.audit_entries} audit entries of ${manifest.runs} runs.`
      })
    })
}
