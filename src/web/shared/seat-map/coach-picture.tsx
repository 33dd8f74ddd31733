import { useLayoutEffect, useRef } from 'react'
import { deckTitle } from './coach-drawing.tsx'
import { DeckDrawing } from './deck-drawing.tsx'
import type { CoachPlan, SeatBox } from './layout.ts'
import { drawingSize, inset, place } from './orient.ts'
import { SeatDrawing } from './seat-shape.tsx'
import { useRoom } from './use-room.ts'
import { seatWord, type Words } from './words.ts'

interface CoachPictureProps {
  readonly coach: CoachPlan
  /** Numbers of the seats to mark, `4-32`. Seats of other coaches are ignored. */
  readonly seatNumbers: readonly string[]
  readonly words: Words
}

/** Pixels per drawing unit: small enough for a ticket, big enough to read the label. */
const SMALLEST = 0.9
const LARGEST = 1.5

/**
 * A read-only coach for the ticket, with the passenger's seats marked. It always lies flat to keep it low; on
 * a narrow screen it shows the part around the first marked seat, and the rest scrolls. Decks without a
 * marked seat are left out.
 */
export function CoachPicture({ coach, seatNumbers, words }: CoachPictureProps) {
  const container = useRef<HTMLElement>(null)
  const { width } = useRoom(container)
  const scale = Math.min(Math.max(width / drawingSize(coach.length, 'horizontal').width, SMALLEST), LARGEST)
  const marked = coach.seats.filter((box) => seatNumbers.includes(box.number))
  const name = words.messages.picture(
    words.messages.coach(coach.number),
    words.list(marked.map((box) => seatWord(box, words))),
  )
  const [first] = marked
  useLayoutEffect(() => {
    const { current } = container
    if (!current || !first) return
    const middle = place(first, 'horizontal').x * scale
    current.scrollLeft = middle - current.clientWidth / 2
  }, [first, scale])
  return (
    <section className="seat-map coach-picture" ref={container} aria-label={name} tabIndex={0}>
      {coach.decks
        .toReversed()
        .filter((deck) => marked.some((box) => box.deck === deck.deck))
        .map((deck) => (
          <div key={deck.deck} className="deck-frame">
            {coach.decks.length > 1 && <p className="deck-title">{deckTitle(deck, coach, words)}</p>}
            <DeckDrawing {...{ deck, words, scale }} orientation="horizontal" imageName={name}>
              {deck.seats.map((box) => (
                <Place key={box.number} box={box} isMarked={marked.includes(box)} />
              ))}
            </DeckDrawing>
          </div>
        ))}
    </section>
  )
}

function Place({ box, isMarked }: { readonly box: SeatBox; readonly isMarked: boolean }) {
  if (!isMarked) return <rect className="seat-elsewhere" {...inset(place(box, 'horizontal'), 1.5)} rx="4.5" />
  return (
    <g className="seat seat-chosen">
      <SeatDrawing box={box} look="CHOSEN" passenger={null} orientation="horizontal" />
    </g>
  )
}
