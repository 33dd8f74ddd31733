import type { RunPicture, SeatClaim } from '../../shared/api-types.ts'
import type { ConsoleTexts } from '../i18n/en.ts'
import { allSeats, type Cell, claimAt, type PictureState } from './state.ts'
import type { NameOf } from './use-run-picture.ts'

/** `Ardalen – Norrholm`: between two stops of a run. */
export function wayOf({ stops }: RunPicture, fromLeg: number, toLeg: number): string {
  return `${stops[fromLeg]?.name ?? ''} – ${stops[toLeg]?.name ?? ''}`
}

/** What keeps a seat, in words. */
export function claimWords(
  t: ConsoleTexts,
  picture: RunPicture,
  claim: SeatClaim,
  name: string | null,
): string {
  const parts = [
    t.run.statuses[claim.status],
    wayOf(picture, claim.from_leg, claim.to_leg),
    ...(claim.booking_id === null ? [] : [`${t.run.booking} ${claim.booking_id}`]),
    ...(name === null ? [] : [name]),
  ]
  return parts.join(', ')
}

/** A cell in words, as a screen reader says it. */
export function cellWords(t: ConsoleTexts, state: PictureState, cell: Cell, nameOf: NameOf): string {
  const { picture } = state
  const seat = allSeats(picture)[cell.seat]?.seat_number ?? ''
  const claim = claimAt(state, cell)
  const what = claim
    ? claimWords(t, picture, claim, nameOf(seat, claim.booking_id))
    : `${t.run.statuses.FREE}, ${wayOf(picture, cell.leg, cell.leg + 1)}`
  return `${t.run.seat} ${seat}: ${what}`
}
