import { Type } from 'typebox'
import { showSeatMap } from '../../../app/inventory/seat-map.ts'
import type { SeatEvent } from '../../../app/inventory/segment-seats.ts'
import { refuse } from '../../../domain/result.ts'
import { answerHeaders } from '../../answer-headers.ts'
import { bearerToken } from '../../bearer-token.ts'
import { addressName } from '../../caller-address.ts'
import { answeredAlready, defineOperation } from '../../operation.ts'
import { RunParams } from '../../schemas/common.ts'
import { SegmentQuery } from '../../schemas/seats.ts'
import { cookieToken } from '../../session-cookie.ts'
import { type Stream, type StreamText, streamText } from '../../streams.ts'

/** How long a client waits to reconnect after a stream has ended. */
const comeBackAfterMs = 2_000
const comeBack = streamText(`retry: ${comeBackAfterMs}\n\n`)
/**
 * How long a client waits if it has as many streams as it may. Until then it can fetch the map at intervals.
 */
const fullForMs = 30_000

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
    'Server-sent events; the ID of each is a commit_seq. First comes `reset` with all seats that ' +
    'are not AVAILABLE, then `seats` with each change: {"commit_seq": 18, "changes": ' +
    '[{"seat_number": "4-32", "status": "HELD"}]}. With Last-Event-ID, the stream sends only the ' +
    'changes since then, or a `reset` if that was too long ago. `changed` is the last event: a new ' +
    'timetable gives the run another train, other times, coaches or prices, so get the map again. ' +
    'Changes within 100 ms of an event come as ' +
    'one. A comment every 15 s keeps proxies from closing the stream. A client that does not ' +
    'read is cut off. If a session or an address has too many streams, the answer is 429: fetch ' +
    'the map at intervals instead.',
  params: RunParams,
  query: SegmentQuery,
  headers: [
    { name: 'Last-Event-ID', description: 'The commit_seq of the last event that the client has seen.' },
  ],
  answers: {
    200: { description: 'The stream.', schema: Type.String(), mediaType: 'text/event-stream' },
  },
  refusals: ['run_not_found', 'unknown_station', 'station_not_on_run', 'segment_backwards'],
  async handle({ deps, sessions, seatWatch, streams, isStopping }, { params, query, request, reply }) {
    const found = await showSeatMap(deps, {
      trainRunId: params.train_run_id,
      fromStationCode: query.from_station_code,
      toStationCode: query.to_station_code,
    })
    if (!found.ok) return found
    const known = await sessions.find(bearerToken(request) ?? cookieToken(request) ?? '', deps.store.now())
    const owner = { address: addressName(request.ip), userId: known.ok ? known.value.userId : null }
    const full = streams.fullFor(owner)
    if (isStopping() || full === 'server')
      return refuse({ code: 'overloaded', retryAfterMs: comeBackAfterMs })
    if (full) return refuse({ code: 'rate_limited', reason: `streams_of_${full}`, retryAfterMs: fullForMs })
    reply.hijack()
    reply.raw.writeHead(200, [...streamHead, ...(request.rateLimit ?? [])])
    const { first, leave } = seatWatch.join(
      found.value,
      found.value.picture,
      lastSeen(request.headers['last-event-id']),
      (event) => tell(stream, event),
    )
    const stream = streams.open(reply.raw, owner, leave)
    stream.send(comeBack)
    if (first) tell(stream, first)
    return answeredAlready
  },
})

const streamHead = Object.entries({
  ...answerHeaders,
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // Tells nginx, which buffers answers by default, to forward each event at once.
  'x-accel-buffering': 'no',
}).flat()

function tell(stream: Stream, event: SeatEvent): void {
  stream.send(textOf(event))
  if (event.kind === 'changed') stream.end()
}

function lastSeen(header: string | string[] | undefined): number | undefined {
  return typeof header === 'string' && /^[0-9]{1,15}$/.test(header) ? Number(header) : undefined
}

/** Watchers of the same segment get the same event, so its text is made once. */
const texts = new WeakMap<SeatEvent, StreamText>()

function textOf(event: SeatEvent): StreamText {
  let text = texts.get(event)
  if (text === undefined) {
    const data = {
      commit_seq: event.commitSeq,
      changes: event.changes.map((change) => ({ seat_number: change.seatNumber, status: change.status })),
    }
    // Without an ID, the browser forgets the last one, and the next stream starts with a reset.
    const id = event.kind === 'changed' ? '' : ` ${event.commitSeq}`
    text = streamText(`event: ${event.kind}\nid:${id}\ndata: ${JSON.stringify(data)}\n\n`)
    texts.set(event, text)
  }
  return text
}
