import { Type } from 'typebox'
import { showSeatMap, validityOf } from '../../app/seat-map.ts'
import { askEachTime, hasAlready } from '../conditional.ts'
import { defineOperation } from '../operation.ts'
import { RunParams } from '../schemas/common.ts'
import { SegmentQuery } from '../schemas/seats.ts'
import { seatMapText } from '../views/seat-map.ts'

export const showSeats = defineOperation({
  name: 'showSeats',
  method: 'GET',
  path: '/api/train_runs/{train_run_id}/seats',
  access: 'public',
  idempotency: 'none',
  lane: 'read',
  tag: 'Seats',
  summary: 'The seat map of a run for a segment',
  description: 'Every seat with its status and price for the way between the two stations.',
  params: RunParams,
  query: SegmentQuery,
  headers: [{ name: 'If-None-Match', description: 'The ETag of an earlier answer.' }],
  answers: {
    200: {
      description: 'The seat map.',
      schema: Type.Ref('SeatMap'),
      headers: [
        { name: 'ETag', description: 'Changes with every change of the run, and when a hold runs out.' },
      ],
    },
    304: { description: 'Nothing has changed since the answer with that ETag.', schema: null },
  },
  refusals: ['run_not_found', 'unknown_station', 'station_not_on_run', 'segment_backwards'],
  async handle({ deps, keptAnswers }, { params, query, request }) {
    const found = await showSeatMap(deps, {
      trainRunId: params.train_run_id,
      fromStationCode: query.from_station_code,
      toStationCode: query.to_station_code,
    })
    if (!found.ok) return found
    const { run, segment, picture, now } = found.value
    const { version } = deps.store.network()
    const tag = `"${version}-${picture.commitSeq}-${validityOf(picture, now).since}"`
    const headers = {
      etag: tag,
      'cache-control': askEachTime,
      'content-type': 'application/json; charset=utf-8',
    }
    if (hasAlready(request, tag)) return { status: 304, headers: { etag: tag, 'cache-control': askEachTime } }
    const name = `${run.id}:${segment.fromLeg}:${segment.toLeg}:${tag}`
    let bytes = keptAnswers.find(name)
    if (!bytes) {
      bytes = Buffer.from(seatMapText(found.value))
      keptAnswers.keep(name, bytes)
    }
    return { status: 200, body: bytes, headers }
  },
})
