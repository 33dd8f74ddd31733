import { until } from './wait.ts'
import type { TestScope } from './world.ts'

/** What a stream of seat events has announced so far. */
export interface SeatStream {
  readonly text: string
}

/** Watches the seats of a segment at one server, from its first event on. */
export async function watchSeats(
  t: TestScope,
  server: string,
  ride: { train_run_id: string; from_station_code: string; to_station_code: string },
): Promise<SeatStream> {
  const { from_station_code, to_station_code } = ride
  const query = new URLSearchParams({ from_station_code, to_station_code })
  const stop = new AbortController()
  t.after(() => stop.abort())
  const url = `${server}/api/train_runs/${ride.train_run_id}/seats/events?${query}`
  const response = await fetch(url, { signal: stop.signal })
  if (response.status !== 200) throw new Error(`no stream: ${response.status} ${await response.text()}`)
  const seen = { text: '' }
  const read = async (): Promise<void> => {
    for await (const chunk of response.body ?? []) seen.text += new TextDecoder().decode(chunk)
  }
  read().catch(() => {})
  await until('the first event', () => (seen.text === '' ? undefined : true))
  return seen
}

/** Whether a stream has announced that the seat now has this status. */
export function tells(text: string, seatNumber: string, status: string): boolean {
  const told = [...text.matchAll(/^data: (.*)$/gm)].flatMap(([, data = '{}']) => {
    const { changes } = JSON.parse(data) as {
      changes: readonly { readonly seat_number: string; readonly status: string }[]
    }
    return changes.filter(({ seat_number: number }) => number === seatNumber)
  })
  return told.at(-1)?.status === status
}
