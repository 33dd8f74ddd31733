import type { Command } from 'commander'
import { asGuest, ask, keyHeaders } from '../api.ts'
import { addSettings, createContext, type Options, withOperations } from '../context.ts'
import { examples } from '../examples.ts'
import type { Operations } from '../operations.ts'
import { money } from '../output.ts'
import type { Tools } from '../tools.ts'

interface QuoteBody {
  readonly quote_id: string
  readonly refund_cents: number
  readonly fee_cents: number
  readonly currency: string
  readonly valid_until: string
}

interface CancelledBody {
  readonly booking_id: string
  readonly status: string
  readonly refunded_cents?: number
}

type Outcome = { readonly quote: QuoteBody; readonly booking: CancelledBody | null }

export function addCancel(program: Command, tools: Tools): void {
  addSettings(program.command('cancel'))
    .description('Quote the cancellation of a booking; with --yes, also cancel it.')
    .argument('<booking>', 'record locator of the booking')
    .option('--seats <numbers>', 'only these seats, separated by commas')
    .option('--yes', 'cancel for good; without it only the quote is shown')
    .option('--key <key>', 'idempotency key of the cancellation')
    .addHelpText(
      'after',
      examples(
        'holdfast cancel 7K2M9QXA',
        'holdfast cancel 7K2M9QXA --yes',
        'holdfast cancel 7K2M9QXA --seats 4-31 --yes',
      ),
    )
    .action(async (booking: string, options: Options) => {
      const context = createContext(tools, options)
      const outcome = await withOperations(context, 'refuse', (operations) =>
        asGuest(operations, context.dataFolder, (caller) => cancel(operations, caller, booking, options)),
      )
      context.output.result(outcome, () => describe(outcome))
    })
}

async function cancel(
  operations: Operations,
  caller: Record<string, string>,
  booking: string,
  options: Options,
): Promise<Outcome> {
  const path = `/api/bookings/${encodeURIComponent(booking)}`
  const seats = typeof options.seats === 'string' ? { seat_numbers: options.seats.split(',') } : {}
  const quote = await ask<QuoteBody>(operations, {
    method: 'POST',
    path: `${path}/cancellation_quotes`,
    headers: caller,
    body: seats,
  })
  if (options.yes !== true) return { quote, booking: null }
  const cancelled = await ask<CancelledBody>(operations, {
    method: 'POST',
    path: `${path}/cancellations`,
    headers: { ...caller, ...keyHeaders(typeof options.key === 'string' ? options.key : undefined) },
    body: { quote_id: quote.quote_id },
  })
  return { quote, booking: cancelled }
}

function describe({ quote, booking }: Outcome): string {
  const refund = money(quote.refund_cents, quote.currency)
  const fee = money(quote.fee_cents, quote.currency)
  if (!booking) return `A cancellation refunds ${refund} and keeps ${fee}; add --yes to cancel.`
  return `Booking ${booking.booking_id} is ${booking.status}: ${refund} refunded, ${fee} kept.`
}
