import { Type } from 'typebox'
import { showSeatMap } from '../../app/seat-map.ts'
import type { SeatEvent } from '../../app/watch-seats.ts'
import { refuse } from '../../domain/result.ts'
import { answeredAlready, defineOperation } from '../operation.ts'
import { RunParams } from '../schemas/common.ts'
import { SegmentQuery } from '../schemas/seats.ts'

/** How long a client waits before it comes back after a stream has ended. */
const comeBackAfterMs = 2_000

export const watchSeats = defineOperation({
  name: 'watchSeats',
  method: 'GET',
  path: '/api/train_runs/{train_run_id}/seats/events',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Seats',
  summary: 'Watch the seats of a run for a segment',
  description:
    'Server-sent events; the id of each is a commit_seq. First `reset` with all seats that are not AVAILABLE, then `seats` with what changes: {"commit_seq": 18, "changes": [{"seat_number": "4-32", "status": "HELD"}]}. With Last-Event-ID only what changed since then, or a `reset` where that is too long ago. A comment every 15 s keeps proxies awake. A client that does not read is cut off.',
  params: RunParams,
  query: SegmentQuery,
  headers: [
    { name: 'Last-Event-ID', description: 'The commit_seq of the last event that the client has seen.' },
  ],
  answers: {
    200: { description: 'The stream.', schema: Type.String(), mediaType: 'text/event-stream' },
  },
  refusals: ['run_not_found', 'unknown_station', 'station_not_on_run', 'segment_backwards'],
  async handle({ deps, seatWatch, streams, isStopping }, { params, query, request, reply }) {
    const found = await showSeatMap(deps, {
      trainRunId: params.train_run_id,
      fromStationCode: query.from_station_code,
      toStationCode: query.to_station_code,
    })
    if (!found.ok) return found
    if (isStopping() || !streams.hasRoom())
      return refuse({ code: 'overloaded', retryAfterMs: comeBackAfterMs })
    reply.hijack()
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Asks nginx, which gathers answers by default, to pass each event on at once.
      'x-accel-buffering': 'no',
    })
    const { first, leave } = seatWatch.join(
      found.value,
      found.value.picture,
      lastSeen(request.headers['last-event-id']),
      (event) => stream.send(textOf(event)),
    )
    const stream = streams.open(reply.raw, leave)
    stream.send(`retry: ${comeBackAfterMs}\n\n${first ? textOf(first) : ''}`)
    return answeredAlready
  },
})

function lastSeen(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^[0-9]{1,15}$/.test(header) ? Number(header) : undefined
}

/** Watchers of the same segment are told with the same event, so its text is made once. */
const texts = new WeakMap<SeatEvent, string>()

function textOf(event: SeatEvent): string {
  let text = texts.get(event)
  if (text === undefined) {
    const data = {
      commit_seq: event.commitSeq,
      changes: event.changes.map((change) => ({ seat_number: change.seatNumber, status: change.status })),
    }
    text = `event: ${event.kind}\nid: ${event.commitSeq}\ndata: ${JSON.stringify(data)}\n\n`
    texts.set(event, text)
  }
  return text
}
