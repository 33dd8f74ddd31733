import { Link } from 'wouter'
import { maxSeatsPerHold } from '../../../domain/records/hold.ts'
import { useTexts } from '../i18n/texts.tsx'
import { paths } from '../lib/paths.ts'
import { type Area, contentOf, type PictureState } from '../run-picture/state.ts'

interface SellLinkProps {
  readonly state: PictureState
  readonly area: Area
}

/** Leads to the desk with the selected seats, if all of them are free there and one sale can have them. */
export function SellLink({ state, area }: SellLinkProps) {
  const t = useTexts()
  const { seats, cells } = contentOf(state, area)
  const { stops, train_run_id: run } = state.picture
  const [from, to] = [stops[area.fromLeg]?.station_code ?? '', stops[area.toLeg]?.station_code ?? '']
  if (cells.BOOKED + cells.HELD + cells.BLOCKED > 0 || seats.length > maxSeatsPerHold) return null
  const numbers = seats.map((seat) => seat.seat_number).join(',')
  return (
    <Link className="button" href={paths.sellSeats({ run, from, to, seats: numbers })}>
      {t.desk.selection}
    </Link>
  )
}
