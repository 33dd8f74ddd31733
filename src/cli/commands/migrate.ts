import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { connectToServer } from '../admin/admin-client.ts'
import { addSettings, createContext, type Options, prepareDataFolder, refuseServer } from '../context.ts'
import { examples } from '../examples.ts'
import type { Tools } from '../tools.ts'

export function addMigrate(program: Command, tools: Tools): void {
  addSettings(program.command('migrate'), false)
    .description('Bring the database to the schema of this version. "serve" does it by itself.')
    .addHelpText('after', examples('holdfast migrate', 'holdfast migrate --json'))
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      refuseServer(context)
      const server = existsSync(context.dataFolder) ? await connectToServer(context.dataFolder) : undefined
      await server?.close()
      prepareDataFolder(context)
      const before = tools.schemaState(context.databaseFile)
      const after = server ? before : await tools.migrate(context.databaseFile)
      const result = { from: before.version, to: after.version, newest: after.newest }
      context.output.result(result, () =>
        before.version === after.version
          ? `The database is at schema ${after.version}, the newest.`
          : `The database was brought from schema ${before.version ?? 'none'} to ${after.version}.`,
      )
    })
}
