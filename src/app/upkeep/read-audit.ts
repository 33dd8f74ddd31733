import type { ApiKeyId, StaffId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { actsRunId } from '../../domain/records/acts-run.ts'
import type { AuditEntry } from '../../domain/records/audit.ts'
import { bookingIdOf } from '../../domain/records/locator.ts'
import { accept, type Reply, refuse } from '../../domain/result.ts'
import type { Store, TrailOf, TrailPage } from '../../store/store.ts'
import { type CursorRefusal, foreignCursor } from '../after-sale/list-bookings.ts'
import { parseTrainRunId } from '../wire-ids.ts'

/** What to read of the audit; everything that is left out is not asked about. */
interface AuditQuery {
  /** As clients write it; without run and booking, the entries are those that belong to no train. */
  readonly trainRunId?: string | undefined
  /** A record locator. */
  readonly bookingId?: string | undefined
  readonly action?: string | undefined
  readonly staffId?: StaffId | undefined
  readonly keyId?: ApiKeyId | undefined
  /** Both inclusive. */
  readonly from?: Instant | undefined
  readonly to?: Instant | undefined
  readonly limit: number
  /** The `next` of an earlier page. */
  readonly after?: string | undefined
}

interface AuditPage {
  /** Newest first. */
  readonly entries: readonly AuditEntry[]
  /** The run of the entries; null for those that belong to no train. */
  readonly run: TrainRun | null
  /** Null at the end. A page may be short before that, even empty: what it did not find is further back. */
  readonly next: string | null
}

type ReadRefusal = { readonly code: 'run_not_found' } | { readonly code: 'booking_not_found' } | CursorRefusal

/** How many entries are read at a time, and for a page at most: few match a filter, and a chain is long. */
const windowLength = 500
const mostWindows = 8
const always = { from: 0 as Instant, to: Number.MAX_SAFE_INTEGER as Instant }

/** A page of the audit entries of a run, of a booking, or of what belongs to no train. */
export async function readAudit(
  { store }: { readonly store: Store },
  query: AuditQuery,
): Promise<Reply<AuditPage, ReadRefusal>> {
  const before = query.after === undefined ? null : parseCursor(query.after)
  if (before === undefined) return foreignCursor
  const trail = await findTrail(store, query)
  if (!trail.ok) return trail
  const { of, run } = trail.value
  const { from = always.from, to = always.to } = query
  const page = await collect(store, of, { from, to, before }, query)
  return accept({ ...page, run })
}

async function findTrail(
  store: Store,
  { trainRunId, bookingId }: AuditQuery,
): Promise<Reply<{ readonly of: TrailOf; readonly run: TrainRun | null }, ReadRefusal>> {
  const noTrain = { of: { trainRunId: actsRunId, holdId: null }, run: null }
  if (trainRunId === undefined && bookingId === undefined) return accept(noTrain)
  const id = trainRunId === undefined ? undefined : parseTrainRunId(trainRunId)
  if (bookingId === undefined) {
    const run = id && (await store.findRun(id))
    return run ? accept({ of: { trainRunId: run.id, holdId: null }, run }) : refuse({ code: 'run_not_found' })
  }
  const number = bookingIdOf(bookingId, store.locatorKey)
  const found = number === undefined ? undefined : await store.findBooking(number)
  if (!found || (trainRunId !== undefined && found.booking.trainRunId !== id))
    return refuse({ code: 'booking_not_found' })
  const { trainRunId: ofRun, holdId } = found.booking
  const run = (await store.findRun(ofRun)) ?? null
  return accept({ of: { trainRunId: ofRun, holdId }, run })
}

/** Reads on until the page is full, the chain ends, or enough was read for one request. */
async function collect(
  store: Pick<Store, 'auditTrail'>,
  of: TrailOf,
  between: Omit<TrailPage, 'limit'>,
  query: AuditQuery,
): Promise<Pick<AuditPage, 'entries' | 'next'>> {
  const entries: AuditEntry[] = []
  let { before } = between
  for (let windows = 0; windows < mostWindows; windows++) {
    const read = await store.auditTrail(of, { ...between, before, limit: windowLength })
    for (const entry of read) {
      if (!isWanted(entry, query)) continue
      if (entries.length === query.limit) return { entries, next: cursorAt(entries.at(-1)) }
      entries.push(entry)
    }
    const last = read.at(-1)
    if (!last || read.length < windowLength) return { entries, next: null }
    before = last
  }
  return { entries, next: cursorAt(before) }
}

function isWanted(entry: AuditEntry, { action, staffId, keyId }: AuditQuery): boolean {
  if (action !== undefined && entry.action !== action) return false
  if (staffId !== undefined && entry.staffId !== staffId) return false
  return keyId === undefined || entry.keyId === keyId
}

function cursorAt(entry: TrailPage['before'] | undefined): string | null {
  return entry ? `${entry.at}.${entry.seq}` : null
}

const cursorForm = /^([0-9]{1,15})\.([0-9]{1,15})$/

function parseCursor(text: string): TrailPage['before'] | undefined {
  const [, at, seq] = cursorForm.exec(text) ?? []
  return at === undefined ? undefined : { at: Number(at) as Instant, seq: Number(seq) }
}
