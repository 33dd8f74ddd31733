import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { type DoctorReport, examine, type Finding } from '../../app/doctor.ts'
import {
  addSettings,
  type Context,
  createContext,
  type Options,
  prepareDataFolder,
  refuseServer,
  requireDatabase,
  withOperations,
} from '../context.ts'
import { examples } from '../examples.ts'
import { NegativeResult } from '../failures.ts'
import type { Operations } from '../operations.ts'
import type { Tools } from '../tools.ts'

export function addDoctor(program: Command, tools: Tools): void {
  addSettings(program.command('doctor'), false)
    .description('Check every invariant over the whole database, and say what to do where one does not hold.')
    .addHelpText('after', examples('holdfast doctor', 'holdfast doctor --json'))
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      refuseServer(context)
      requireDatabase(context)
      const report = await withOperations(context, 'refuse', (operations) => examineAll(context, operations))
      context.output.result(report, () => report.findings.map(describeFinding).join('\n'))
      if (!report.ok) throw new NegativeResult('an invariant does not hold')
    })
}

/** The file is read from this process, so that a server is not kept from selling. */
async function examineAll(context: Context, operations: Operations): Promise<DoctorReport> {
  const inspector = context.tools.openInspector(context.databaseFile)
  const gateway = context.tools.openGateway(operations.payments, prepareDataFolder(context))
  try {
    return await examine(
      {
        inspector,
        gateway,
        comparePictures: (onProgress) => operations.comparePictures(onProgress),
        isServed: operations.isRemote,
        pause,
      },
      (about, done, total) => context.output.progress(about)(done, total),
    )
  } finally {
    inspector.close()
    await gateway.close()
  }
}

function describeFinding(finding: Finding): string {
  const { name, rule, status, about, checked, wrong, examples: shown, advice } = finding
  const sign = { ok: 'ok     ', failed: 'FAILED ', skipped: 'skipped' }[status]
  const figures = status === 'failed' ? `${wrong} of ${checked} wrong` : `${checked} checked`
  const lines = [
    `${sign} ${rule.padEnd(4)} ${name}: ${about} ${status === 'skipped' ? '' : `(${figures})`}`.trimEnd(),
  ]
  for (const example of shown) lines.push(`          ${example}`)
  if (advice) lines.push(`          What to do: ${advice}`)
  return lines.join('\n')
}
