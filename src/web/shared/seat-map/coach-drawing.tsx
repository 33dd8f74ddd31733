import { DeckDrawing } from './deck-drawing.tsx'
import type { CoachPlan, DeckPlan } from './layout.ts'
import type { Light } from './light.ts'
import { drawingSize, type Orientation } from './orient.ts'
import { SeatShape } from './seat-shape.tsx'
import { isTakenLook, lookOf, passengerOn, type SeatMapState } from './state.ts'
import { fullName, type Words } from './words.ts'

interface CoachDrawingProps {
  readonly coach: CoachPlan
  readonly state: SeatMapState
  readonly light: Light
  readonly words: Words
  readonly orientation: Orientation
  readonly scale: number
  readonly tabStop: string | undefined
  /** What is around the seat that takes the tab key, for screen readers. */
  readonly about: string | undefined
  /** Id of the element that explains the keys. */
  readonly keysId: string
}

/** A coach with its seats, the upper deck above the lower one. */
export function CoachDrawing(props: CoachDrawingProps) {
  const { coach, words, keysId } = props
  return (
    <div
      className="coach"
      role="group"
      aria-label={mapName(coach, words)}
      aria-describedby={coach.seats.length > 0 ? keysId : undefined}
    >
      {coach.decks.toReversed().map((deck) => (
        <Deck key={deck.deck} deck={deck} {...props} />
      ))}
    </div>
  )
}

/** The room of a coach that is too far away to be seen, so that the train keeps its length. */
export function CoachRoom({ coach, scale }: Pick<CoachDrawingProps, 'coach' | 'scale'>) {
  const { width, height } = drawingSize(coach.length, 'horizontal')
  return (
    <div className="coach" style={{ inlineSize: Math.round(width * scale), blockSize: height * scale }} />
  )
}

function mapName({ number, seats }: CoachPlan, { messages }: Words): string {
  const name = messages.coach(number)
  return seats.length > 0 ? messages.mapOf(name) : name
}

function Deck({ deck, ...props }: CoachDrawingProps & { readonly deck: DeckPlan }) {
  const { coach, state, light, words, orientation, scale, tabStop, about } = props
  const title = deckTitle(deck, coach, words)
  return (
    <div className="deck-frame">
      {title !== undefined && <p className="deck-title">{title}</p>}
      <DeckDrawing {...{ deck, orientation, words, scale }}>
        {deck.seats.map((box) => {
          const look = lookOf(state, box.number)
          const passenger = state.partySize > 1 ? passengerOn(state, box.number) : null
          const isFit = light.isFit(box)
          return (
            <SeatShape
              key={box.number}
              box={box}
              look={look}
              isDim={!isFit}
              passenger={passenger === null ? null : words.number(passenger + 1)}
              name={fullName(box, look, passenger, words, light.isOn && isFit && !isTakenLook(look))}
              about={box.number === tabStop ? about : undefined}
              isTabStop={box.number === tabStop}
              orientation={orientation}
            />
          )
        })}
      </DeckDrawing>
    </div>
  )
}

/** Only a coach with two decks names its decks. */
export function deckTitle(deck: DeckPlan, coach: CoachPlan, { messages }: Words): string | undefined {
  if (coach.decks.length < 2) return undefined
  return deck.deck === 0 ? messages.lowerDeck : messages.upperDeck
}
