import type { Closures } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import type { PictureState } from '../run-picture/state.ts'

type Closure = Closures['closures'][number]

interface ClosureListProps {
  readonly picture: PictureState['picture']
  readonly closures: readonly Closure[]
}

/** What is closed or canceled of a run, and how far the bookings of what is canceled are refunded. */
export function ClosureList({ picture, closures }: ClosureListProps) {
  const t = useTexts()
  const { f } = useI18n()
  if (closures.length === 0) return null
  const nameOf = (code: string) => picture.stops.find((stop) => stop.station_code === code)?.name ?? code
  return (
    <section className="card closures" aria-label={t.runActs.state}>
      <h2>{t.runActs.state}</h2>
      <ul className="bullets">
        {closures.map((one) => {
          const way = t.runActs.way(nameOf(one.from_station_code), nameOf(one.to_station_code))
          const what = one.travel_class ?? t.runActs.allClasses
          return (
            <li key={`${one.from_station_code} ${one.travel_class} ${one.status}`}>
              {one.status === 'CANCELLED' ? t.runActs.canceled(way) : t.runActs.closed(way, what)}{' '}
              <span className="quiet">{t.runActs.since(f.moment(one.since))}</span>
              {one.bookings > 0 && <GivenBack closure={one} />}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function GivenBack({ closure: { bookings, bookings_left: left } }: { readonly closure: Closure }) {
  const t = useTexts()
  const { f } = useI18n()
  const words = t.runActs.givenBack(f.number(bookings - left), f.number(bookings))
  return (
    <p className="given-back">
      <progress aria-label={words} max={bookings} value={bookings - left} /> {words}
    </p>
  )
}
