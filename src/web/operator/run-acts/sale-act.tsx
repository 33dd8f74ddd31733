import { useState } from 'react'
import type { CloseSaleBody, Closures } from '../../shared/api-types.ts'
import { useTexts } from '../i18n/texts.tsx'
import { useAct } from '../lib/use-act.ts'
import { ActPanel, ChoiceField, ReasonField } from '../parts/act-panel.tsx'
import { classesOf, type PictureState } from '../run-picture/state.ts'
import { pathOfRun } from './use-closures.ts'
import { stationsOf, WayFields, wholeWay } from './way-fields.tsx'

export type RunReason = CloseSaleBody['reason']
export const runReasons: readonly RunReason[] = ['operational', 'defect', 'correction']

export interface RunActProps {
  readonly picture: PictureState['picture']
  /** Told in words what was done. */
  readonly onDone: (words: string) => void
}

const ends = { close: 'closures', open: 'closure_removals' } as const
/** Stands for every class. */
const all = ''

/** Closes a run, a part of its way or a class of it for sale; or opens it again. */
export function SaleAct({ verb, picture, onDone }: RunActProps & { readonly verb: keyof typeof ends }) {
  const t = useTexts()
  const { isBusy, refusal, act } = useAct()
  const [way, setWay] = useState(wholeWay(picture.stops))
  const [travelClass, setTravelClass] = useState<string>(all)
  const [reason, setReason] = useState<RunReason>('operational')
  const classes = classesOf(picture)
  const submit = async () => {
    const body: CloseSaleBody = {
      ...stationsOf(picture.stops, way),
      ...(travelClass === all ? {} : { travel_class: travelClass }),
      reason,
    }
    const runId = picture.train_run_id
    const path = `${pathOfRun(runId)}/${ends[verb]}`
    if (await act<Closures>({ path, body, runId })) onDone(t.runActs.done[verb])
  }
  const lead = { close: t.runActs.closeLead, open: t.runActs.openLead }[verb]
  return (
    <ActPanel
      title={t.runActs[verb]}
      lead={lead}
      submit={{ close: t.runActs.closeNow, open: t.runActs.openNow }[verb]}
      isBusy={isBusy}
      refusal={refusal}
      onSubmit={() => void submit()}
    >
      <WayFields stops={picture.stops} way={way} onChange={setWay} />
      <ChoiceField
        label={t.runActs.class}
        value={travelClass}
        options={[all, ...classes]}
        nameOf={(one) => one || t.runActs.allClasses}
        onChange={setTravelClass}
      />
      <ReasonField value={reason} options={runReasons} onChange={setReason} />
    </ActPanel>
  )
}
