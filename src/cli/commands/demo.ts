import type { Command } from 'commander'
import { importAgreed } from '../agreed-import.ts'
import { addSettings, createContext, type Options } from '../context.ts'
import { openRange } from '../dates.ts'
import { examples } from '../examples.ts'
import { describeImport } from '../import-report.ts'
import type { Tools } from '../tools.ts'

export function addDemo(program: Command, tools: Tools): void {
  addSettings(program.command('demo'))
    .description('Load the demo railway: a small fictional country with about 80 daily trains.')
    .option('--yes', 'also take runs with bookings, or more than a tenth of all runs, off sale')
    .addHelpText('after', examples('holdfast demo', 'holdfast demo --data /srv/holdfast --json'))
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      const today = tools.today()
      const timetable = await tools.demoTimetable(today)
      const report = await importAgreed(context, timetable, {
        ...openRange(today, context.config.horizonDays, timetable),
        mayWithdraw: options.yes === true,
      })
      context.output.result(report, () => describeImport(report))
    })
}
