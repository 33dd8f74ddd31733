import { Link } from 'wouter'
import type { ClassOffer, FoundRun } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { className } from '../../shared/lib/class-name.ts'
import { RideTimes } from '../../shared/parts/ride-times.tsx'
import { TrainTitle } from '../../shared/parts/train-title.tsx'
import { paths, type Trip } from '../lib/paths.ts'

interface RunCardProps {
  readonly run: FoundRun
  readonly trip: Trip
  /** Empty: all classes. */
  readonly travelClass: string
}

/** One train of the results: its times, and the price of each class. */
export function RunCard({ run, trip, travelClass }: RunCardProps) {
  const { t } = useI18n()
  const classes = run.classes.filter((one) => travelClass === '' || one.travel_class === travelClass)
  return (
    <article className="card run-card">
      <header className="run-head">
        <RideTimes departure={run.departure_time} arrival={run.arrival_time} durationMs={run.duration_ms} />
        <p className="run-train">
          <TrainTitle train={run} headsign={run.headsign} headsigns={run.headsigns} />
        </p>
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
    </article>
  )
}

interface ClassOfferLinkProps {
  readonly offer: ClassOffer
  readonly run: FoundRun
  readonly trip: Trip
}

/** Below this share of free seats, a class counts as nearly full. */
const fewShare = 0.12

function ClassOfferLink({ offer, run, trip }: ClassOfferLinkProps) {
  const { t, f } = useI18n()
  const name = className(t.seatMap, offer.travel_class)
  const isFull = offer.seats_available === 0
  const isTouched = !isFull && offer.seats_available < offer.seats_total
  const isScarce = isTouched && offer.seats_available < Math.max(3, offer.seats_total * fewShare)
  const content = (
    <>
      <span className="offer-name">{name}</span>
      <span className="offer-price">{f.money(offer.price_cents, offer.currency)}</span>
      <span className={isScarce ? 'offer-left offer-scarce' : 'offer-left'}>
        {t.results.seatsLeft(offer.seats_available)}
      </span>
    </>
  )
  if (isFull) return <div className="offer offer-full">{content}</div>
  return (
    <Link className="offer" href={paths.seats(run.train_run_id, trip, offer.travel_class)}>
      <span className="sr-only">{t.results.chooseIn(name, run.train_number)}: </span>
      {content}
    </Link>
  )
}
