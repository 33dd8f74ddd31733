import { type KeyboardEvent, memo, useEffect, useRef } from 'react'
import { className } from '../lib/class-name.ts'
import { coachFacts } from './coach-facts.ts'
import { FactIcon } from './fact-icon.tsx'
import { CutleryIcon } from './icons.tsx'
import { COACH_WIDTH, type CoachPlan, type SeatBox, type TrainPlan } from './layout.ts'
import type { Light } from './light.ts'
import { ForwardArrow } from './map-controls.tsx'
import { lookOf, type SeatLook, type SeatMapState } from './state.ts'
import { coachTitle, type Words } from './words.ts'

interface TrainStripProps {
  readonly state: SeatMapState
  readonly train: TrainPlan
  readonly light: Light
  readonly words: Words
  readonly coachIndex: number
  readonly onCoach: (coachIndex: number) => void
  /** Id of the element that shows the selected coach. */
  readonly panelId: string
}

/**
 * The whole train in miniature, its front at the left, with every seat as a dot. A click or an arrow key
 * shows another coach.
 */
export function TrainStrip(props: TrainStripProps) {
  const { state, train, light, words, coachIndex, onCoach, panelId } = props
  const strip = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const shown = strip.current?.children[coachIndex]
    if (shown instanceof HTMLElement && strip.current) bringIntoView(strip.current, shown)
  }, [coachIndex])
  const press = (event: KeyboardEvent) => {
    const next = coachByKey(event.key, coachIndex, train.coaches.length)
    if (next === undefined) return
    event.preventDefault()
    onCoach(next)
    const tab = strip.current?.children[next]
    if (tab instanceof HTMLElement) tab.focus({ preventScroll: true })
  }
  return (
    <div className="train">
      <ForwardArrow orientation="horizontal" />
      <div
        className="train-strip"
        role="tablist"
        aria-label={words.messages.train}
        ref={strip}
        onKeyDown={press}
      >
        {train.coaches.map((coach) => (
          <CoachTab
            key={coach.number}
            coach={coach}
            looks={coach.seats.map((box) => letter(box, state, light)).join('')}
            isShown={coach.index === coachIndex}
            {...{ words, onCoach, panelId }}
          />
        ))}
      </div>
    </div>
  )
}

/** A free seat that is not what the party looks for is dimmed. */
function letter(box: SeatBox, state: SeatMapState, light: Light): string {
  const look = letterOf[lookOf(state, box.number)]
  return look === 'F' && !light.isFit(box) ? 'D' : look
}

/** Free, taken, chosen. A seat that one holds oneself is not taken. */
const letterOf: Readonly<Record<SeatLook, string>> = {
  FREE: 'F',
  OWN: 'F',
  HELD: 'T',
  BOOKED: 'T',
  CHOSEN: 'C',
  KEPT: 'C',
}

interface CoachTabProps extends Pick<TrainStripProps, 'words' | 'onCoach' | 'panelId'> {
  readonly coach: CoachPlan
  /** A letter for each seat of the coach. The dots are drawn again only when a letter changes. */
  readonly looks: string
  readonly isShown: boolean
}

function CoachTab({ coach, looks, isShown, words, onCoach, panelId }: CoachTabProps) {
  const { messages, number } = words
  const total = coach.seats.length
  const free = [...looks].filter((letter) => letter === 'F' || letter === 'C').length
  const facts = coachFacts(coach)
  const classes = coach.travelClasses.map((one) => className(words.messages, one))
  const fill = total === 0 ? messages.noSeats : messages.freeOf(number(free), number(total))
  const factWords = facts.map((fact) => messages.coachFacts[fact])
  const name = [messages.coach(coach.number), coachTitle(coach, words), ...classes, fill, ...factWords]
  return (
    <button
      type="button"
      role="tab"
      className={free === 0 && total > 0 ? 'coach-tab coach-tab-full' : 'coach-tab'}
      id={`${panelId}-tab-${coach.index}`}
      aria-selected={isShown}
      aria-controls={panelId}
      tabIndex={isShown ? 0 : -1}
      onClick={() => onCoach(coach.index)}
    >
      <span className="map-unseen">{name.filter(Boolean).join(messages.comma)}</span>
      <span className="coach-tab-head" aria-hidden="true">
        <span className="coach-tab-number">{coach.number}</span>
        <span className="coach-tab-facts">
          {facts.map((fact) => (
            <FactIcon key={fact} fact={fact} />
          ))}
        </span>
        <span className="coach-tab-class">{marksOf(coach, words)}</span>
      </span>
      <MiniCoach coach={coach} looks={looks} />
      <span className="coach-tab-fill" aria-hidden="true">
        {total === 0 ? '–' : messages.free(number(free))}
      </span>
    </button>
  )
}

/** The mark painted beside the door: the class, if it has a mark. */
function marksOf(coach: CoachPlan, { messages }: Words): string {
  return coach.travelClasses.flatMap((one) => messages.classMarks[one] ?? []).join('/')
}

/**
 * Inside height of a miniature coach, in cells along it. It is stretched across, because its seats would be
 * too small to see otherwise.
 */
const MINI_HEIGHT = 11
const DECK_GAP = 1

const MiniCoach = memo(function MiniCoach({ coach, looks }: Pick<CoachTabProps, 'coach' | 'looks'>) {
  const decks = Math.max(coach.decks.length, 1)
  const deckHeight = (MINI_HEIGHT - (decks - 1) * DECK_GAP) / decks
  const cell = deckHeight / COACH_WIDTH
  const width = coach.length + 2
  const dots = (letter: string) =>
    coach.seats
      .map((box, index) => {
        if (looks[index] !== letter) return ''
        const y = 1 + (decks - 1 - box.deck) * (deckHeight + DECK_GAP) + box.y * cell
        return `M${box.x + 1.05} ${y + 0.1}h${box.width - 0.1}v${box.height * cell - 0.2}h${0.1 - box.width}z`
      })
      .join('')
  return (
    <svg className="mini-coach" viewBox={`0 0 ${width} ${MINI_HEIGHT + 2}`} aria-hidden="true">
      <rect className="mini-hull" x="0.4" y="0.4" width={width - 0.8} height={MINI_HEIGHT + 1.2} rx="1.6" />
      {coach.seats.length === 0 && (
        <g transform={`translate(${width / 2} ${MINI_HEIGHT / 2 + 1}) scale(0.7)`}>
          <CutleryIcon x={0} y={0} />
        </g>
      )}
      {decks > 1 && <path className="mini-floor" d={`M1 ${deckHeight + 1.5}h${width - 2}`} />}
      <path className="mini-taken" d={dots('T')} />
      <path className="mini-dim" d={dots('D')} />
      <path className="mini-free" d={dots('F')} />
      <path className="mini-chosen" d={dots('C')} />
    </svg>
  )
})

/** The strip runs left to right in every language, because it is a drawing of the train. */
function coachByKey(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowLeft') return Math.max(index - 1, 0)
  if (key === 'ArrowRight') return Math.min(index + 1, count - 1)
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}

/** Scrolls only the strip, never the page. */
function bringIntoView(strip: HTMLElement, tab: HTMLElement): void {
  const left = tab.offsetLeft - strip.offsetLeft
  strip.scrollTo({ left: left - (strip.clientWidth - tab.offsetWidth) / 2 })
}
