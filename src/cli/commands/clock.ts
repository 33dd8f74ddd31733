import type { Command } from 'commander'
import { spanOf } from '../../domain/instant.ts'
import { addSettings, type Context, createContext, type Options, requireDatabase } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import { CommandFailed } from '../failures.ts'
import type { ClockState, Tools } from '../tools.ts'

export function addClock(program: Command, tools: Tools): void {
  addSettings(program.command('clock'))
    .description(
      'Show the clock and the latest time that the database knows, and report what is wrong; ' +
        'with --yes, correct it.',
    )
    .option('--yes', 'correct it; no server may be running')
    .addHelpText(
      'after',
      examples(
        'holdfast clock',
        'holdfast clock --yes',
        'holdfast clock --database postgres://holdfast@db.example:5432/holdfast',
      ),
    )
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      requireDatabase(context)
      const state = await tools.clockState(context.place)
      const steps = stepsFor(state)
      const isDone = options.yes === true && steps.length > 0
      if (isDone) await putRight(context)
      const { now, markAt, trainsLeft, misdated } = state
      const result = {
        clock: timeOf(now),
        mark: markAt === null ? null : timeOf(markAt),
        trains_left: trainsLeft.count,
        misdated,
        done: isDone,
      }
      context.output.result(result, () => [...describe(state), '', ...conclude(steps, isDone)])
    })
}

async function putRight({ tools, place }: Context): Promise<void> {
  if (place.kind === 'server' && (await tools.serverState(place)).isServed)
    throw new CommandFailed('Nodes are using this database: stop them, and start them again afterward.')
  await tools.setClock(place)
}

/** Moments nearer than this to each other are the same to a person. */
const nearMs = 1_000

function describe({ now, markAt }: ClockState): string[] {
  if (markAt === null)
    return [
      `The database's clock: ${timeOf(now)}. Every node goes by it; if it is wrong, set the ` +
        `clock of the database server.`,
    ]
  const difference = markAt - now
  const stands =
    Math.abs(difference) < nearMs
      ? 'the same'
      : `${spanOf(Math.abs(difference))} ${difference > 0 ? 'ahead of the clock' : 'behind it'}`
  return [
    `This machine's clock:          ${timeOf(now)}`,
    `The database was last at work: ${timeOf(markAt)}, ${stands}`,
  ]
}

/** What `--yes` does, one line per step; nothing if the clock and the database agree. */
function stepsFor({ now, markAt, trainsLeft, misdated }: ClockState): string[] {
  const steps: string[] = []
  if (markAt !== null && markAt - now >= nearMs)
    steps.push(`Set the time of the database back to ${timeOf(now)}, so servers follow the clock again.`)
  if (trainsLeft.count > 0) {
    const trains = counted(trainsLeft.count, 'train')
    steps.push(
      `Set the time of the database to ${timeOf(now)}: ${trains} with bookings left in the ` +
        `meantime, the first ${trainsLeft.first}.`,
    )
  }
  const { holds, payments, quotes } = misdated
  if (holds > 0) steps.push(`End ${counted(holds, 'hold')} placed at a time in the future.`)
  if (payments > 0)
    steps.push(`Make due now the steps postponed too far for ${counted(payments, 'payment')}.`)
  if (quotes > 0) steps.push(`End ${counted(quotes, 'cancellation quote')} that would be valid for too long.`)
  return steps
}

function conclude(steps: readonly string[], isDone: boolean): string[] {
  if (steps.length === 0) return ['Nothing needs correction.']
  const lines = steps.map((step) => `  - ${step}`)
  if (isDone) return ['Done:', ...lines]
  return ['If the clock is right, stop the server and run this command again with --yes. It will:', ...lines]
}

function timeOf(milliseconds: number): string {
  return Temporal.Instant.fromEpochMilliseconds(milliseconds).round('second').toString()
}
