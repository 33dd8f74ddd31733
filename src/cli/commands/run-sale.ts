import { setTimeout as wait } from 'node:timers/promises'
import type { Command } from 'commander'
import { ask } from '../api.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import type { Operations } from '../operations.ts'
import { money, table } from '../output.ts'
import { addWay, reasonOf, runPath, wayOf } from '../run-acts.ts'
import type { Tools } from '../tools.ts'

interface ClosuresBody {
  readonly closures: readonly {
    readonly status: 'CLOSED' | 'CANCELLED'
    readonly travel_class: string | null
    readonly from_station_code: string
    readonly to_station_code: string
    readonly bookings: number
    readonly bookings_left: number
  }[]
}

interface CancelledBody extends ClosuresBody {
  readonly affected: {
    readonly bookings: number
    readonly seats: number
    readonly holds: number
    readonly refunds: readonly { readonly currency: string; readonly amount_cents: number }[]
  }
}

const reasons = ['operational', 'defect', 'correction']
const lookEveryMs = 500

const verbs = {
  close: {
    about: 'Close a run for sale, or a part of its way, or a class; bookings stay.',
    path: 'closures',
  },
  open: { about: 'Open for sale again what was closed.', path: 'closure_removals' },
} as const

/** `runs close`, `runs open`, `runs closures` and `runs cancel`. */
export function addRunSale(runs: Command, tools: Tools): void {
  for (const verb of ['close', 'open'] as const)
    withReason(addWay(addSettings(runs.command(`${verb} <run>`))))
      .description(verbs[verb].about)
      .option('--class <name>', 'only this class; left out for all')
      .addHelpText(
        'after',
        examples(
          `holdfast runs ${verb} 1042 --reason operational`,
          `holdfast runs ${verb} 1042 --from KRN --class FIRST --reason defect`,
        ),
      )
      .action(async (run: string, options: Options) => {
        const context = createContext(tools, options)
        const reason = reasonOf(options, reasons)
        const body = await withOperations(context, 'refuse', async (operations) => {
          const travelClass = typeof options.class === 'string' ? { travel_class: options.class } : {}
          const asked = { ...travelClass, ...(await wayOf(context, operations, options)), reason }
          const path = `${runPath(run)}/${verbs[verb].path}`
          return ask<ClosuresBody>(operations, { method: 'POST', path, body: asked, asRailway: true })
        })
        context.output.result(body, () => describe(body))
      })
  addSettings(runs.command('closures <run>'))
    .description('List what is closed or canceled of a run, and how far its bookings are given back.')
    .addHelpText('after', examples('holdfast runs closures 1042'))
    .action(async (run: string, options: Options) => {
      const context = createContext(tools, options)
      const body = await withOperations(context, 'refuse', (operations) => closuresOf(operations, run))
      context.output.result(body, () => describe(body))
    })
  addCancel(runs, tools)
}

function addCancel(runs: Command, tools: Tools): void {
  withReason(addWay(addSettings(runs.command('cancel <run>'))))
    .description('Cancel a run or a part of its way for good, and give every booking there back in full.')
    .option('--yes', 'cancel; without it the command only says what it would do')
    .addHelpText(
      'after',
      examples(
        'holdfast runs cancel 1042 --reason operational',
        'holdfast runs cancel 1042 --from KRN --reason defect --yes',
      ),
    )
    .action(async (run: string, options: Options) => {
      const context = createContext(tools, options)
      const reason = reasonOf(options, reasons)
      const isMeant = options.yes === true
      const body = await withOperations(context, 'refuse', async (operations) => {
        const way = await wayOf(context, operations, options)
        const asked = { ...way, reason, dry_run: !isMeant }
        const path = `${runPath(run)}/cancellations`
        const done = await ask<CancelledBody>(operations, {
          method: 'POST',
          path,
          body: asked,
          asRailway: true,
        })
        if (!isMeant || !operations.isRemote) return done
        return { ...done, ...(await follow(context, operations, run)) }
      })
      context.output.result(body, () => describeCancellation(body, isMeant))
    })
}

function withReason(command: Command): Command {
  return command.requiredOption('--reason <reason>', 'operational, defect or correction')
}

function closuresOf(operations: Operations, run: string): Promise<ClosuresBody> {
  return ask<ClosuresBody>(operations, { method: 'GET', path: `${runPath(run)}/closures`, asRailway: true })
}

/** Shows how far the server has come with giving bookings back, until it is done. */
async function follow({ output }: Context, operations: Operations, run: string): Promise<ClosuresBody> {
  const tell = output.progress('Giving bookings back')
  for (;;) {
    const body = await closuresOf(operations, run)
    const left = sumOf(body, 'bookings_left')
    tell(sumOf(body, 'bookings') - left, sumOf(body, 'bookings'))
    if (left === 0) return body
    await wait(lookEveryMs)
  }
}

function sumOf({ closures }: ClosuresBody, member: 'bookings' | 'bookings_left'): number {
  return closures.reduce((sum, one) => sum + one[member], 0)
}

function describeCancellation(body: CancelledBody, isMeant: boolean): readonly string[] {
  const { bookings, seats, holds, refunds } = body.affected
  const sums = refunds.map((one) => money(one.amount_cents, one.currency))
  const whom = `${counted(bookings, 'booking')} with ${counted(seats, 'seat')}, and ${counted(holds, 'hold')}`
  if (!isMeant)
    return [
      `This would concern ${whom}.`,
      ...sums.map((sum) => `${sum} would go back to passengers.`),
      'Bookings would be given back in full, and holds end. It cannot be undone: add --yes to cancel.',
    ]
  const left = sumOf(body, 'bookings_left')
  const rest = 'The server gives them back as soon as it runs; "holdfast runs closures" shows how far it is.'
  return [
    `Canceled: ${whom}.`,
    ...sums.map((sum) => `${sum} goes back to passengers.`),
    ...describe(body),
    ...(left === 0 ? [] : [`Still to be given back: ${counted(left, 'booking')}. ${rest}`]),
  ]
}

function describe({ closures }: ClosuresBody): readonly string[] {
  if (closures.length === 0) return ['Nothing of this run is closed.']
  return table(
    ['from', 'to', 'class', 'state', 'given back'],
    closures.map((one) => [
      ...[one.from_station_code, one.to_station_code, one.travel_class ?? 'all'],
      one.status === 'CANCELLED' ? 'canceled' : 'closed',
      one.status === 'CANCELLED' ? `${one.bookings - one.bookings_left} of ${one.bookings}` : '',
    ]),
  )
}
