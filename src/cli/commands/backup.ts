import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addSettings, createContext, type Options, requireDatabase } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import type { Tools } from '../tools.ts'

export function addBackup(program: Command, tools: Tools): void {
  addSettings(program.command('backup'))
    .description(
      'Copy the database while sales go on, and verify the copy by restoring it. The copy includes secrets.',
    )
    .argument('<folder>', 'folder to create; it must not exist yet')
    .addHelpText(
      'after',
      examples(
        'holdfast backup /mnt/backups/2027-01-31',
        'holdfast backup /mnt/backups/2027-01-31 --database ' +
          'postgres://holdfast@db.example:5432/holdfast --json',
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
        return (
          `${target} contains a verified copy of ${bytes} bytes, with ` +
          `${counted(manifest.audit_entries, 'audit entry', 'audit entries')} of ` +
          `${counted(manifest.runs, 'run')}.`
        )
      })
    })
}
