import type { Command } from 'commander'
import { eventTypes } from '../../domain/records/event.ts'
import { ask, query } from '../api.ts'
import { addSettings, type Context, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import { WrongUse } from '../failures.ts'
import { table } from '../output.ts'
import type { Tools } from '../tools.ts'

interface ChangesBody {
  readonly changes: readonly {
    readonly id: string
    readonly type: string
    readonly timestamp: string
    readonly data: { readonly train_run_id: string; readonly booking_id: string | null }
  }[]
  readonly next: string
  readonly has_more: boolean
}

const changesInPage = 100

/** `changes`. */
export function addChanges(program: Command, tools: Tools): void {
  addSettings(program.command('changes'))
    .description('List what has happened to bookings and runs, in order and without a gap.')
    .option('--after <position>', 'go on where an earlier answer ended; "now" only says where that is')
    .option('--types <names>', `only these, separated by commas: ${eventTypes.join(', ')}`)
    .option('--limit <count>', 'at most so many', '100')
    .addHelpText(
      'after',
      examples(
        'holdfast changes',
        'holdfast changes --after now',
        'holdfast changes --types booking.confirmed,booking.cancelled --limit 1000 --json',
      ),
    )
    .action(async (options: Options) => {
      const context = createContext(tools, options)
      const body = await readChanges(context, options)
      context.output.result(body, () => describe(body))
    })
}

/** As many pages as it takes. */
async function readChanges(context: Context, options: Options): Promise<ChangesBody> {
  const limit = countOf(options.limit)
  const types = options.types === undefined ? {} : { types: String(options.types) }
  return withOperations(context, 'refuse', async (operations) => {
    const changes: ChangesBody['changes'][number][] = []
    let after = options.after === undefined ? {} : { after: String(options.after) }
    for (;;) {
      const count = String(Math.min(limit - changes.length, changesInPage))
      const path = `/api/operator/changes${query({ ...types, ...after, limit: count })}`
      const body = await ask<ChangesBody>(operations, { method: 'GET', path, asRailway: true })
      changes.push(...body.changes)
      if (!body.has_more || changes.length >= limit) return { ...body, changes }
      after = { after: body.next }
    }
  })
}

function countOf(value: unknown): number {
  if (typeof value === 'string' && /^[1-9]\d{0,5}$/.test(value)) return Number(value)
  throw new WrongUse(`--limit is ${JSON.stringify(value)}; it must be a number from 1 to 999999.`)
}

function describe({ changes, next, has_more: hasMore }: ChangesBody): readonly string[] {
  const rows = changes.map(({ id, type, timestamp, data }) => {
    return [timestamp, type, data.train_run_id, data.booking_id ?? '', id]
  })
  const found =
    rows.length === 0 ? ['Nothing has happened.'] : table(['time', 'type', 'run', 'booking', 'id'], rows)
  const more = hasMore ? 'There is more: go on' : 'Go on later'
  return [...found, `${more} with --after ${next}.`]
}
