import { useQueries } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { Hold } from '../../shared/api-types.ts'
import { refusalOf } from '../../shared/lib/refused.ts'
import { isRecord, readJson, writeJson } from '../../shared/lib/storage.ts'
import { type HoldView, holdQuery } from './use-hold.ts'

/** A hold of this browser, with what a seat map needs to know before the server has been asked. */
export interface OpenHold {
  readonly token: string
  readonly runId: string
  readonly from: string
  readonly to: string
  /** In the order of the passengers. */
  readonly seatNumbers: readonly string[]
}

const place = 'holdfast.openHolds'

/** All tabs of a browser are one guest, so all of them know its holds. */
let known = readKept()
const listeners = new Set<() => void>()

function readKept(): readonly OpenHold[] {
  return readJson(localStorage, place, areOpenHolds) ?? []
}

function areOpenHolds(value: unknown): value is readonly OpenHold[] {
  return Array.isArray(value) && value.every(isOpenHold)
}

function isOpenHold(value: unknown): value is OpenHold {
  return (
    isRecord(value) &&
    [value.token, value.runId, value.from, value.to].every((one) => typeof one === 'string') &&
    Array.isArray(value.seatNumbers)
  )
}

function change(by: (holds: readonly OpenHold[]) => readonly OpenHold[]): void {
  writeJson(localStorage, place, by(readKept()))
  refresh()
}

function refresh(): void {
  known = readKept()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => event.key === place && refresh()
  listeners.add(listener)
  addEventListener('storage', onStorage)
  return () => {
    listeners.delete(listener)
    removeEventListener('storage', onStorage)
  }
}

/** Call this when a hold was placed; `seating` names its seats in the order of the passengers, if known. */
export function rememberHold(hold: Hold, seating: readonly string[]): void {
  const seatNumbers = seating.length > 0 ? seating : hold.seats.map((seat) => seat.seat_number)
  const open = {
    token: hold.hold_token,
    runId: hold.train_run_id,
    from: hold.from_station_code,
    to: hold.to_station_code,
    seatNumbers,
  }
  change((holds) => [...holds.filter(({ token }) => token !== open.token), open])
}

/** Call this when a hold keeps no seats anymore. */
export function forgetHold(token: string): void {
  if (known.some((one) => one.token === token)) change((holds) => holds.filter((one) => one.token !== token))
}

/** The holds that this browser still has, as far as it knows, the oldest first. */
export function useKnownHolds(): readonly OpenHold[] {
  return useSyncExternalStore(subscribe, () => known)
}

/** The open holds of this browser, as the server describes them. Holds that are over are forgotten. */
export function useOpenHolds(): readonly HoldView[] {
  const results = useQueries({ queries: useKnownHolds().map(({ token }) => holdQuery(token)) })
  const views = results.flatMap(({ data }) => data ?? [])
  const over = views.filter(({ hold }) => !keepsSeats(hold)).map(({ hold }) => hold.hold_token)
  const lost = useKnownHolds().filter(
    (_, at) => refusalOf(results[at]?.error ?? null)?.code === 'hold_not_found',
  )
  const gone = [...over, ...lost.map(({ token }) => token)].join(' ')
  useEffect(() => {
    for (const token of gone.split(' ')) forgetHold(token)
  }, [gone])
  return views.filter(({ hold }) => keepsSeats(hold))
}

function keepsSeats({ status }: Hold): boolean {
  return status === 'ACTIVE' || status === 'PINNED'
}
