import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { type DoctorReport, examine, type Finding } from '../../app/doctor.ts'
import { connectToServer } from '../admin/admin-client.ts'
import {
  addSettings,
  type Context,
  createContext,
  type Options,
  prepareDataFolder,
  requireDatabase,
  withOperations,
} from '../context.ts'
import { examples } from '../examples.ts'
import { NegativeResult } from '../failures.ts'
import type { Operations, PaymentService } from '../operations.ts'
import type { Tools } from '../tools.ts'

export function addDoctor(program: Command, tools: Tools): void {
  addSettings(program.command('doctor'), false)
    .description('Check every invariant over the whole database, and say what to do where one does not hold.')
    .addHelpText(
      'after',
      examples(
        'holdfast doctor',
        'holdfast doctor --json',
        'PAYMENTS_URL=http://127.0.0.1:9090 holdfast doctor --database postgres://holdfast@127.0.0.1:5432/holdfast',
      ),
    )
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      requireDatabase(context)
      const report = await (context.place.kind === 'file' ? examineFile(context) : examineServer(context))
      context.output.result(report, () => report.findings.map(describeFinding).join('\n'))
      if (!report.ok) throw new NegativeResult('an invariant does not hold')
    })
}

/** Whose pictures and whose payment service are looked at beside the rows; null where nothing is known of them. */
interface Surroundings {
  readonly comparePictures: Operations['comparePictures'] | null
  readonly payments: PaymentService | null
  readonly isServed: boolean
}

/** The file is read from this process, so that a server is not kept from selling. */
function examineFile(context: Context): Promise<DoctorReport> {
  return withOperations(context, 'refuse', ({ comparePictures, payments, isRemote }) =>
    examineIn(context, { comparePictures, payments, isServed: isRemote }),
  )
}

/** The node of this data folder is asked where it works with this database; the database itself says whether others do. */
async function examineServer(context: Context): Promise<DoctorReport> {
  const { tools, place, config } = context
  const { account, isServed } = await tools.serverState(place)
  const node = existsSync(context.dataFolder) ? await connectToServer(context.dataFolder) : undefined
  const ours = account !== null && node?.payments.account === account ? node : undefined
  const named = account !== null && config.paymentsUrl !== null ? { url: config.paymentsUrl, account } : null
  try {
    return await examineIn(context, {
      comparePictures: ours?.comparePictures ?? null,
      payments: named ?? ours?.payments ?? null,
      isServed: isServed || ours !== undefined,
    })
  } finally {
    await node?.close()
  }
}

async function examineIn(context: Context, surroundings: Surroundings): Promise<DoctorReport> {
  const { comparePictures, payments, isServed } = surroundings
  const inspector = await context.tools.openInspector(context.place)
  const gateway = payments && (await context.tools.openGateway(payments, prepareDataFolder(context)))
  try {
    return await examine(
      {
        inspector,
        gateway,
        comparePictures: comparePictures ?? (async () => ({ runs: 0, unsettled: 0, wrong: [] })),
        isServed,
        pause,
      },
      (about, done, total) => context.output.progress(about)(done, total),
    )
  } finally {
    await inspector.close()
    await gateway?.close()
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
