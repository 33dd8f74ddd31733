import type { Instant } from '../instant.ts'
import { overlaps, type Segment } from '../railway/segment.ts'
import { isSameService, type OffSale, type TrainRun, whyOffSale } from '../railway/train-run.ts'
import type { ActedBy, AuditAction } from '../records/audit.ts'
import { type Closure, isCancellation, whyClosedEverywhere } from '../records/closure.ts'
import { accept, refuse } from '../result.ts'
import { without } from './change-blocks.ts'
import type { Decision, Inventory } from './inventory.ts'

export interface ChangeSale {
  readonly segment: Segment
  /** Null for all classes. */
  readonly travelClass: string | null
  /** The run as it was when the segment was looked up. */
  readonly seenRun: TrainRun
  /** Who of the railway acts, and why. */
  readonly by: ActedBy
}

/** What is closed of a run now, as of one commit. */
export interface RunClosures {
  readonly run: TrainRun
  readonly commitSeq: number
  /** In order of legs. */
  readonly closures: readonly Closure[]
}

export type ChangeSaleRefusal =
  | { readonly code: 'run_changed' }
  | {
      readonly code: 'seat_not_on_run'
      readonly seatNumbers: readonly string[]
      readonly travelClass: string
    }

type Changed = Decision<RunClosures, ChangeSaleRefusal>

/**
 * Closes a part of a run for sale, of one class or of all. Whoever has booked keeps the seat; a hold there
 * cannot be paid anymore, unless its payment has begun.
 */
export function closeSale(inventory: Inventory, command: ChangeSale, now: Instant): Changed {
  const refusal = refusalOf(inventory, command)
  if (refusal) return { reply: refuse(refusal), changes: [] }
  const { closures } = inventory
  const closed = closedOn(closures, command, now)
  return decided(inventory, command, 'sale_closed', closed.length > closures.length, closed)
}

/** A part of the way of a run, of one class or, with null, of all. */
type Part = Pick<ChangeSale, 'segment' | 'travelClass'>

/** What is closed once a part is closed, too. */
export function closedOn(
  closures: readonly Closure[],
  { segment, travelClass }: Part,
  at: Instant,
): readonly Closure[] {
  const covered = closures.filter(
    (one) => overlaps(one, segment) && (one.travelClass === null || one.travelClass === travelClass),
  )
  const added = without(segment, merged(covered)).map(
    (part): Closure => ({ ...part, kind: 'CLOSED', travelClass, at, bookings: 0 }),
  )
  return [...closures, ...added]
}

/**
 * Opens a part of a run for sale again: what is closed of one class, or of any. What is canceled stays so.
 */
export function openSale(inventory: Inventory, command: ChangeSale): Changed {
  const refusal = refusalOf(inventory, command)
  if (refusal) return { reply: refuse(refusal), changes: [] }
  const { closures } = inventory
  const isChange = closures.some((one) => isOpenedBy(one, command))
  return decided(inventory, command, 'sale_opened', isChange, openedOn(closures, command))
}

/** What is still closed once a part is opened again. */
export function openedOn(closures: readonly Closure[], part: Part): readonly Closure[] {
  return closures.flatMap((one) =>
    isOpenedBy(one, part) ? without(one, [part.segment]).map((left) => ({ ...one, ...left })) : one,
  )
}

function isOpenedBy(one: Closure, { segment, travelClass }: Part): boolean {
  const isOfClass = travelClass === null || one.travelClass === travelClass
  return !isCancellation(one) && overlaps(one, segment) && isOfClass
}

/** Why nothing is sold on any leg of a run, as a whole; null if something is. */
export function whyOffSaleEverywhere({ run, closures }: Omit<RunClosures, 'commitSeq'>): OffSale | null {
  const legCount = run.train.stops.length - 1
  return whyClosedEverywhere(closures, legCount, run.consist.travelClasses) ?? whyOffSale(run)
}

function refusalOf({ run }: Inventory, command: ChangeSale): ChangeSaleRefusal | undefined {
  const { travelClass, seenRun } = command
  if (!isSameService(seenRun, run)) return { code: 'run_changed' }
  if (travelClass !== null && !run.consist.travelClasses.includes(travelClass))
    return { code: 'seat_not_on_run', seatNumbers: [], travelClass }
  return undefined
}

/** Segments as few others that cover the same legs and do not overlap, in order. */
export function merged(segments: readonly Segment[]): readonly Segment[] {
  const parts: Segment[] = []
  for (const { fromLeg, toLeg } of inOrder(segments)) {
    const last = parts.at(-1)
    if (last && fromLeg <= last.toLeg)
      parts[parts.length - 1] = { fromLeg: last.fromLeg, toLeg: Math.max(last.toLeg, toLeg) }
    else parts.push({ fromLeg, toLeg })
  }
  return parts
}

/** In order of legs. */
export function inOrder<S extends Segment>(segments: readonly S[]): readonly S[] {
  return segments.toSorted((a, b) => a.fromLeg - b.fromLeg || a.toLeg - b.toLeg)
}

/** An act that changes nothing leaves no entry. */
function decided(
  inventory: Inventory,
  { segment, travelClass, by }: ChangeSale,
  action: AuditAction,
  isChange: boolean,
  changed: readonly Closure[],
): Changed {
  const { run, nextCommitSeq } = inventory
  const closures = inOrder(changed)
  if (!isChange) return { reply: accept({ run, commitSeq: nextCommitSeq - 1, closures }), changes: [] }
  const facts = { from_leg: segment.fromLeg, to_leg: segment.toLeg, travel_class: travelClass }
  const nobody = { userId: null, holdId: null, paymentId: null, bookingId: null }
  return {
    reply: accept({ run, commitSeq: nextCommitSeq, closures }),
    changes: [
      { kind: 'closures_changed', closures },
      { kind: 'noted', note: { action, ...nobody, facts, by } },
    ],
  }
}
