import type { Segment } from '../railway/segment.ts'

/** A seat, a hold or a booking, by whatever tells it from others: an id, or its text on the wire. */
type Name = number | string

/** An audit entry of a run, as far as it can change claims. */
export interface PastAct {
  readonly action: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly holdId: Name | null
  readonly bookingId: Name | null
  /** Those that the entry names; empty if it names none. */
  readonly seats: readonly Name[]
  /** Of a move: the seats that its passengers leave, in the order of those that they get. */
  readonly leftSeats: readonly Name[]
  /** Those of them that are out of sale from then on. */
  readonly blockedSeats: readonly Name[]
  /** Null if the entry names no part of the way. */
  readonly segment: Segment | null
  /** The end of a hold that is placed or extended, in milliseconds since 1970. */
  readonly expiresAt: number | null
}

/** A claim as it was at some moment. */
export interface PastClaim extends Segment {
  readonly state: 'HELD' | 'BOOKED' | 'BLOCKED'
  readonly holdId: Name | null
  readonly bookingId: Name | null
  /** The end of a hold; null while its payment runs, and for all other claims. */
  readonly expiresAt: number | null
}

/** Actions that give the seats of a hold back. */
const holdEnds: ReadonlySet<string> = new Set([
  'hold_released',
  'hold_expired',
  'payment_declined',
  'payment_timed_out',
])
const cancels: ReadonlySet<string> = new Set(['booking_cancelled', 'seats_cancelled'])

/** Actions after which a claim is another one, or gone. */
export const claimActions: ReadonlySet<string> = new Set([
  ...['hold_placed', 'hold_extended', 'payment_requested', 'payment_never_sent', 'booking_confirmed'],
  ...['seats_blocked', 'seats_unblocked', 'seats_moved'],
  ...holdEnds,
  ...cancels,
])

/**
 * The claims of a run as its audit chain tells them: entries are applied one after the other, from the first
 * on (rule X69). Entries of holds that came to nothing may have been cleared; those holds are not seen.
 */
export class ReplayedRun {
  readonly #claims = new Map<Name, readonly PastClaim[]>()
  /** When each hold was to end, for one whose payment was never sent. */
  readonly #ends = new Map<Name, number | null>()

  /** The claims of each seat, in order of legs. */
  get claims(): ReadonlyMap<Name, readonly PastClaim[]> {
    return this.#claims
  }

  apply(act: PastAct): void {
    const { action, holdId, bookingId } = act
    if (action === 'hold_placed') this.#place(act)
    else if (action === 'hold_extended') this.#endHold(act, act.expiresAt)
    else if (action === 'payment_requested') this.#changeHold(act, (claim) => ({ ...claim, expiresAt: null }))
    else if (action === 'payment_never_sent') this.#endHold(act, this.#ends.get(holdId ?? '') ?? null)
    else if (holdEnds.has(action)) this.#changeHold(act, () => undefined)
    else if (action === 'booking_confirmed')
      this.#changeHold(act, (claim) => ({ ...claim, state: 'BOOKED', bookingId, expiresAt: null }))
    else if (cancels.has(action)) this.#cancel(act)
    else if (action === 'seats_blocked') this.#block(act)
    else if (action === 'seats_unblocked') this.#unblock(act)
    else if (action === 'seats_moved') this.#move(act)
  }

  #place({ seats, segment, holdId, expiresAt }: PastAct): void {
    if (!segment || holdId === null) return
    this.#ends.set(holdId, expiresAt)
    for (const seat of seats)
      this.#put(seat, [...this.#on(seat), { ...segment, state: 'HELD', holdId, bookingId: null, expiresAt }])
  }

  #endHold(act: PastAct, expiresAt: number | null): void {
    if (act.holdId !== null) this.#ends.set(act.holdId, expiresAt)
    this.#changeHold(act, (claim) => ({ ...claim, expiresAt }))
  }

  #changeHold({ holdId }: PastAct, change: (claim: PastClaim) => PastClaim | undefined): void {
    const isMeant = (claim: PastClaim) => claim.state === 'HELD' && claim.holdId === holdId
    for (const [seat, claims] of this.#claims) {
      if (!claims.some(isMeant)) continue
      this.#put(
        seat,
        claims.flatMap((claim) => (isMeant(claim) ? (change(claim) ?? []) : claim)),
      )
    }
  }

  /** An entry that names no seats is of all that were left. */
  #cancel({ bookingId, seats }: PastAct): void {
    for (const seat of seats.length > 0 ? seats : [...this.#claims.keys()])
      this.#put(
        seat,
        this.#on(seat).filter((claim) => claim.state !== 'BOOKED' || claim.bookingId !== bookingId),
      )
  }

  /** Blocks took what was free at that moment. */
  #block({ seats, segment, at }: PastAct): void {
    if (!segment) return
    for (const seat of seats) {
      // Holds that had run out where the block is have ended by an entry before it.
      const live = this.#on(seat).filter(({ expiresAt }) => expiresAt === null || at < expiresAt)
      this.#put(seat, [...this.#on(seat), ...gapsIn(segment, live).map(blockOn)])
    }
  }

  #unblock({ seats, segment }: PastAct): void {
    if (!segment) return
    for (const seat of seats)
      this.#put(
        seat,
        this.#on(seat).flatMap((claim) =>
          claim.state === 'BLOCKED' ? gapsIn(claim, [segment]).map(blockOn) : claim,
        ),
      )
  }

  /** Of two who change places, both entries are written before either claim is where it was. */
  #move({ bookingId, seats, leftSeats, blockedSeats, segment }: PastAct): void {
    if (!segment) return
    const isTheirs = (claim: PastClaim) => claim.state === 'BOOKED' && claim.bookingId === bookingId
    const moved = leftSeats.flatMap((seat) => this.#on(seat).filter(isTheirs).slice(0, 1))
    for (const seat of leftSeats)
      this.#put(
        seat,
        this.#on(seat).filter((claim) => !isTheirs(claim)),
      )
    for (const [index, seat] of seats.entries())
      this.#put(seat, [...this.#on(seat), ...moved.slice(index, index + 1)])
    for (const seat of blockedSeats) this.#put(seat, [...this.#on(seat), blockOn(segment)])
  }

  #on(seat: Name): readonly PastClaim[] {
    return this.#claims.get(seat) ?? []
  }

  #put(seat: Name, claims: readonly PastClaim[]): void {
    if (claims.length === 0) this.#claims.delete(seat)
    else
      this.#claims.set(
        seat,
        claims.toSorted((a, b) => a.fromLeg - b.fromLeg),
      )
  }
}

function blockOn({ fromLeg, toLeg }: Segment): PastClaim {
  return { fromLeg, toLeg, state: 'BLOCKED', holdId: null, bookingId: null, expiresAt: null }
}

/** The parts of a segment that none of these, which are in order of legs, covers. */
function gapsIn(segment: Segment, taken: readonly Segment[]): readonly Segment[] {
  const gaps: Segment[] = []
  let { fromLeg } = segment
  for (const one of taken) {
    const toLeg = Math.min(one.fromLeg, segment.toLeg)
    if (fromLeg < toLeg) gaps.push({ fromLeg, toLeg })
    fromLeg = Math.max(fromLeg, one.toLeg)
  }
  if (fromLeg < segment.toLeg) gaps.push({ fromLeg, toLeg: segment.toLeg })
  return gaps
}
