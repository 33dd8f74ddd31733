import { Link } from 'wouter'
import type { ClassOffer, FoundRun } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { className } from '../../shared/lib/class-name.ts'
import { BicycleIcon, WheelchairIcon } from '../../shared/seat-map/icons.tsx'
import { paths, type Trip } from '../lib/paths.ts'

interface ClassOfferLinkProps {
  readonly offer: ClassOffer
  readonly run: FoundRun
  readonly trip: Trip
}

/** Below this share of free seats, a class counts as nearly full. */
const fewShare = 0.12

const spaceIcons: Readonly<Record<string, typeof WheelchairIcon>> = {
  WHEELCHAIR: WheelchairIcon,
  BICYCLE: BicycleIcon,
}

/** A class of a train: the price of each passenger and of all, and the way to its seats. */
export function ClassOfferLink({ offer, run, trip }: ClassOfferLinkProps) {
  const { t } = useI18n()
  const name = className(t.seatMap, offer.travel_class)
  const isSpace = offer.travel_class in spaceIcons
  const look = isSpace ? 'offer offer-space' : 'offer'
  const content = isSpace ? <SpaceContent offer={offer} /> : <SeatsContent offer={offer} party={trip.party} />
  if (offer.seats_available === 0) return <div className={`${look} offer-full`}>{content}</div>
  return (
    <Link className={look} href={paths.seats(run.train_run_id, trip, offer.travel_class)}>
      <span className="sr-only">{t.results.chooseIn(name, run.train_number)}: </span>
      {content}
    </Link>
  )
}

function SeatsContent({ offer, party }: { readonly offer: ClassOffer; readonly party: number }) {
  const { t, f } = useI18n()
  const { seats_available: left, seats_total: all, price_cents: price, currency } = offer
  const isScarce = left > 0 && left < all && left < Math.max(3, all * fewShare)
  const isShort = left < party
  return (
    <>
      <span className="offer-name">{className(t.seatMap, offer.travel_class)}</span>
      <span className="offer-price">{f.money(price, currency)}</span>
      <span className={isScarce || isShort ? 'offer-left offer-scarce' : 'offer-left'}>
        {party === 1 || isShort
          ? t.results.seatsLeft(left)
          : t.results.total(f.money(price * party, currency))}
      </span>
    </>
  )
}

/** A sign and a count; the words and the price are spoken. */
function SpaceContent({ offer }: { readonly offer: ClassOffer }) {
  const { t, f } = useI18n()
  const Sign = spaceIcons[offer.travel_class]
  const name = className(t.seatMap, offer.travel_class)
  return (
    <>
      <span className="sr-only">
        {[name, f.money(offer.price_cents, offer.currency), t.results.seatsLeft(offer.seats_available)].join(
          t.seatMap.comma,
        )}
      </span>
      <svg className="offer-sign" viewBox="-8 -8 16 16" aria-hidden="true">
        {Sign && <Sign x={0} y={0} />}
      </svg>
      <span className="offer-count" aria-hidden="true">
        {f.number(offer.seats_available)}
      </span>
    </>
  )
}
