import type { Consist, Seat } from '../../domain/railway/consist.ts'
import type { SheetPlan } from '../../domain/tickets/ticket-sheet.ts'

/** The decks that have these seats, each with its seats and what else is there. */
export function plansOf(
  { coaches, seats: all }: Consist,
  booked: readonly Seat[],
  title: (coach: string) => string,
): readonly SheetPlan[] {
  const decks = Map.groupBy(booked, ({ coachNumber, deck }) => `${coachNumber}/${deck}`)
  return Array.from(decks.values(), (own) => {
    const [{ coachNumber, deck } = { coachNumber: '', deck: 0 }] = own
    const layout = coaches.find(({ number }) => number === coachNumber)?.layout
    // A seat of a coach that the train no longer has is on no plan.
    if (!layout) return []
    const isHere = (seat: Seat) => seat.coachNumber === coachNumber && seat.deck === deck
    return {
      ...{ title: title(coachNumber), length: layout.length, width: layout.width },
      items: layout.items.filter((item) => item.deck === deck && item.kind !== 'compartment'),
      seats: all.filter(isHere).map((seat) => ({
        ...{ x: seat.x, y: seat.y, ...(layout.sizes?.[seat.kind] ?? { width: 1, height: 1 }) },
        label: own.includes(seat) ? seat.label : null,
      })),
    }
  }).flat()
}
