import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { showSeats } from '../../shared/api/operations.ts'
import type { Booking } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { unwrap } from '../../shared/lib/refused.ts'
import { Skeleton } from '../../shared/parts/skeleton.tsx'
import { CoachPicture } from '../../shared/seat-map/coach-picture.tsx'
import { layOutTrain } from '../../shared/seat-map/layout.ts'
import { coachTitle, makeWords } from '../../shared/seat-map/words.ts'

/** Each coach of the booking, with the booked seats marked. */
export function BookedCoaches({ booking }: { readonly booking: Booking }) {
  const { t, locale } = useI18n()
  const { train_run_id: runId, from_station_code: from, to_station_code: to, currency } = booking
  const { data: map } = useQuery({
    queryKey: ['seats-shown', runId, from, to],
    queryFn: () => unwrap(showSeats(runId, { from, to })),
    staleTime: Infinity,
  })
  const train = useMemo(() => map && layOutTrain(map), [map])
  const words = useMemo(() => makeWords(t.seatMap, locale, currency), [t, locale, currency])
  const seatNumbers = booking.seats
    .filter((seat) => seat.status === 'CONFIRMED')
    .map((seat) => seat.seat_number)
  const coaches = (train?.coaches ?? []).filter((coach) =>
    coach.seats.some((box) => seatNumbers.includes(box.number)),
  )
  if (seatNumbers.length === 0) return null
  return (
    <section className="card booked-coaches">
      <h2>{t.booking.onCoach}</h2>
      {!train && <Skeleton rows={1} className="skeleton-coach" />}
      {coaches.map((coach) => (
        <figure key={coach.number}>
          <figcaption>
            <strong>{t.common.coach(coach.number)}</strong>{' '}
            <span className="quiet">{coachTitle(coach, words)}</span>
          </figcaption>
          <CoachPicture {...{ coach, seatNumbers, words }} />
        </figure>
      ))}
    </section>
  )
}
