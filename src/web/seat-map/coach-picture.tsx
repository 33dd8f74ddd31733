import { useRef } from 'react'
import { DeckDrawing } from './deck-drawing.tsx'
import type { CoachPlan } from './layout.ts'
import { place } from './orient.ts'
import { deckTitle } from './seat-map.tsx'
import { SeatDrawing } from './seat-shape.tsx'
import { useRoom } from './use-room.ts'
import { seatWord, type Words } from './words.ts'

interface CoachPictureProps {
  readonly coach: CoachPlan
  /** Numbers of the seats to mark, `4-32`; those of other coaches are left out. */
  readonly seatNumbers: readonly string[]
  readonly words: Words
}

/** A coach that only shows where one sits; for a ticket. Decks without a marked seat are left out. */
export function CoachPicture({ coach, seatNumbers, words }: CoachPictureProps) {
  const container = useRef<HTMLDivElement>(null)
  const { orientation } = useRoom(container)
  const marked = coach.seats.filter((box) => seatNumbers.includes(box.number))
  const name = words.messages.picture(
    words.messages.coach(coach.number),
    words.list(marked.map((box) => seatWord(box, words))),
  )
  const decks = coach.decks.filter((deck) => marked.some((box) => box.deck === deck.deck))
  return (
    <div className={`seat-map seat-map-${orientation} coach-picture`} ref={container}>
      {decks.map((deck) => (
        <div key={deck.deck} className="deck-frame">
          {decks.length > 0 && coach.decks.length > 1 && (
            <p className="deck-title">{deckTitle(deck, coach, words)}</p>
          )}
          <DeckDrawing {...{ deck, orientation, words }} scale={undefined} imageName={name}>
            {deck.seats.map((box) =>
              marked.includes(box) ? (
                <g key={box.number} className="seat seat-chosen">
                  <SeatDrawing box={box} look="CHOSEN" passenger={null} orientation={orientation} />
                </g>
              ) : (
                <rect key={box.number} className="seat-elsewhere" {...place(box, orientation)} rx="5" />
              ),
            )}
          </DeckDrawing>
        </div>
      ))}
    </div>
  )
}
