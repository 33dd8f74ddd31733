import { useState } from 'react'
import type { CancelledRun, CancelRunBody } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { useAct } from '../lib/use-act.ts'
import { ActPanel, ReasonField } from '../parts/act-panel.tsx'
import { type RunActProps, type RunReason, runReasons } from './sale-act.tsx'
import { pathOfRun } from './use-closures.ts'
import { stationsOf, WayFields, wholeWay } from './way-fields.tsx'

type Affected = CancelledRun['affected']

/** Cancels a run in two steps: first whom that concerns and what it gives back; then it is done. */
export function CancelRunAct({ picture, onDone }: RunActProps) {
  const t = useTexts()
  const { isBusy, refusal, act } = useAct()
  const { stops, train_run_id: runId } = picture
  const [way, setWay] = useState(wholeWay(stops))
  const [reason, setReason] = useState<RunReason>('operational')
  const [affected, setAffected] = useState<Affected>()
  const send = (isDry: boolean) => {
    const body: CancelRunBody = { ...stationsOf(stops, way), reason, dry_run: isDry }
    return act<CancelledRun>({ path: `${pathOfRun(runId)}/cancellations`, body, runId })
  }
  const cancel = async () => {
    const done = await send(false)
    if (!done) return
    setAffected(undefined)
    onDone(t.runActs.done.cancel(done.affected.bookings))
  }
  const words = t.runActs.way(stops[way.from]?.name ?? '', stops[way.to]?.name ?? '')
  return (
    <ActPanel
      title={t.runActs.cancel}
      lead={t.runActs.cancelLead}
      submit={affected ? t.runActs.cancelNow : t.runActs.preview}
      isDanger={affected !== undefined}
      isBusy={isBusy}
      refusal={refusal}
      onSubmit={() => void (affected ? cancel() : send(true).then((told) => setAffected(told?.affected)))}
    >
      {affected ? (
        <Preview way={words} affected={affected} onBack={() => setAffected(undefined)} />
      ) : (
        <>
          <WayFields stops={stops} way={way} onChange={setWay} />
          <ReasonField value={reason} options={runReasons} onChange={setReason} />
        </>
      )}
    </ActPanel>
  )
}

interface PreviewProps {
  readonly way: string
  readonly affected: Affected
  readonly onBack: () => void
}

function Preview({ way, affected, onBack }: PreviewProps) {
  const t = useTexts()
  const { f } = useI18n()
  const { bookings, seats, holds, refunds } = affected
  const sums = refunds.map((one) => f.money(one.amount_cents, one.currency))
  return (
    <div role="status" className="act-form">
      <p>
        <strong>{t.runActs.willCancel(way)}</strong>
      </p>
      <p>{t.runActs.willRefund(bookings, [t.runActs.willSeats(seats), ...sums].join(', '))}</p>
      <p>{t.runActs.willHolds(holds)}</p>
      <p>{t.runActs.forever}</p>
      <button type="button" className="button" onClick={onBack}>
        {t.acts.back}
      </button>
    </div>
  )
}
