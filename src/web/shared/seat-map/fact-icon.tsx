import type { CoachFact } from './coach-facts.ts'
import { BicycleIcon, CupIcon, WheelchairIcon } from './icons.tsx'

const paths: Readonly<Partial<Record<CoachFact, string>>> = {
  quiet: 'M9 3.2a4.8 4.8 0 1 0 3.8 7.6A4.2 4.2 0 0 1 9 3.2z',
  family:
    'M5.2 4a1.5 1.5 0 1 0 .01 0M5.2 7.4v3.2M3.4 13l1-2.4h1.6l1 2.4' +
    'M11 6.4a1.2 1.2 0 1 0 .01 0M11 9v2M9.8 13l.6-2h1.2l.6 2',
  beds: 'M2 4v9M2 10.6h12V13M14 10.6V8.4H6.4v2.2M4.3 7.4a1 1 0 1 0 .01 0',
}

const drawings = { bar: CupIcon, wheelchair: WheelchairIcon, bicycle: BicycleIcon } as const

/** A sign of 16 by 16 units for what a coach has; its name is said elsewhere. */
export function FactIcon({ fact }: { readonly fact: CoachFact }) {
  const d = paths[fact]
  const Drawing = fact in drawings ? drawings[fact as keyof typeof drawings] : undefined
  return (
    <svg className="fact-icon" viewBox="0 0 16 16" aria-hidden="true">
      {d !== undefined && <path className="seat-icon" d={d} />}
      {Drawing && <Drawing x={8} y={8} />}
    </svg>
  )
}
