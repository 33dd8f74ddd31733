import { useState } from 'react'
import { maxSeatsPerHold } from '../../../domain/records/hold.ts'
import type { SeatMap } from '../../shared/api-types.ts'
import { useI18n } from '../../shared/i18n/i18n.tsx'
import {
  choose,
  isChosenLook,
  lookOf,
  resizeParty,
  type SeatMapState,
  seatedCount,
} from '../../shared/seat-map/state.ts'
import type { Words } from '../../shared/seat-map/words.ts'
import { placeName } from '../lib/place-name.ts'

interface CompanionOfferProps {
  readonly map: SeatMap
  readonly state: SeatMapState
  readonly words: Words
  readonly change: (by: (state: SeatMapState) => SeatMapState) => void
  readonly onParty: (party: number) => void
}

/**
 * With a wheelchair space, the seat beside it is offered to a companion, who joins the party if everybody in
 * it has a seat. Declined, it stays on sale.
 */
export function CompanionOffer({ map, state, words, change, onParty }: CompanionOfferProps) {
  const { t } = useI18n()
  const [declined, setDeclined] = useState<readonly string[]>([])
  const isRoom = state.choices.length < maxSeatsPerHold
  const offer = map.companion_seats.find(
    ({ wheelchair_space: space, seat_number: seat }) =>
      isRoom &&
      isChosenLook(lookOf(state, space)) &&
      lookOf(state, seat) === 'FREE' &&
      !declined.includes(seat),
  )
  const seat = offer && state.seats.get(offer.seat_number)
  const space = offer && state.seats.get(offer.wheelchair_space)
  const take = (number: string) => {
    const party = Math.max(state.partySize, seatedCount(state) + 1)
    change((now) => choose(resizeParty(now, party), number))
    if (party !== state.partySize) onParty(party)
  }
  return (
    <div role="status">
      {seat && space && (
        <div className="companion-offer">
          <p>
            {t.additions.companion.offer(
              placeName(t, seat),
              t.seatMap.kinds.wheelchair_space?.(space.seat_label) ?? space.seat_label,
            )}
          </p>
          <div className="actions">
            <button type="button" className="button primary" onClick={() => take(seat.seat_number)}>
              {t.additions.companion.take(words.money(seat.price_cents))}
            </button>
            <button
              type="button"
              className="button"
              onClick={() => setDeclined([...declined, seat.seat_number])}
            >
              {t.additions.companion.decline}
            </button>
          </div>
        </div>
      )}
    </div>
  )
}
