import { makeFormats } from '../lib/format.ts'
import type { SeatMapMessages } from './i18n/en.ts'
import type { CoachPlan, SeatBox, TrainPlan } from './layout.ts'
import { isTakenLook, lookOf, type SeatLook, type SeatMapState } from './state.ts'
import { besides, othersOfGroup, type Way, waysFrom } from './surroundings.ts'

/** How one language describes the seat map. Make it once per language and currency. */
export interface Words {
  readonly messages: SeatMapMessages
  readonly money: (cents: number) => string
  readonly number: (value: number) => string
  readonly list: (texts: readonly string[]) => string
}

export function makeWords(messages: SeatMapMessages, locale: string, currency: string): Words {
  const { money, number, list } = makeFormats(locale)
  return { messages, money: (cents) => money(cents, currency), number, list }
}

/** The order in which a seat's features are named: what people ask for first. */
const saidInOrder = [
  ...['window', 'middle', 'aisle', 'forward', 'backward', 'lower', 'middle_berth', 'upper'],
  ...['table', 'accessible', 'extra_legroom', 'quiet', 'family', 'power'],
]

/** `seat 32` */
export function seatWord({ seat }: SeatBox, { messages }: Words): string {
  return (messages.kinds[seat.kind] ?? messages.kinds.seat)?.(seat.seat_label) ?? seat.seat_label
}

/** `Coach 4, seat 32` */
export function shortName(box: SeatBox, words: Words): string {
  return [words.messages.coach(box.coachNumber), seatWord(box, words)].join(words.messages.comma)
}

/**
 * The features of the seat, the most wanted first. A feature without a message is the operator's own word.
 */
export function featureWords({ seat }: SeatBox, { messages }: Words): readonly string[] {
  const rank = (feature: string) => saidInOrder.indexOf(feature) + 1 || saidInOrder.length + 1
  return seat.features
    .toSorted((a, b) => rank(a) - rank(b))
    .map((feature) => messages.features[feature] ?? feature)
}

/** The seat's current status. A party of several is told which passenger it was chosen for. */
export function lookWord(look: SeatLook, passenger: number | null, words: Words): string {
  if (look === 'KEPT')
    return [lookWord('CHOSEN', passenger, words), words.messages.looks.OWN].join(words.messages.comma)
  if (look === 'CHOSEN' && passenger !== null) return words.messages.chosenFor(words.number(passenger + 1))
  return words.messages.looks[look]
}

/**
 * The full name of a seat: `Coach 4, seat 32, window, facing forward, table, free, €49.00`; one that the
 * wishes light says so.
 */
export function fullName(
  box: SeatBox,
  look: SeatLook,
  passenger: number | null,
  words: Words,
  isLit = false,
): string {
  const says = lookWord(look, passenger, words)
  const parts = [shortName(box, words), ...featureWords(box, words), says, words.money(box.seat.price_cents)]
  return [...parts, ...(isLit ? [words.messages.fits] : [])].join(words.messages.comma)
}

/** What is around a seat, in short phrases: its neighbors, its bay or compartment, and the ways from it. */
export function surroundings(
  box: SeatBox,
  state: SeatMapState,
  train: TrainPlan,
  words: Words,
): readonly string[] {
  const { messages, number } = words
  const coach = train.coaches[box.coachIndex]
  if (!coach) return []
  const beside = besides(coach, box).map((other) =>
    messages.besideIs(seatWord(other, words), lookWord(lookOf(state, other.number), null, words)),
  )
  const group = othersOfGroup(coach, box)
  const space = train.seats.get(train.companions.get(box.number) ?? '')
  const free = group.filter((other) => !isTakenLook(lookOf(state, other.number)))
  return [
    ...(space ? [messages.companionBeside(seatWord(space, words))] : []),
    ...(beside.length > 0 ? [messages.nextTo(words.list(beside))] : []),
    ...(group.length > 1 ? [messages.groupFree(number(free.length), number(group.length))] : []),
    ...waysFrom(train, box).map((way) => wayPhrase(way, words)),
  ]
}

function wayPhrase({ goal, rows, coachNumber }: Way, { messages }: Words): string {
  const name = messages.ways[goal]
  if (rows !== null) return messages.wayHere(name, rows)
  return coachNumber === null ? messages.wayOtherDeck(name) : messages.wayElsewhere(name, coachNumber)
}

/** The kind of coach, in the reader's language if it is a built-in one. */
export function coachTitle(coach: CoachPlan, { messages }: Words): string {
  return messages.layouts[coach.layoutName] ?? coach.title
}

/** The sentence of the notice; undefined if there is none. */
export function noticeText(state: SeatMapState, train: TrainPlan, words: Words): string | undefined {
  const { notice } = state
  if (!notice) return undefined
  const name = (number: string) => {
    const box = train.seats.get(number)
    return box ? shortName(box, words) : number
  }
  const { notices } = words.messages
  if (notice.kind === 'seats_taken') return notices.seats_taken(words.list(notice.seatNumbers.map(name)))
  if (notice.kind === 'earliest_dropped') return notices.earliest_dropped(name(notice.seatNumber))
  if (notice.kind === 'no_room') return notices.no_room(name(notice.seatNumber))
  return notices[notice.status](name(notice.seatNumber))
}
