import { useId, useState } from 'react'
import type { FoundRun } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { RideTimes } from '../../shared/parts/ride-times.tsx'
import { TrainTitle } from '../../shared/parts/train-title.tsx'
import type { Trip } from '../lib/paths.ts'
import { spaces } from '../lib/runs.ts'
import { ClassOfferLink } from './class-offer-link.tsx'
import { RunStops } from './run-stops.tsx'

interface RunCardProps {
  readonly run: FoundRun
  readonly trip: Trip
  /** Empty: all classes. */
  readonly travelClass: string
}

/** One train of the results: its times, the price of each class, and its stops on request. */
export function RunCard({ run, trip, travelClass }: RunCardProps) {
  const { t } = useI18n()
  const [isOpen, setIsOpen] = useState(false)
  const stopsId = useId()
  const isWanted = (one: string) => travelClass === '' || one === travelClass
  const classes = run.classes
    .filter((one) => isWanted(one.travel_class))
    .toSorted((a, b) => Number(spaces.has(a.travel_class)) - Number(spaces.has(b.travel_class)))
  return (
    <article className="card run-card">
      <header className="run-head">
        <RideTimes departure={run.departure_time} arrival={run.arrival_time} durationMs={run.duration_ms} />
        <h2 className="run-train">
          <TrainTitle train={run} headsign={run.headsign} headsigns={run.headsigns} />
        </h2>
        <button
          type="button"
          className="run-more"
          aria-label={t.results.stopsOf(run.train_number)}
          aria-expanded={isOpen}
          aria-controls={isOpen ? stopsId : undefined}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t.results.stops}
        </button>
      </header>
      {run.on_sale ? (
        <ul className="class-offers">
          {classes.map((offer) => (
            <li key={offer.travel_class}>
              <ClassOfferLink offer={offer} run={run} trip={trip} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="quiet">{t.results.offSale[run.off_sale_reason ?? 'LEFT']}</p>
      )}
      {isOpen && (
        <div id={stopsId} className="run-stops-frame">
          <RunStops run={run} trip={trip} />
        </div>
      )}
    </article>
  )
}
