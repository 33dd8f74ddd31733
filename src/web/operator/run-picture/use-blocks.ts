import { useState } from 'react'
import type { ApiRefusal, ApiReply } from '../../shared/api/client.ts'
import type { BlockSeatsBody, ChangedBlocks, SeatStretch } from '../../shared/api-types.ts'
import { ask } from '../lib/session.tsx'
import { type Area, allSeats, type PictureState } from './state.ts'

export type BlockReason = BlockSeatsBody['reason']
type BlockVerb = 'block' | 'free'

/** What was done last, and what would undo it. */
interface Done {
  readonly verb: BlockVerb
  readonly changed: ChangedBlocks['changed']
  readonly leftAlone: number
}

const ends = { block: 'blocks', free: 'block_removals' } as const
const opposite = { block: 'free', free: 'block' } as const

/** Blocks and frees seats of a run, and undoes the last of it. */
export function useBlocks(runId: string, onChanged: () => void) {
  const [done, setDone] = useState<Done>()
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const send = (verb: BlockVerb, body: BlockSeatsBody) =>
    ask<ChangedBlocks>({
      method: 'POST',
      path: `/api/operator/train_runs/${encodeURIComponent(runId)}/${ends[verb]}`,
      body,
      runId,
    })
  const settle = (verb: BlockVerb, replies: readonly ApiReply<ChangedBlocks>[]) => {
    const failed = replies.find((reply) => !reply.ok)
    setRefusal(failed && !failed.ok ? failed.refusal : undefined)
    const values = replies.flatMap((reply) => (reply.ok ? [reply.value] : []))
    setDone({
      verb,
      changed: values.flatMap((value) => value.changed),
      leftAlone: values.reduce((sum, value) => sum + value.in_the_way.length, 0),
    })
    onChanged()
  }
  return {
    done,
    refusal,
    async change(verb: BlockVerb, { picture }: PictureState, area: Area, reason: BlockReason) {
      const seats = allSeats(picture).slice(area.fromSeat, area.toSeat)
      const way = {
        from_station_code: picture.stops[area.fromLeg]?.station_code ?? '',
        to_station_code: picture.stops[area.toLeg]?.station_code ?? '',
      }
      settle(verb, [await send(verb, { seat_numbers: seats.map((one) => one.seat_number), ...way, reason })])
    },
    async undo({ verb, changed }: Done) {
      const replies: ApiReply<ChangedBlocks>[] = []
      for (const [first, ...more] of byWay(changed)) {
        if (!first) continue
        const { from_station_code, to_station_code } = first
        const seat_numbers = [first, ...more].map((one) => one.seat_number)
        const body = { seat_numbers, from_station_code, to_station_code, reason: 'correction' as const }
        replies.push(await send(opposite[verb], body))
      }
      settle(opposite[verb], replies)
    },
  }
}

/** Stretches of the same way together: one act can undo them. */
function byWay(changed: readonly SeatStretch[]): readonly (readonly SeatStretch[])[] {
  const groups = Map.groupBy(changed, (one) => `${one.from_station_code}\n${one.to_station_code}`)
  return [...groups.values()]
}
