import type { Command } from 'commander'
import { connectToServer } from '../admin/admin-client.ts'
import {
  addSettings,
  type Context,
  createContext,
  type Options,
  prepareDataFolder,
  requireDatabase,
} from '../context.ts'
import { examples } from '../examples.ts'
import { CommandFailed, WrongUse } from '../failures.ts'
import type { Tools } from '../tools.ts'

export function addMigrate(program: Command, tools: Tools): void {
  addSettings(program.command('migrate'))
    .description('Bring the database to the schema of this version. "serve" does this automatically.')
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
      'spread the database over the workers of its Citus cluster; no node may be running',
    )
    .option('--without-log', 'continue with a file whose log is gone; the latest sales are lost')
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      if (options.distribute === true) return distribute(context)
      requireDatabase(context)
      const withoutLog = options.withoutLog === true
      const before = await tools.schemaState(context.place)
      const served = await isServed(context)
      const after = served ? before : await tools.migrate(context.place, withoutLog)
      const result = { from: before.version, to: after.version, newest: after.newest }
      const gaveUp =
        withoutLog && !served
          ? 'The contents of its log are lost; run "holdfast doctor" to check the rest. '
          : ''
      context.output.result(result, () =>
        before.version === after.version
          ? `${gaveUp}The database is at schema ${after.version}, the newest.`
          : `${gaveUp}Migrated the database from schema ${before.version ?? 'none'} to ${after.version}.`,
      )
    })
}

/** The copy locks tables, so running nodes would answer 503 until it ends. */
async function distribute({ tools, place, output }: Context): Promise<void> {
  if (place.kind === 'file')
    throw new WrongUse(
      '--distribute is for a database on PostgreSQL with Citus: name its coordinator with --database.',
    )
  if ((await tools.serverState(place)).isServed)
    throw new CommandFailed(
      'Nodes are using this database: stop them, and start them again when it is distributed.',
    )
  const result = await tools.distribute(place, output.progress('Distributing'))
  output.result(
    result,
    () =>
      `${result.tables} tables are spread over the ${result.workers} ` +
      'workers of the cluster. Start the nodes again.',
  )
}

/** A running server has already migrated its file. */
async function isServed(context: Context): Promise<boolean> {
  if (context.place.kind === 'server') return false
  const server = await connectToServer(context.dataFolder)
  await server?.close()
  prepareDataFolder(context)
  return server !== undefined
}
