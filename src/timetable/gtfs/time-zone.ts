const known = new Map<string, boolean>()

/** Whether it is a name in the IANA time zone database, including old names such as `Canada/Eastern`. */
export function isTimeZone(name: string): boolean {
  const answer = known.get(name) ?? resolves(name)
  known.set(name, answer)
  return answer
}

function resolves(name: string): boolean {
  // An offset such as +01:00 would resolve too, but has no daylight-saving time and is not in GTFS.
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
