import type { Booking, Ticket } from '../../shared/api-types.ts'
import { isRecord, readJson, writeJson } from '../../shared/lib/storage.ts'

/** A booking and its code as this browser saved them, to be shown without a network. */
interface KeptTicket {
  readonly booking: Booking
  /** Null if no seat is left. */
  readonly ticket: Ticket | null
  /** In milliseconds since 1970, by this device. */
  readonly keptAt: number
}

type KeptByPath = Readonly<Record<string, KeptTicket>>

const place = 'holdfast.tickets'
/** The files of the page, kept by `ticket-worker.js`. */
const pageFiles = 'holdfast-tickets'
/** A few journeys at a time; storage is small. */
const mostKept = 20
/** A ticket may be asked for again for some days after the journey. */
const keptAfterArrivalMs = 7 * 24 * 3_600_000

const isKept = (value: unknown): value is KeptByPath =>
  isRecord(value) &&
  Object.values(value).every(
    (one) => isRecord(one) && isRecord(one.booking) && typeof one.keptAt === 'number',
  )

function allKept(): KeptByPath {
  return readJson(localStorage, place, isKept) ?? {}
}

/** What was saved of the booking whose page has this path. */
export function keptTicket(path: string): KeptTicket | undefined {
  return allKept()[path]
}

/** Saves a booking; what is over, and the oldest of too many, gives way. */
export function keepTicket(path: string, kept: KeptTicket): void {
  const { [path]: _, ...others } = allKept()
  const still = Object.entries(others)
    .filter(([, one]) => Date.parse(one.booking.arrival_time) + keptAfterArrivalMs > kept.keptAt)
    .toSorted(([, a], [, b]) => b.keptAt - a.keptAt)
    .slice(0, mostKept - 1)
  writeJson(localStorage, place, Object.fromEntries([...still, [path, kept]]))
}

export function forgetTicket(path: string): void {
  const { [path]: gone, ...others } = allKept()
  if (gone) writeJson(localStorage, place, others)
}

/** Leaves nothing of any ticket in this browser, as signing out promises. */
export async function forgetAllTickets(): Promise<void> {
  localStorage.removeItem(place)
  // Both exist only in secure contexts.
  if (!('caches' in globalThis) || !('serviceWorker' in navigator)) return
  await caches.delete(pageFiles)
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister()
}

/** Saves what the open page is made of, so that it opens without a network. */
export async function keepPageFiles(): Promise<void> {
  if (!('serviceWorker' in navigator)) return
  await navigator.serviceWorker.register('/ticket-worker.js')
  const { active } = await navigator.serviceWorker.ready
  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name))
  const files = loaded.filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname)
  active?.postMessage({ files: files.filter((path) => !path.startsWith('/api/')) })
}
