import type { Command } from 'commander'
import { verifyAudit } from '../../app/upkeep/verify-audit.ts'
import { addSettings, createContext, type Options, requireDatabase } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import { NegativeResult } from '../failures.ts'
import type { Tools } from '../tools.ts'

export function addAudit(program: Command, tools: Tools): void {
  const audit = program.command('audit').description('Check the audit trail.')
  addSettings(audit.command('verify'))
    .description('Recompute every audit chain, and find any edit, deletion, insertion or swap in it.')
    .addHelpText('after', examples('holdfast audit verify', 'holdfast audit verify --json'))
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      requireDatabase(context)
      const inspector = await tools.openInspector(context.place)
      try {
        const report = await verifyAudit(inspector, context.output.progress('Verifying'))
        context.output.result(report, () =>
          report.ok
            ? `Every chain is whole: ${counted(report.runs, 'run')}, ` +
              `${counted(report.entries, 'entry', 'entries')}.`
            : report.broken.map((broken) => broken.detail),
        )
        if (!report.ok) throw new NegativeResult('the audit trail is broken')
      } finally {
        await inspector.close()
      }
    })
}
