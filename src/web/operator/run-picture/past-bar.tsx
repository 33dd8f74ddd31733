import { useI18n } from '../../shared/i18n/i18n.tsx'
import { refusalOf } from '../../shared/lib/refused.ts'
import { ProblemNotice } from '../../shared/parts/problem-notice.tsx'
import { useTexts } from '../i18n/texts.tsx'
import type { usePast } from './use-past.ts'

/** The run as it was at any moment, and playing it. */
export function PastBar({ past }: { readonly past: ReturnType<typeof usePast> }) {
  const t = useTexts()
  const { acts, isOpen } = past
  const refusal = refusalOf(past.error)
  if (refusal) return <ProblemNotice refusal={refusal} />
  if (!isOpen)
    return (
      <p>
        <button type="button" className="button" onClick={past.open}>
          {t.past.open}
        </button>
      </p>
    )
  return (
    <section className="card past-bar" aria-label={t.past.title}>
      {acts && acts.length > 0 ? <PastSlider past={past} acts={acts} /> : <p>{acts && t.past.none}</p>}
      <button type="button" className="button" onClick={past.close}>
        {t.past.close}
      </button>
    </section>
  )
}

interface PastSliderProps {
  readonly past: ReturnType<typeof usePast>
  readonly acts: NonNullable<ReturnType<typeof usePast>['acts']>
}

function PastSlider({ past, acts }: PastSliderProps) {
  const t = useTexts()
  const { f } = useI18n()
  const { at, isPlaying } = past
  const count = past.count ?? acts.length
  const last = acts[count - 1]
  const moment = at ? f.moment(new Date(at).toISOString()) : t.past.before
  const words = last ? `${moment}: ${t.acts.actions[last.action] ?? last.action}` : moment
  return (
    <>
      <button type="button" className="button primary" onClick={isPlaying ? past.pause : past.play}>
        {isPlaying ? t.past.pause : t.past.play}
      </button>
      <input
        type="range"
        aria-label={t.past.moment}
        aria-valuetext={words}
        min={0}
        max={acts.length}
        value={count}
        onChange={(event) => past.setCount(Number(event.target.value))}
      />
      <output className="past-words">
        {past.count === null ? t.past.present : words} ({f.number(count)}/{f.number(acts.length)})
      </output>
    </>
  )
}
