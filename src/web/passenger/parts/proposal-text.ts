import type { Messages } from '../../shared/i18n/en.ts'
import type { Proposal } from '../../shared/seat-map/propose.ts'
import type { Words } from '../../shared/seat-map/words.ts'
import { seatWord } from '../../shared/seat-map/words.ts'

/** The seats of a proposal, and why these: `Coach 4, seats 31 and 32: side by side, at a table.` */
export function proposalText({ boxes, closeness, met, unmet }: Proposal, t: Messages, words: Words): string {
  const { reasons, closenesses, proposed, unmet: unmetText } = t.wishes
  const coaches = Map.groupBy(boxes, (box) => box.coachNumber)
  const places = [...coaches].map(([coach, ofCoach]) =>
    [t.common.coach(coach), words.list(ofCoach.map((box) => seatWord(box, words)))].join(t.seatMap.comma),
  )
  const why = [
    ...(closeness === 'alone' ? [] : [closenesses[closeness]]),
    ...met.map(({ liking, count }) => reasons[liking](count === boxes.length)),
  ]
  const says = proposed(words.list(places), why.join(t.seatMap.comma))
  return unmet.length === 0
    ? says
    : `${says} ${unmetText(words.list(unmet.map((one) => t.wishes.likings[one])))}`
}
