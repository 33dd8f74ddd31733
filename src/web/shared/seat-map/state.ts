import { maxSeatsPerHold } from '../../../domain/records/hold.ts'
import type { Hold, Seat, SeatMap } from '../api-types.ts'
import { hasPassenger } from '../lib/has-passenger.ts'

export type SeatStatus = Seat['status']

/**
 * What a seat looks like to this passenger. `OWN` is held by the passenger and not chosen; `KEPT` is held by
 * the passenger and chosen. `HELD` is held by somebody else.
 */
export type SeatLook = 'FREE' | 'HELD' | 'BOOKED' | 'CHOSEN' | 'OWN' | 'KEPT'

/** Whether the seat is one of those that the party chose. */
export function isChosenLook(look: SeatLook): boolean {
  return look === 'CHOSEN' || look === 'KEPT'
}

/** Whether somebody else has the seat. */
export function isTakenLook(look: SeatLook): look is 'HELD' | 'BOOKED' {
  return look === 'HELD' || look === 'BOOKED'
}

/**
 * A chosen seat and its passenger's position in the party, from 0; null for a bicycle hook, which goes with
 * the party and is nobody's seat.
 */
interface Choice {
  readonly seatNumber: string
  readonly passenger: number | null
}

/** What just happened that the passenger did not do or did not expect. The view makes the sentence. */
type Notice =
  | { readonly kind: 'seats_taken'; readonly seatNumbers: readonly string[] }
  | { readonly kind: 'earliest_dropped'; readonly seatNumber: string }
  /** The party is as large as a hold can be. */
  | { readonly kind: 'no_room'; readonly seatNumber: string }
  | { readonly kind: 'seat_not_free'; readonly seatNumber: string; readonly status: 'HELD' | 'BOOKED' }

/** An event of the stream. `reset` names all seats that are not available, `seats` those that changed. */
export interface SeatsEvent {
  readonly commit_seq: number
  readonly changes: readonly { readonly seat_number: string; readonly status: SeatStatus }[]
}

interface KnownStatus {
  readonly status: SeatStatus
  /** The commit that set this status. */
  readonly asOf: number
}

export interface SeatMapState {
  /** The seats of the run. Only their own members are read; their `status` is that of the first answer. */
  readonly seats: ReadonlyMap<string, Seat>
  readonly partySize: number
  /** In the order of choosing. */
  readonly choices: readonly Choice[]
  /** Each seat's status, by seat number. */
  readonly statuses: ReadonlyMap<string, KnownStatus>
  /** The newest known commit; the stream continues from there. */
  readonly commitSeq: number
  /** Seats of the passenger's own holds. Others see them held; the passenger may choose them. */
  readonly own: ReadonlySet<string>
  /** While a hold is being placed, its seats may show as held before the answer arrives. */
  readonly isPlacing: boolean
  readonly notice: Notice | null
  /** Counts notices, so that the same notice twice is announced twice. */
  readonly noticeCount: number
}

/** The map as the server sent it, with nothing chosen. `own` are the seats of the passenger's own holds. */
export function initialState(map: SeatMap, partySize: number, own: readonly string[] = []): SeatMapState {
  const seats = new Map(
    map.coaches.flatMap((coach) => coach.seats.map((seat) => [seat.seat_number, seat] as const)),
  )
  return {
    seats,
    partySize,
    choices: [],
    statuses: new Map(
      Array.from(seats, ([number, seat]) => [number, { status: seat.status, asOf: map.commit_seq }]),
    ),
    commitSeq: map.commit_seq,
    own: new Set(own.filter((number) => seats.has(number))),
    isPlacing: false,
    notice: null,
    noticeCount: 0,
  }
}

/** What the seat looks like to the passenger. A seat that the run does not have counts as booked. */
export function lookOf(state: SeatMapState, seatNumber: string): SeatLook {
  const isOwn = state.own.has(seatNumber)
  if (isChosen(state, seatNumber)) return isOwn ? 'KEPT' : 'CHOSEN'
  if (isOwn) return 'OWN'
  const status = state.statuses.get(seatNumber)?.status ?? 'BOOKED'
  return status === 'AVAILABLE' ? 'FREE' : status
}

function isChosen(state: SeatMapState, seatNumber: string): boolean {
  return state.choices.some((choice) => choice.seatNumber === seatNumber)
}

/** The position in the party of the seat's passenger, from 0; null if it is not chosen, and for a hook. */
export function passengerOn(state: SeatMapState, seatNumber: string): number | null {
  return state.choices.find((choice) => choice.seatNumber === seatNumber)?.passenger ?? null
}

/**
 * Chooses a seat, or gives it back if it was chosen. A full party's next click drops its earliest choice, so
 * a click on a free seat is never refused. The seat goes to `passenger`, or else to the first passenger
 * without one. A bicycle hook goes to nobody, and takes no passenger's seat.
 */
export function choose(state: SeatMapState, seatNumber: string, passenger?: number): SeatMapState {
  if (isChosen(state, seatNumber)) return dropChosen(state, seatNumber)
  const look = lookOf(state, seatNumber)
  if (isTakenLook(look)) return tell(state, { kind: 'seat_not_free', seatNumber, status: look })
  if (isAddition(state, seatNumber)) return addHook(state, seatNumber)
  if (passenger !== undefined && passenger >= state.partySize) return state
  const choices = roomFor(state, passenger)
  const choice =
    passenger === undefined ? seatFor(choices, seatNumber, state.partySize) : { seatNumber, passenger }
  const chosen = { ...state, choices: [...choices, choice], notice: null }
  const dropped = state.choices.find((one) => !choices.includes(one))
  if (!dropped || passenger !== undefined) return chosen
  return tell(chosen, { kind: 'earliest_dropped', seatNumber: dropped.seatNumber })
}

/** Whether the place goes with the party without being anybody's seat. */
function isAddition(state: SeatMapState, seatNumber: string): boolean {
  const seat = state.seats.get(seatNumber)
  return seat !== undefined && !hasPassenger(seat)
}

/** One hook more, as far as one hold has room for it beside the party. */
function addHook(state: SeatMapState, seatNumber: string): SeatMapState {
  const room = maxSeatsPerHold - state.partySize
  if (room === 0) return tell(state, { kind: 'no_room', seatNumber })
  const hooks = state.choices.filter(({ passenger }) => passenger === null)
  const dropped = hooks.length < room ? undefined : hooks[0]
  const kept = state.choices.filter((choice) => choice !== dropped)
  const chosen = { ...state, choices: [...kept, { seatNumber, passenger: null }], notice: null }
  return dropped ? tell(chosen, { kind: 'earliest_dropped', seatNumber: dropped.seatNumber }) : chosen
}

/** Whether one more of these takes no other's place: a hook, or a seat while somebody has none. */
export function hasRoomFor(state: SeatMapState, seatNumber: string): boolean {
  return isAddition(state, seatNumber) || seatedCount(state) < state.partySize
}

/** How many passengers have a seat. */
export function seatedCount({ choices }: Pick<SeatMapState, 'choices'>): number {
  return choices.filter(({ passenger }) => passenger !== null).length
}

/** Gives one chosen seat back. */
export function dropChosen(state: SeatMapState, seatNumber: string): SeatMapState {
  const choices = state.choices.filter((choice) => choice.seatNumber !== seatNumber)
  return { ...state, choices, notice: null }
}

/** Gives the passengers these seats in place of those chosen before; hooks stay. */
export function chooseInstead(state: SeatMapState, seatNumbers: readonly string[]): SeatMapState {
  return seatNumbers.reduce((now, number) => choose(now, number), withoutSeats(state))
}

/** The same map with no seat chosen; hooks stay. */
export function withoutSeats(state: SeatMapState): SeatMapState {
  return { ...state, choices: state.choices.filter(({ passenger }) => passenger === null), notice: null }
}

/** Gives one of the chosen seats to a passenger; its previous passenger takes theirs. */
export function assignPassenger(state: SeatMapState, seatNumber: string, passenger: number): SeatMapState {
  const mine = state.choices.find((choice) => choice.seatNumber === seatNumber)
  if (!mine || mine.passenger === null || passenger < 0 || passenger >= state.partySize) return state
  const choices = state.choices.map((choice) => {
    if (choice === mine) return { ...choice, passenger }
    return choice.passenger === passenger ? { ...choice, passenger: mine.passenger } : choice
  })
  return { ...state, choices }
}

/** The chosen seats in the order of the passengers, and then the hooks, whose passenger is null. */
export function chosenSeats(
  state: SeatMapState,
): readonly { readonly seat: Seat; readonly passenger: number | null }[] {
  return state.choices
    .toSorted((a, b) => (a.passenger ?? maxSeatsPerHold) - (b.passenger ?? maxSeatsPerHold))
    .flatMap(({ seatNumber, passenger }) => {
      const seat = state.seats.get(seatNumber)
      return seat ? [{ seat, passenger }] : []
    })
}

/**
 * A smaller party gives back the seats of the passengers who no longer travel, a larger one the hooks for
 * which one hold has no more room.
 */
export function resizeParty(state: SeatMapState, partySize: number): SeatMapState {
  const hooks = state.choices.filter(({ passenger }) => passenger === null)
  const kept = new Set(hooks.slice(0, maxSeatsPerHold - partySize))
  const choices = state.choices.filter((choice) =>
    choice.passenger === null ? kept.has(choice) : choice.passenger < partySize,
  )
  return { ...state, partySize, choices }
}

/** Applies what changed. An event older than what is known about a seat never undoes it. */
export function applySeatsEvent(state: SeatMapState, event: SeatsEvent): SeatMapState {
  const statuses = new Map(state.statuses)
  for (const { seat_number, status } of event.changes) {
    const known = statuses.get(seat_number)
    if (known && known.asOf <= event.commit_seq) statuses.set(seat_number, { status, asOf: event.commit_seq })
  }
  return settle({ ...state, statuses, commitSeq: Math.max(state.commitSeq, event.commit_seq) })
}

/**
 * Applies the list of all seats that are not available. All others are available, unless something newer is
 * known about them.
 */
export function applyReset(state: SeatMapState, reset: SeatsEvent): SeatMapState {
  const taken = new Map(reset.changes.map((change) => [change.seat_number, change.status]))
  const statuses = new Map<string, KnownStatus>()
  for (const [number, known] of state.statuses) {
    const told = { status: taken.get(number) ?? 'AVAILABLE', asOf: reset.commit_seq }
    statuses.set(number, known.asOf <= reset.commit_seq ? told : known)
  }
  return settle({ ...state, statuses, commitSeq: Math.max(state.commitSeq, reset.commit_seq) })
}

/**
 * Applies a newly fetched map of the same run and segment. If a new timetable has given the run other seats
 * or prices, everything known about the old ones is void, and choices stay where the seat is still free.
 */
export function applyMap(state: SeatMapState, map: SeatMap): SeatMapState {
  const fresh = initialState(map, state.partySize)
  if (!areSameSeats(state.seats, fresh.seats)) {
    const { own, isPlacing, noticeCount } = state
    const kept = { ...fresh, own, isPlacing, noticeCount }
    const isFree = ({ seatNumber }: Choice) => !isTakenLook(lookOf(kept, seatNumber))
    return { ...kept, choices: state.choices.filter(isFree) }
  }
  const changes = map.coaches.flatMap((coach) => coach.seats.filter((seat) => seat.status !== 'AVAILABLE'))
  return applyReset(state, { commit_seq: map.commit_seq, changes })
}

function areSameSeats(some: SeatMapState['seats'], others: SeatMapState['seats']): boolean {
  const textOf = (seat: Seat) => JSON.stringify({ ...seat, status: null })
  return (
    some.size === others.size &&
    Array.from(others).every(([number, other]) => {
      const seat = some.get(number)
      return seat !== undefined && textOf(seat) === textOf(other)
    })
  )
}

/** Call this before placing a hold: from now on, the chosen seats may show as held by this very hold. */
export function beginHold(state: SeatMapState): SeatMapState {
  return { ...state, isPlacing: true, notice: null }
}

/**
 * The hold was placed. Its seats are now the chosen ones, even if the system chose them or a reload forgot
 * them.
 */
export function keepHold(state: SeatMapState, hold: Pick<Hold, 'seats' | 'commit_seq'>): SeatMapState {
  const numbers = hold.seats.map((seat) => seat.seat_number).filter((number) => state.seats.has(number))
  const kept = state.choices.filter((choice) => numbers.includes(choice.seatNumber))
  const choices = [...kept]
  for (const number of numbers) {
    if (choices.some((choice) => choice.seatNumber === number)) continue
    if (isAddition(state, number)) choices.push({ seatNumber: number, passenger: null })
    else if (seatedCount({ choices }) < state.partySize)
      choices.push(seatFor(choices, number, state.partySize))
  }
  const changes = numbers.map((seat_number) => ({ seat_number, status: 'HELD' as const }))
  const own = { ...state, choices, own: new Set(numbers), isPlacing: false }
  return applySeatsEvent(resizeParty(own, state.partySize), { commit_seq: hold.commit_seq, changes })
}

/**
 * The hold is over (released, expired, declined) or was refused. Its seats count as free until newer events
 * arrive, and the seats that the refusal named as taken are dropped.
 */
export function endHold(state: SeatMapState, takenSeatNumbers: readonly string[] = []): SeatMapState {
  const statuses = new Map(state.statuses)
  const update = (number: string, status: SeatStatus) => {
    const known = statuses.get(number)
    if (known) statuses.set(number, { ...known, status })
  }
  for (const number of state.own) update(number, 'AVAILABLE')
  for (const number of takenSeatNumbers)
    if (statuses.get(number)?.status === 'AVAILABLE') update(number, 'HELD')
  return settle({ ...state, statuses, own: new Set(), isPlacing: false })
}

/**
 * The seats of the passenger's own holds are now these. Those that left count as free until a newer map or
 * event says more.
 */
export function keepOwn(state: SeatMapState, seatNumbers: readonly string[]): SeatMapState {
  const own = new Set(seatNumbers.filter((number) => state.seats.has(number)))
  const statuses = new Map(state.statuses)
  for (const number of state.own) {
    const known = statuses.get(number)
    if (!own.has(number) && known?.status === 'HELD') statuses.set(number, { ...known, status: 'AVAILABLE' })
  }
  return settle({ ...state, own, statuses })
}

/**
 * Drops the choices that somebody else has, and reports them. A seat of one's own hold that is free again
 * belongs to nobody.
 */
function settle(state: SeatMapState): SeatMapState {
  if (state.isPlacing) return state
  const isFree = (number: string) => state.statuses.get(number)?.status === 'AVAILABLE'
  const own = [...state.own].some(isFree)
    ? new Set([...state.own].filter((number) => !isFree(number)))
    : state.own
  const lost = state.choices.filter(({ seatNumber }) => !own.has(seatNumber) && !isFree(seatNumber))
  if (lost.length === 0) return { ...state, own }
  const choices = state.choices.filter((choice) => !lost.includes(choice))
  const seatNumbers = lost.map((choice) => choice.seatNumber)
  return tell({ ...state, own, choices }, { kind: 'seats_taken', seatNumbers })
}

function tell(state: SeatMapState, notice: Notice): SeatMapState {
  return { ...state, notice, noticeCount: state.noticeCount + 1 }
}

function roomFor(state: SeatMapState, passenger: number | undefined): readonly Choice[] {
  if (passenger !== undefined) return state.choices.filter((choice) => choice.passenger !== passenger)
  if (seatedCount(state) < state.partySize) return state.choices
  const earliest = state.choices.find((choice) => choice.passenger !== null)
  return state.choices.filter((choice) => choice !== earliest)
}

function seatFor(choices: readonly Choice[], seatNumber: string, partySize: number): Choice {
  return { seatNumber, passenger: firstWithoutSeat(choices, partySize) }
}

function firstWithoutSeat(choices: readonly Choice[], partySize: number): number {
  for (let passenger = 0; passenger < partySize; passenger++)
    if (!choices.some((choice) => choice.passenger === passenger)) return passenger
  throw new RangeError('every passenger has a seat already')
}
