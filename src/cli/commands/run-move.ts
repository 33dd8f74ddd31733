import type { Command } from 'commander'
import { ask } from '../api.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { counted } from '../counted.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import type { Operations } from '../operations.ts'
import { table } from '../output.ts'
import { addSeats, addWay, reasonOf, runPath, seatsOf, wayOf } from '../run-acts.ts'
import type { Tools } from '../tools.ts'

interface Seated {
  readonly booking_id?: string
  readonly from_seat_number: string
}

interface Move extends Seated {
  readonly to_seat_number: string
}

interface ProposalBody {
  readonly moves: readonly Move[]
  readonly unplaced: readonly Seated[]
  readonly parties: number
  readonly parties_apart: number
  readonly held: readonly { readonly seat_number: string }[]
}

interface MovedBody {
  readonly bookings: number
  readonly passengers: number
}

interface Result {
  readonly proposal: ProposalBody
  /** Null if it was only shown. */
  readonly applied: MovedBody | null
}

const reasons = ['operational', 'defect', 'correction', 'passenger_request']

/** `runs move`. */
export function addRunMove(runs: Command, tools: Tools): void {
  addSeats(addWay(addSettings(runs.command('move <run>'))))
    .description('Move passengers of a run to other seats: to those that are named, or that are proposed.')
    .option('--moves <pairs>', 'from and to, as in 4-31=5-11,4-32=5-12, instead of a proposal')
    .option('--block', 'take the seats that are left out of sale')
    .requiredOption('--reason <reason>', reasons.join(', '))
    .option('--apply', 'move them; without it the command only shows who would go where')
    .addHelpText(
      'after',
      examples(
        'holdfast runs move 1042 --coach 4 --reason defect',
        'holdfast runs move 1042 --coach 4 --block --reason defect --apply',
        'holdfast runs move 1042 --moves 4-31=5-11,4-32=5-12 --reason passenger_request --apply',
      ),
    )
    .action(async (run: string, options: Options) => {
      const context = createContext(tools, options)
      const result = await withOperations(context, 'refuse', (operations) =>
        move(context, operations, run, options),
      )
      context.output.result(result, () => describe(result))
    })
}

async function move(
  context: Context,
  operations: Operations,
  run: string,
  options: Options,
): Promise<Result> {
  const reason = reasonOf(options, reasons)
  const proposal =
    typeof options.moves === 'string'
      ? byHand(options.moves, options)
      : await propose(context, operations, run, options)
  if (options.apply !== true || proposal.moves.length === 0) return { proposal, applied: null }
  const body = {
    moves: proposal.moves.map(({ booking_id, from_seat_number, to_seat_number }) => ({
      ...(booking_id === undefined ? {} : { booking_id }),
      ...{ from_seat_number, to_seat_number },
    })),
    block_left_seats: options.block === true,
    reason,
  }
  const path = `${runPath(run)}/moves`
  const applied = await ask<MovedBody>(operations, { method: 'POST', path, body, asRailway: true })
  return { proposal, applied }
}

async function propose(context: Context, operations: Operations, run: string, options: Options) {
  const body = { ...seatsOf(options), ...(await wayOf(context, operations, options)) }
  const path = `${runPath(run)}/move_proposals`
  return ask<ProposalBody>(operations, { method: 'POST', path, body, asRailway: true })
}

function byHand(pairs: string, { seats, coach, class: travelClass }: Options): ProposalBody {
  if ([seats, coach, travelClass].some((one) => one !== undefined))
    throw new WrongUse('--moves says who goes where: leave out --seats, --coach and --class.')
  const moves = pairs.split(',').map((pair): Move => {
    const [from = '', to = '', ...more] = pair.split('=').map((one) => one.trim())
    if (from === '' || to === '' || more.length > 0)
      throw new WrongUse(`${JSON.stringify(pair)} is not a move: write it as in 4-31=5-11.`)
    return { from_seat_number: from, to_seat_number: to }
  })
  return { moves, unplaced: [], parties: 0, parties_apart: 0, held: [] }
}

function describe({ proposal, applied }: Result): readonly string[] {
  const { moves, unplaced, parties_apart: apart, held } = proposal
  if (moves.length === 0 && unplaced.length === 0) return ['Nobody has booked any of these seats.']
  return [
    ...table(
      ['booking', 'from', 'to'],
      [
        ...moves.map((one) => [one.booking_id ?? 'all', one.from_seat_number, one.to_seat_number]),
        ...unplaced.map((one) => [one.booking_id ?? '', one.from_seat_number, 'no seat is free']),
      ],
    ),
    ...(apart === 0 ? [] : [`Would sit farther apart than now: ${counted(apart, 'booking')}.`]),
    ...(held.length === 0
      ? []
      : [`Held and not booked yet: ${counted(held.length, 'seat')}. Look again later.`]),
    applied
      ? `Moved: ${counted(applied.passengers, 'passenger')} of ${counted(applied.bookings, 'booking')}.`
      : 'Nothing has changed: add --apply to move them.',
  ]
}
