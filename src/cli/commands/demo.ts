import type { Command } from 'commander'
import { addSettings, createContext, type Options, withOperations } from '../context.ts'
import { openRange } from '../dates.ts'
import { examples } from '../examples.ts'
import { describeImport } from '../import-report.ts'
import type { Tools } from '../tools.ts'

export function addDemo(program: Command, tools: Tools): void {
  addSettings(program.command('demo'), false)
    .description('Load the demo railway: a small fictional country with some 80 daily trains.')
    .addHelpText('after', examples('holdfast demo', 'holdfast demo --data /srv/holdfast --json'))
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      const today = tools.today()
      const timetable = await tools.demoTimetable(today)
      const report = await withOperations(context, 'make', (operations) =>
        operations.importTimetable(
          timetable,
          openRange(today, context.config.horizonDays),
          context.output.progress('Loading'),
        ),
      )
      context.output.result(report, () => describeImport(report))
    })
}
