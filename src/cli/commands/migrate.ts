import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { connectToServer } from '../admin/admin-client.ts'
import { addSettings, type Context, createContext, type Options, prepareDataFolder } from '../context.ts'
import { examples } from '../examples.ts'
import type { Tools } from '../tools.ts'

export function addMigrate(program: Command, tools: Tools): void {
  addSettings(program.command('migrate'), false)
    .description('Bring the database to the schema of this version. "serve" does it by itself.')
    .addHelpText(
      'after',
      examples('holdfast migrate', 'holdfast migrate --database postgres://holdfast@127.0.0.1:5432/holdfast'),
    )
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      const before = await tools.schemaState(context.place)
      const after = (await isServed(context)) ? before : await tools.migrate(context.place)
      const result = { from: before.version, to: after.version, newest: after.newest }
      context.output.result(result, () =>
        before.version === after.version
          ? `The database is at schema ${after.version}, the newest.`
          : `The database was brought from schema ${before.version ?? 'none'} to ${after.version}.`,
      )
    })
}

/** A server that owns the file has brought it up to date itself; the folder must be there for one that does not. */
async function isServed(context: Context): Promise<boolean> {
  if (context.place.kind === 'server') return false
  const server = existsSync(context.dataFolder) ? await connectToServer(context.dataFolder) : undefined
  await server?.close()
  prepareDataFolder(context)
  return server !== undefined
}
