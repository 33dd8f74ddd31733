import type { Command } from 'commander'
import { ask, query } from '../api.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import { table } from '../output.ts'
import { addSeats, addWay, reasonOf, runPath, seatsOf, wayOf } from '../run-acts.ts'
import type { Tools } from '../tools.ts'

interface Stretch {
  readonly seat_number: string
  readonly from_station_code: string
  readonly to_station_code: string
}

interface ChangedBody {
  readonly changed: readonly Stretch[]
  readonly in_the_way: readonly (Stretch & { readonly status: string; readonly booking_id: string | null })[]
}

interface BlocksBody {
  readonly blocks: readonly Stretch[]
}

const verbs = {
  block: {
    about: 'Take seats of a run out of sale; what passengers have there stays as it is, and is listed.',
    path: 'blocks',
    done: 'is out of sale now',
    nothing: 'Nothing changes: what nobody has there is out of sale already.',
  },
  free: {
    about: 'Give blocked seats of a run back to sale.',
    path: 'block_removals',
    done: 'is for sale again',
    nothing: 'Nothing changes: nothing is blocked there.',
  },
} as const

/** `runs block`, `runs free` and `runs blocks`. */
export function addRunBlocks(runs: Command, tools: Tools): void {
  for (const verb of ['block', 'free'] as const)
    addSeats(addWay(addSettings(runs.command(`${verb} <run>`))))
      .description(verbs[verb].about)
      .requiredOption('--reason <reason>', 'defect, reserved, operational or correction')
      .addHelpText(
        'after',
        examples(
          `holdfast runs ${verb} 1042 --seats 4-31,4-32 --reason defect`,
          `holdfast runs ${verb} 1042 --coach 4 --from AHB --to KRN --reason operational`,
        ),
      )
      .action(async (run: string, options: Options) => {
        const context = createContext(tools, options)
        const body = await change(context, verb, run, options)
        context.output.result(body, () => describe(verb, body))
      })
  addWay(addSettings(runs.command('blocks <run>')))
    .description('List the seats of a run that are taken out of sale.')
    .addHelpText('after', examples('holdfast runs blocks 1042', 'holdfast runs blocks 1042 --json'))
    .action(async (run: string, options: Options) => {
      const context = createContext(tools, options)
      const body = await withOperations(context, 'refuse', async (operations) => {
        const path = `${runPath(run)}/blocks${query(await wayOf(context, operations, options))}`
        return ask<BlocksBody>(operations, { method: 'GET', path, asRailway: true })
      })
      context.output.result(body, () =>
        body.blocks.length === 0
          ? ['No seat of this run is blocked.']
          : table(['seat', 'from', 'to'], body.blocks.map(cells)),
      )
    })
}

function change(
  context: Context,
  verb: keyof typeof verbs,
  run: string,
  options: Options,
): Promise<ChangedBody> {
  const seats = seatsOf(options)
  const reason = reasonOf(options, ['defect', 'reserved', 'operational', 'correction'])
  return withOperations(context, 'refuse', async (operations) => {
    const body = { ...seats, ...(await wayOf(context, operations, options)), reason }
    const path = `${runPath(run)}/${verbs[verb].path}`
    return ask<ChangedBody>(operations, { method: 'POST', path, body, asRailway: true })
  })
}

function describe(verb: keyof typeof verbs, { changed, in_the_way: inTheWay }: ChangedBody) {
  const { done, nothing } = verbs[verb]
  const left = [
    `Left alone: ${counted(inTheWay.length, 'seat')} that passengers have there.`,
    ...table(
      ['seat', 'from', 'to', 'state', 'booking'],
      inTheWay.map((one) => [...cells(one), one.status, one.booking_id ?? '']),
    ),
  ]
  return [
    ...(changed.length === 0
      ? [nothing]
      : table(
          ['seat', 'from', 'to', ''],
          changed.map((one) => [...cells(one), done]),
        )),
    ...(inTheWay.length === 0 ? [] : left),
  ]
}

function cells({ seat_number: seat, from_station_code: from, to_station_code: to }: Stretch) {
  return [seat, from, to]
}
