import type { Command } from 'commander'
import { publicKeyOf } from '../../app/upkeep/signed-checkpoint.ts'
import { verifyAudit } from '../../app/upkeep/verify-audit.ts'
import { readCheckpoints } from '../../app/upkeep/verify-checkpoints.ts'
import { addSettings, type Context, createContext, type Options, requireDatabase } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import { NegativeResult, WrongUse } from '../failures.ts'
import type { Tools } from '../tools.ts'

export function addAudit(program: Command, tools: Tools): void {
  const audit = program.command('audit').description('Check the audit trail.')
  addSettings(audit.command('verify'))
    .description(
      'Recompute every audit chain, and find any edit, deletion, insertion or swap in it; with ' +
        'checkpoints, also chains that were cut or made anew.',
    )
    .option('--checkpoints <file>', 'compare with these signed checkpoints, too; - is standard input')
    .option('--key <key>', 'public key of the checkpoints; default: that of the data folder')
    .addHelpText(
      'after',
      examples(
        'holdfast audit verify',
        'holdfast audit verify --checkpoints data/audit-checkpoints.jsonl',
        'holdfast audit verify --json',
      ),
    )
    .action((options: Options) => verify(createContext(tools, options), options))
  addSettings(audit.command('key'), ['data', 'logLevel'])
    .description('Show the public key of the checkpoints, to keep where nobody can change it.')
    .addHelpText('after', examples('holdfast audit key', 'holdfast audit key --json'))
    .action(async (options: Options) => {
      const { output, config } = createContext(tools, options)
      const { id, publicKey } = await tools.checkpointKey(config.data)
      output.result({ id, public_key: publicKey }, () => publicKey)
    })
}

async function verify(context: Context, options: Options): Promise<void> {
  const { output, tools, place } = context
  requireDatabase(context)
  // Read first: chains may grow meanwhile, but never shrink.
  const told = await checkpointsFor(context, options)
  const inspector = await tools.openInspector(place)
  try {
    const report = await verifyAudit(inspector, output.progress('Verifying'), told?.ends)
    const faults = told?.faults ?? []
    const ok = report.ok && faults.length === 0
    const checked = told && { checkpoints: told.count, checkpoint_faults: faults }
    output.result({ ...report, ok, ...checked }, () =>
      ok
        ? `Every chain is whole: ${counted(report.runs, 'run')}, ` +
          `${counted(report.entries, 'entry', 'entries')}` +
          `${told ? `, as ${counted(told.count, 'checkpoint')} have it` : ''}.`
        : [...faults, ...report.broken.map((broken) => broken.detail)],
    )
    if (!ok) throw new NegativeResult('the audit trail is broken')
  } finally {
    await inspector.close()
  }
}

async function checkpointsFor({ tools, config }: Context, { checkpoints, key }: Options) {
  if (typeof checkpoints !== 'string') {
    if (key !== undefined) throw new WrongUse('--key is for --checkpoints: name their file.')
    return undefined
  }
  const text = typeof key === 'string' ? key : (await tools.checkpointKey(config.data)).publicKey
  const publicKey = publicKeyOf(text)
  if (!publicKey)
    throw new WrongUse(`--key must be what "holdfast audit key" shows: 43 characters of base64url.`)
  return readCheckpoints(await tools.readLines(checkpoints), publicKey)
}
