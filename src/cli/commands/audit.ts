import type { Command } from 'commander'
import { verifyAudit } from '../../app/verify-audit.ts'
import { addSettings, createContext, type Options, requireDatabase } from '../context.ts'
import { examples } from '../examples.ts'
import { NegativeResult } from '../failures.ts'
import type { Tools } from '../tools.ts'

export function addAudit(program: Command, tools: Tools): void {
  const audit = program.command('audit').description('Look after the audit trail.')
  addSettings(audit.command('verify'), false)
    .description('Compute every audit chain again and find any edit, deletion, insertion or swap inside one.')
    .addHelpText('after', examples('holdfast audit verify', 'holdfast audit verify --json'))
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      requireDatabase(context)
      const inspector = await tools.openInspector(context.place)
      try {
        const report = await verifyAudit(inspector, context.output.progress('Verifying'))
        context.output.result(report, () =>
          report.ok
            ? `All ${report.runs} chains with ${report.entries} entries are whole.`
            : report.broken.map((broken) => broken.detail).join('\n'),
        )
        if (!report.ok) throw new NegativeResult('the audit trail is broken')
      } finally {
        await inspector.close()
      }
    })
}
