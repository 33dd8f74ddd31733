import type { TrainRun } from '../../domain/railway/train-run.ts'
import { accept, type Reply } from '../../domain/result.ts'
import { checkTicket, type Verdict } from '../../domain/tickets/check-ticket.ts'
import { type ReadCode, readCode, type Ticket } from '../../domain/tickets/ticket-code.ts'
import { ticketOf } from '../../domain/tickets/ticket-of.ts'
import { findAnyRecord } from '../after-sale/find-booking.ts'
import type { Deps } from '../deps.ts'
import { findRun, type RunNotFound } from '../railway/find-ride.ts'
import { isSigned } from './ticket-keys.ts'

type CheckDeps = Pick<Deps, 'store' | 'ticketKeys'>

export interface CheckedCode {
  readonly verdict: Verdict
  /** What the code says; null unless the railway has signed it, since anybody can write the rest. */
  readonly ticket: Ticket | null
  /** The run of the ticket, if it is known. */
  readonly run: TrainRun | undefined
}

/** Whether the code of a ticket, in base64url, lets its bearer ride on a run, as the booking is now. */
export async function checkCode(
  deps: CheckDeps,
  trainRunId: string,
  code: string,
): Promise<Reply<CheckedCode, RunNotFound>> {
  const network = deps.store.network()
  const inspected = findRun(network, trainRunId)
  if (!inspected.ok) return inspected
  const read = readText(code)
  const signed = read !== undefined && isSigned(deps, read)
  const run = signed ? network.run(read.ticket.trainRunId) : undefined
  const verdict = checkTicket(read?.ticket, {
    trainRunId: inspected.value.id,
    now: deps.store.now(),
    isSigned: signed,
    isSameTrain: run?.train.number === inspected.value.train.number,
    newest: signed ? await newestOf(deps, read.ticket) : undefined,
  })
  return accept({ verdict, ticket: signed ? read.ticket : null, run })
}

/** Another text for the same bytes is no code: each ticket is written in one way. */
function readText(text: string): ReadCode | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? readCode(bytes) : undefined
}

async function newestOf(deps: CheckDeps, { locator, keyId }: Ticket): Promise<Ticket | null | undefined> {
  const record = await findAnyRecord(deps, locator)
  const run = record && deps.store.network().run(record.booking.trainRunId)
  return run && (ticketOf(record.booking, run, { keyId, hasInitials: false }) ?? null)
}
