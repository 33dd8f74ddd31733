import type { ManifestLine } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import { useTexts } from '../i18n/texts.tsx'
import { WideTable } from '../parts/table.tsx'

/** The lines of a coach, as the conductor goes through them. */
export function ManifestList({
  coach,
  lines,
}: {
  readonly coach: string
  readonly lines: readonly ManifestLine[]
}) {
  const t = useTexts()
  const { f } = useI18n()
  return (
    <section className="manifest-coach">
      <h2>{t.run.coach(coach)}</h2>

      <WideTable
        caption={t.run.coach(coach)}
        heads={[t.manifest.seat, t.manifest.boards, t.manifest.alights, t.manifest.who, t.manifest.booking]}
      >
        {lines.map((line) => (
          <tr key={`${line.seat_number} ${line.departure_time}`}>
            <th scope="row">{line.seat_label}</th>
            <td>{`${f.time(line.departure_time)} ${line.from_station_name}`}</td>
            <td>{`${f.time(line.arrival_time)} ${line.to_station_name}`}</td>
            <td>{line.status === 'BOOKED' ? (line.passenger_name ?? '') : t.run.statuses[line.status]}</td>
            <td>{line.booking_id ?? ''}</td>
          </tr>
        ))}
      </WideTable>
    </section>
  )
}

interface SeatPlanProps {
  readonly coach: string
  /** Every seat of the coach in walking order. */
  readonly seats: readonly { readonly seat_number: string; readonly seat_label: string }[]
  readonly lines: readonly ManifestLine[]
}

/** Every seat of a coach with who has it and where to: for the wall of the conductor's compartment. */
export function SeatPlan({ coach, seats, lines }: SeatPlanProps) {
  const t = useTexts()
  const bySeat = Map.groupBy(lines, (line) => line.seat_number)
  return (
    <section className="manifest-coach">
      <h2>{t.run.coach(coach)}</h2>
      <ol className="plan" aria-label={t.run.coach(coach)}>
        {seats.map((seat) => (
          <li key={seat.seat_number}>
            <strong>{seat.seat_label}</strong>
            {(bySeat.get(seat.seat_number) ?? []).map((line) => (
              <span key={line.departure_time} className="plan-way">
                {line.from_station_code} – {line.to_station_code}{' '}
                {line.passenger_name ?? t.run.statuses[line.status]}
              </span>
            ))}
            {!bySeat.has(seat.seat_number) && <span className="quiet">{t.run.statuses.FREE}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}
