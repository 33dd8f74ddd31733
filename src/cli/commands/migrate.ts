import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { connectToServer } from '../admin/admin-client.ts'
import { addSettings, type Context, createContext, type Options, prepareDataFolder } from '../context.ts'
import { examples } from '../examples.ts'
import { CommandFailed, WrongUse } from '../failures.ts'
import type { Tools } from '../tools.ts'

export function addMigrate(program: Command, tools: Tools): void {
  addSettings(program.command('migrate'), false)
    .description('Bring the database to the schema of this version. "serve" does it by itself.')
    .addHelpText(
      'after',
      examples(
        'holdfast migrate',
        'holdfast migrate --database postgres://holdfast@127.0.0.1:5432/holdfast',
        'holdfast migrate --distribute --database postgres://holdfast@coordinator:5432/holdfast',
      ),
    )
    .option(
      '--distribute',
      'spread the database over the workers of its Citus cluster; no node may be at work',
    )
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      if (options.distribute === true) return distribute(context)
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

/** Tables are locked while they are copied, so nodes would answer 503 all the while. */
async function distribute({ tools, place, output }: Context): Promise<void> {
  if (place.kind === 'file')
    throw new WrongUse(
      '--distribute is for a database on PostgreSQL with Citus: name its coordinator with --database.',
    )
  if ((await tools.serverState(place)).isServed)
    throw new CommandFailed(
      'Nodes are at work on this database: stop them, and start them again when it is distributed.',
    )
  const result = await tools.distribute(place, output.progress('Distributing'))
  output.result(
    result,
    () =>
      `${result.tables} tables are spread over the ${result.workers} workers of the cluster. Start the nodes again.`,
  )
}

/** A server that owns the file has brought it up to date itself; the folder must be there for one that does not. */
async function isServed(context: Context): Promise<boolean> {
  if (context.place.kind === 'server') return false
  const server = existsSync(context.dataFolder) ? await connectToServer(context.dataFolder) : undefined
  await server?.close()
  prepareDataFolder(context)
  return server !== undefined
}
