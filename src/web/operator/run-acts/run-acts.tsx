import { useState } from 'react'
import { useTexts } from '../i18n/texts.tsx'
import { useMe } from '../lib/session.tsx'
import type { PictureState } from '../run-picture/state.ts'
import { CancelRunAct } from './cancel-run-act.tsx'
import { ClosureList } from './closure-list.tsx'
import { SaleAct } from './sale-act.tsx'
import { useClosures } from './use-closures.ts'
import { WhyAct } from './why-act.tsx'
import '../styles/run-acts.css'

interface RunActsProps {
  readonly picture: PictureState['picture']
  /** Told that the run is another now. */
  readonly onChanged: () => void
}

/** What is closed or canceled of a run, and what somebody with these rights can do about it. */
export function RunActs({ picture, onChanged }: RunActsProps) {
  const t = useTexts()
  const { rights } = useMe()
  const { data, refetch } = useClosures(picture.train_run_id)
  const [done, setDone] = useState('')
  const closures = data?.closures ?? []
  const settle = (words: string) => {
    setDone(words)
    void refetch()
    onChanged()
  }
  return (
    <>
      <ClosureList picture={picture} closures={closures} />
      <section className="card acts run-acts" aria-label={t.runActs.title}>
        {rights.has('runs.change') && (
          <>
            <SaleAct verb="close" picture={picture} onDone={settle} />
            {closures.some((one) => one.status === 'CLOSED') && (
              <SaleAct verb="open" picture={picture} onDone={settle} />
            )}
            <CancelRunAct picture={picture} onDone={settle} />
          </>
        )}
        <WhyAct picture={picture} />
      </section>
      <div role="status">{done !== '' && <p className="notice notice-good">{done}</p>}</div>
    </>
  )
}
