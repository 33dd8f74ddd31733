const form = /^(\d{1,3}):([0-5]\d):([0-5]\d)$/

/**
 * Reads `H:MM:SS`, `HH:MM:SS` and beyond midnight `75:00:00`, in seconds
 * from the origin of the service day; undefined if it is not a time.
 */
export function parseTime(text: string): number | undefined {
  const match = form.exec(text)
  return match ? Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]) : undefined
}

/** `HH:MM:SS`, as problems show it. */
export function timeText(seconds: number): string {
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
