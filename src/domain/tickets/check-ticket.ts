import type { TrainRunId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Ticket } from './ticket-code.ts'

/** What a check of a ticket says: the first of these that is true. docs/tickets.md is the same for people. */
export const verdicts = [
  'UNREADABLE',
  'FORGED',
  'OTHER_DAY',
  'OTHER_TRAIN',
  'UNKNOWN',
  'REVOKED',
  'VALID',
] as const
export type Verdict = (typeof verdicts)[number]

/** What tells the ticket of a booking as it is now from its earlier ones. */
type Newest = Pick<Ticket, 'trainRunId' | 'issue' | 'segment'>

/** What is known where a code is read. */
export interface Inspection {
  /** The run that is inspected. */
  readonly trainRunId: TrainRunId
  readonly now: Instant
  /** Whether a key of the railway has signed the code. */
  readonly isSigned: boolean
  /** Whether the run of the ticket is the inspected train on another day. */
  readonly isSameTrain: boolean
  /** The ticket of the booking as it is now: null if no seat is left, undefined without such a booking. */
  readonly newest: Newest | null | undefined
}

/** The verdict on what `readCode` has read; undefined stands for a code that is no ticket. */
export function checkTicket(ticket: Ticket | undefined, inspection: Inspection): Verdict {
  const { trainRunId, now, isSigned, isSameTrain, newest } = inspection
  if (!ticket) return 'UNREADABLE'
  if (!isSigned) return 'FORGED'
  if (ticket.trainRunId !== trainRunId) return isSameTrain ? 'OTHER_DAY' : 'OTHER_TRAIN'
  if (now < ticket.validFrom || now >= ticket.validUntil) return 'OTHER_DAY'
  if (newest === undefined) return 'UNKNOWN'
  return newest && isNewest(ticket, newest) ? 'VALID' : 'REVOKED'
}

function isNewest({ trainRunId, issue, segment }: Ticket, newest: Newest): boolean {
  const { fromLeg, toLeg } = newest.segment
  const isSameWay = segment.fromLeg === fromLeg && segment.toLeg === toLeg
  return isSameWay && trainRunId === newest.trainRunId && issue === newest.issue
}
