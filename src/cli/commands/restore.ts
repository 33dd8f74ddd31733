import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addSettings, createContext, type Options } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import type { RestoredManifest, Tools } from '../tools.ts'

export function addRestore(program: Command, tools: Tools): void {
  addSettings(program.command('restore'))
    .description(
      'Restore a backup into an empty data folder or an empty PostgreSQL database: all of it, ' +
        'verified, or nothing.',
    )
    .argument('<folder>', 'folder that "holdfast backup" made')
    .option('--force', 'first move an existing database into a folder beside it')
    .option('--without-keys', 'restore everything but names and contacts, whose file of keys is lost')
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
        throw new WrongUse(
          '--force is for files: create a new database with CREATE DATABASE, and name that one.',
        )
      const onProgress = context.output.progress('Restoring')
      const manifest = await tools.restore(
        resolve(folder),
        place,
        context.dataFolder,
        { force: options.force === true, withoutKeys: options.withoutKeys === true },
        onProgress,
      )
      const isServer = place.kind === 'server'
      context.output.result(isServer ? manifest : { data: context.dataFolder, ...manifest }, () =>
        describe(manifest, isServer ? 'The database' : context.dataFolder),
      )
    })
}

function describe(manifest: RestoredManifest, target: string): string {
  const { created_at: at, audit_entries: entries, holdfast_version: version } = manifest
  const { schema_version: schema, restored_schema_version: newest } = manifest
  const audited = counted(entries, 'audit entry', 'audit entries')
  const restored = `${target} now contains the backup made at ${at}, with ${audited}.`
  if (schema === newest) return restored
  return (
    `${restored} Holdfast ${version} made the backup, at schema ` +
    `${schema}; it is now at schema ${newest}.`
  )
}
