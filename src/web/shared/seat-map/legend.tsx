import type { ReactNode } from 'react'
import { BicycleIcon, CupIcon, LuggageIcon, ToiletIcon, WheelchairIcon } from './icons.tsx'
import type { TrainPlan } from './layout.ts'
import type { Words } from './words.ts'

/** What the signs mean. Signs that only some trains have are listed only if this train has them. */
export function Legend({ train, words }: { readonly train: TrainPlan; readonly words: Words }) {
  const { legend, legendItems } = words.messages
  const kinds = new Set([...train.seats.values()].map((box) => box.seat.kind))
  const items = new Set(
    train.coaches.flatMap((coach) => coach.decks.flatMap((deck) => deck.items.map((item) => item.kind))),
  )
  const has = (kind: string) => items.has(kind)
  return (
    <details className="seat-legend">
      <summary>{legend}</summary>
      <ul>
        {(['free', 'chosen', 'own', 'held', 'booked'] as const).map((look) => (
          <Entry key={look} text={legendItems[look]} sign={<SeatSign look={look} />} />
        ))}
        {kinds.has('seat') && <Entry text={legendItems.facing} sign={<SeatSign look="free" hasArrow />} />}
        {(kinds.has('berth') || kinds.has('couchette')) && (
          <Entry text={legendItems.berths} sign={<BerthSign />} />
        )}
        {kinds.has('wheelchair_space') && (
          <Entry text={legendItems.wheelchair_space} sign={<WheelchairIcon x={12} y={12} />} />
        )}
        {kinds.has('bicycle_hook') && (
          <Entry text={legendItems.bicycle_hook} sign={<BicycleIcon x={12} y={12} />} />
        )}
        {has('table') && (
          <Entry
            text={legendItems.table}
            sign={<rect className="item-table" x="4" y="6" width="16" height="12" rx="3" />}
          />
        )}
        {has('window') && (
          <Entry text={legendItems.window} sign={<path className="item-window" d="M3 12h18" />} />
        )}
        {has('door') && <Entry text={legendItems.door} sign={<path className="item-door" d="M3 12h18" />} />}
        {has('toilet') && <Entry text={legendItems.toilet} sign={<ToiletIcon x={12} y={12} />} />}
        {has('luggage') && <Entry text={legendItems.luggage} sign={<LuggageIcon x={12} y={12} />} />}
        {has('stairs') && (
          <Entry
            text={legendItems.stairs}
            sign={<path className="item-steps" d="M5 5v14M9 5v14M13 5v14M17 5v14" />}
          />
        )}
        {has('bar') && <Entry text={legendItems.bar} sign={<CupIcon x={12} y={12} />} />}
      </ul>
    </details>
  )
}

function Entry({ text, sign }: { readonly text: string; readonly sign: ReactNode }) {
  return (
    <li>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        {sign}
      </svg>
      <span>{text}</span>
    </li>
  )
}

function SeatSign({ look, hasArrow = false }: { readonly look: string; readonly hasArrow?: boolean }) {
  return (
    <g className={`seat seat-${look}`}>
      <rect className="seat-body" x="3.5" y="3.5" width="17" height="17" rx="4.5" />
      <rect className="seat-back" x="16.9" y="3.5" width="3.6" height="17" rx="1.8" />
      {look === 'booked' && <path className="seat-cross" d="M7 9l6 6m0 -6l-6 6" />}
      {look === 'held' && <path className="seat-hourglass" d="M7 8h6l-6 8h6z" />}
      {look === 'chosen' && <path className="seat-icon" d="M6.5 12l2.6 3l4.4 -6" />}
      {hasArrow && <path className="seat-icon" d="M14 12h-7.5M9.5 8.8l-3.2 3.2l3.2 3.2" />}
    </g>
  )
}

function BerthSign() {
  return (
    <g className="seat seat-free">
      {[2.5, 9.5, 16.5].map((x, index) => (
        <g key={x}>
          <rect className="seat-body" x={x - 1.2} y="2" width="6" height="20" rx="2" />
          <path className="seat-level seat-level-own" d={`M${x} ${17 - index * 5}h3.6`} />
        </g>
      ))}
    </g>
  )
}
