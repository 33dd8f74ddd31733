import type { Command } from 'commander'
import { connectToServer } from '../admin/admin-client.ts'
import { addSettings, type Context, createContext, type Options, requireDatabase } from '../context.ts'
import { examples } from '../examples.ts'
import { CommandFailed, NegativeResult, WrongUse } from '../failures.ts'
import { nextCommand } from '../shell.ts'
import type { FoundText, Tools } from '../tools.ts'

export function addMendTexts(program: Command, tools: Tools): void {
  addSettings(program.command('mend-texts'))
    .description(
      'Find texts that versions before 0.2.0 accepted and PostgreSQL cannot store, such as names ' +
        'with U+0000, and replace those characters with U+FFFD. Make a backup and stop the server ' +
        'first.',
    )
    .option('--yes', 'mend the texts; without it they are only shown')
    .addHelpText(
      'after',
      examples(
        'holdfast mend-texts',
        'holdfast mend-texts --yes',
        'holdfast mend-texts --data /srv/holdfast --json',
      ),
    )
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      if (context.place.kind === 'server')
        throw new WrongUse(
          'PostgreSQL accepts no such text, so there is nothing to mend: this command is for files.',
        )
      requireDatabase(context)
      const isToMend = options.yes === true
      if (isToMend) await assertNobodyServes(context)
      const found = await tools.mendTexts(context.databaseFile, isToMend)
      const left = isToMend ? found.filter((text) => !text.canBeMended) : found
      context.output.result({ found, mended: found.length - left.length }, () =>
        describe(context, found, left, isToMend),
      )
      if (left.length > 0) throw new NegativeResult('some texts cannot be stored in PostgreSQL')
    })
}

async function assertNobodyServes({ dataFolder }: Context): Promise<void> {
  const server = await connectToServer(dataFolder)
  await server?.close()
  if (server) throw new CommandFailed('A server is using this database: stop it, and run this command again.')
}

function describe(
  context: Context,
  found: readonly FoundText[],
  left: readonly FoundText[],
  isToMend: boolean,
): readonly string[] {
  if (found.length === 0) return ['PostgreSQL can store every text.']
  const lines = found.map((text) => text.detail)
  if (!isToMend) return [...lines, `To mend them: ${nextCommand(context, 'mend-texts', '--yes')}`]
  const mended = `${found.length - left.length} of ${found.length} texts mended.`
  if (left.length === 0) return [...lines, mended]
  const why =
    'The others are part of an audit chain, so they stay: restore the last backup without them, ' +
    'and report this.'
  return [...lines, mended, why]
}
