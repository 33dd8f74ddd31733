/** How far the server's clock is ahead of this device's, as its newest answer said. */
let aheadMs = 0

/** Takes the server's time from the `Date` header of an answer; a missing or broken one changes nothing. */
export function noteServerTime(dateHeader: string | null): void {
  const serverMs = Date.parse(dateHeader ?? '')
  if (!Number.isNaN(serverMs)) aheadMs = serverMs - Date.now()
}

/** The server's time as far as it is known, in milliseconds since 1970. */
export function serverNow(): number {
  return Date.now() + aheadMs
}

/**
 * Today's date at a station, `2026-11-24`, by the server's clock as far as it is known. Without a time zone,
 * or with one that this browser does not know: where the reader is.
 */
export function todayAt(timeZone: string | undefined): string {
  const now = new Date(serverNow())
  // Sweden writes dates as ISO 8601 does.
  try {
    return now.toLocaleDateString('sv-SE', timeZone === undefined ? {} : { timeZone })
  } catch {
    return now.toLocaleDateString('sv-SE')
  }
}
