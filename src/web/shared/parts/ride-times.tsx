import type { ReactNode } from 'react'
import { useI18n } from '../i18n/i18n.tsx'
import { daysBetween } from '../lib/format.ts'

interface RideTimesProps {
  readonly departure: string
  readonly arrival: string
  readonly durationMs?: number
  readonly from?: ReactNode
  readonly to?: ReactNode
}

/** Departure and arrival in local times, with the duration between them. */
export function RideTimes({ departure, arrival, durationMs, from, to }: RideTimesProps) {
  const { t, f } = useI18n()
  const days = daysBetween(departure, arrival)
  const length = durationMs ?? Date.parse(arrival) - Date.parse(departure)
  return (
    <div className="ride">
      <div className="ride-end">
        <span className="sr-only">{t.booking.departure}: </span>
        <time dateTime={departure}>{f.time(departure)}</time>
        {from !== undefined && <span className="ride-station">{from}</span>}
      </div>
      <div className="ride-way">
        <span className="ride-line" aria-hidden="true" />
        <span className="ride-length">{f.duration(length)}</span>
      </div>
      <div className="ride-end">
        <span className="sr-only">{t.booking.arrival}: </span>
        <time dateTime={arrival}>
          {f.time(arrival)}
          {days > 0 && <sup className="ride-days">{t.results.dayLater(days)}</sup>}
        </time>
        {to !== undefined && <span className="ride-station">{to}</span>}
      </div>
    </div>
  )
}
