import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { stepsPath } from '../lib/day-runs.ts'
import { allSeats, legCount, loadByLeg, type PictureState } from './state.ts'

/** The stops above the picture, and how full each leg is. */
export function LegsHead({ state }: { readonly state: PictureState }) {
  const t = useTexts()
  const { f } = useI18n()
  const { picture } = state
  const { taken, blocked } = loadByLeg(state)
  const total = allSeats(picture).length
  const legs = legCount(picture)
  const both = taken.map((value, leg) => value + (blocked[leg] ?? 0))
  return (
    <div className="legs-head">
      <svg className="legs-load" viewBox={`0 0 ${legs} 1`} preserveAspectRatio="none" aria-hidden="true">
        <path className="load-blocked" d={stepsPath(both, total, legs, 1)} />
        <path className="load-taken" d={stepsPath(taken, total, legs, 1)} />
      </svg>
      <ol className="legs-stops" style={{ gridTemplateColumns: `repeat(${legs}, minmax(0, 1fr))` }}>
        {picture.stops.map((stop, index) => (
          <li key={`${stop.station_code} ${stop.departure_time ?? stop.arrival_time}`} title={stop.name}>
            <span className="legs-name">{stop.name}</span>
            <span className="quiet">{f.time(stop.departure_time ?? stop.arrival_time ?? '')}</span>
            {index < legs && (
              <span className="sr-only">
                {t.run.taken(f.percent(Math.round((100 * (taken[index] ?? 0)) / total)))}
              </span>
            )}
          </li>
        ))}
      </ol>
    </div>
  )
}
