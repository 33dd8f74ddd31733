import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiRefusal } from '../../shared/api/client.ts'
import { extendHold } from '../../shared/api/operations.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { endOf } from '../../shared/lib/countdown.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { type HoldView, holdQuery } from '../lib/use-hold.ts'

/** Offers the hold's one longer life, from the start: who types slowly knows it. */
export function ExtendHold({ view }: { readonly view: HoldView }) {
  const { t, f } = useI18n()
  const { extend, isBusy, extendedMs, refusal } = useExtension(view)
  const offeredMs = view.hold.extension_ms
  return (
    <div className="extend-hold">
      {offeredMs !== null && (
        <button type="button" className="button" disabled={isBusy} onClick={() => void extend(offeredMs)}>
          {t.hold.extend(f.span(offeredMs))}
        </button>
      )}
      <p className="sr-only" role="status">
        {extendedMs === undefined ? '' : t.hold.extended(f.span(extendedMs))}
      </p>
      {refusal && <ProblemNotice refusal={refusal} />}
    </div>
  )
}

function useExtension({ hold }: HoldView) {
  const queries = useQueryClient()
  const [isBusy, setIsBusy] = useState(false)
  const [extendedMs, setExtendedMs] = useState<number>()
  const [refusal, setRefusal] = useState<ApiRefusal>()
  const { queryKey } = holdQuery(hold.hold_token)
  async function extend(offeredMs: number): Promise<void> {
    setIsBusy(true)
    setRefusal(undefined)
    const reply = await extendHold(hold.hold_token, hold.train_run_id)
    setIsBusy(false)
    if (reply.ok) {
      queries.setQueryData(queryKey, { hold: reply.value, end: endOf(reply.value.expires_in_ms) })
      return setExtendedMs(offeredMs)
    }
    // The hold itself says that it is over, is being paid for, or was extended in another tab.
    if (!toldByHold.has(reply.refusal.code)) setRefusal(reply.refusal)
    await queries.invalidateQueries({ queryKey })
  }
  return { extend, isBusy, extendedMs, refusal }
}

const toldByHold: ReadonlySet<string> = new Set([
  'hold_not_found',
  'hold_consumed',
  'hold_released',
  'hold_expired',
  'hold_pinned',
  'hold_already_extended',
])
