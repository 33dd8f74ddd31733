import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Command } from 'commander'
import { type DoctorReport, examine, type Finding } from '../../app/upkeep/doctor.ts'
import { connectToServer } from '../admin/admin-client.ts'
import {
  addSettings,
  type Context,
  createContext,
  type Options,
  requireDatabase,
  withOperations,
} from '../context.ts'
import { examples } from '../examples.ts'
import { NegativeResult } from '../failures.ts'
import type { Operations, PaymentService } from '../operations.ts'
import type { Tools } from '../tools.ts'

export function addDoctor(program: Command, tools: Tools): void {
  addSettings(program.command('doctor'))
    .description('Check every invariant across the whole database, and say what to do if one is broken.')
    .addHelpText(
      'after',
      examples(
        'holdfast doctor',
        'holdfast doctor --json',
        'PAYMENTS_URL=http://127.0.0.1:9090 holdfast doctor ' +
          '--database postgres://holdfast@127.0.0.1:5432/holdfast',
      ),
    )
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      requireDatabase(context)
      const report = await (context.place.kind === 'file' ? examineFile(context) : examineServer(context))
      context.output.result(report, () => report.findings.flatMap(describeFinding))
      if (!report.ok) throw new NegativeResult('an invariant does not hold')
    })
}

/** What the doctor examines besides the rows: a server's pictures, and a payment service; null if unknown. */
interface Surroundings {
  readonly comparePictures: Operations['comparePictures'] | null
  readonly payments: PaymentService | null
  readonly listSetbacks: Operations['listSetbacks'] | null
  readonly isServed: boolean
}

/** This process reads the file itself, so the server can keep selling. */
function examineFile(context: Context): Promise<DoctorReport> {
  return withOperations(context, 'refuse', ({ comparePictures, payments, listSetbacks, isRemote }) =>
    examineIn(context, { comparePictures, payments, listSetbacks, isServed: isRemote }),
  )
}

/** Asks the node of this data folder if it uses this database; the database itself says whether others do. */
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
      listSetbacks: ours?.listSetbacks ?? null,
      isServed: isServed || ours !== undefined,
    })
  } finally {
    await node?.close()
  }
}

async function examineIn(context: Context, surroundings: Surroundings): Promise<DoctorReport> {
  const { comparePictures, payments, listSetbacks, isServed } = surroundings
  const inspector = await context.tools.openInspector(context.place)
  const gateway = payments && (await context.tools.openGateway(payments))
  try {
    return await examine(
      {
        inspector,
        gateway,
        comparePictures: comparePictures ?? (async () => ({ runs: 0, unsettled: 0, wrong: [] })),
        listSetbacks: listSetbacks ?? (async () => []),
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

function describeFinding(finding: Finding): readonly string[] {
  const { name, rule, status, about, checked, wrong, examples: shown, advice } = finding
  const sign = { ok: 'ok     ', failed: 'FAILED ', skipped: 'skipped' }[status]
  const figures = status === 'failed' ? `${wrong} of ${checked} wrong` : `${checked} checked`
  const lines = [
    `${sign} ${rule.padEnd(4)} ${name}: ${about} ${status === 'skipped' ? '' : `(${figures})`}`.trimEnd(),
  ]
  for (const example of shown) lines.push(`          ${example}`)
  if (advice) lines.push(`          What to do: ${advice}`)
  return lines
}
