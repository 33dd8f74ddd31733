import { type EventType, eventOf, type RailwayEvent } from '../../domain/records/event.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { Store } from '../../store/store.ts'
import { type CursorRefusal, foreignCursor } from '../after-sale/list-bookings.ts'

interface ChangesQuery {
  readonly types: readonly EventType[]
  readonly limit: number
  /** The `next` of an earlier page, or `now`; without it, everything that is kept. */
  readonly after?: string | undefined
}

interface ChangesPage {
  readonly changes: readonly RailwayEvent[]
  /** Where to go on, also when nothing is left for now. */
  readonly next: string
  /** More is known already. A page may be short before that, even empty: few entries may be wanted ones. */
  readonly hasMore: boolean
}

/** How many entries are read at a time, and for a page at most. */
const windowLength = 500
const mostWindows = 8

/** A page of what has happened to bookings and runs, in the order of the feed. */
export async function readChanges(
  { store }: { readonly store: Pick<Store, 'feed'> },
  { types, limit, after }: ChangesQuery,
): Promise<Reply<ChangesPage, CursorRefusal>> {
  if (after === 'now') return accept({ changes: [], next: await store.feed.end(), hasMore: false })
  const changes: RailwayEvent[] = []
  let position = after ?? null
  for (let windows = 0; windows < mostWindows; windows++) {
    const page = await store.feed.read(position, windowLength)
    if (!page) return foreignCursor
    for (const { entry, position: afterEntry } of page.entries) {
      const event = eventOf(entry)
      if (event && types.includes(event.type)) changes.push(event)
      if (changes.length === limit) return accept({ changes, next: afterEntry, hasMore: true })
    }
    if (page.isLast) return accept({ changes, next: page.next, hasMore: false })
    position = page.next
  }
  return accept({ changes, next: position ?? '', hasMore: true })
}
