import type { SeatId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Picture } from '../../domain/inventory/picture.ts'
import { seatOf } from '../../domain/railway/consist.ts'
import type { RunOnSegment } from '../../domain/railway/network.ts'
import { type SeatStatus, statusOf, takenStatuses } from './seat-map.ts'

interface SeatChange {
  readonly seatNumber: string
  readonly status: SeatStatus
}

/**
 * The news for a watcher: first all seats that are not available, then the changes; at last perhaps that the
 * run itself has changed.
 */
export interface SeatEvent {
  readonly kind: 'reset' | 'seats' | 'changed'
  readonly commitSeq: number
  readonly changes: readonly SeatChange[]
}

/**
 * The last known statuses of a run's seats for one segment, and the ones that changed since watchers were
 * last told.
 */
export class SegmentSeats {
  readonly #ride: RunOnSegment
  /** By index of the seat; undefined for an available one. */
  readonly #statuses: (SeatStatus | undefined)[]
  readonly #changed = new Set<SeatId>()
  #commitSeq: number

  constructor(ride: RunOnSegment, picture: Picture, now: Instant) {
    this.#ride = ride
    this.#statuses = [...takenStatuses(picture, ride, now)]
    this.#commitSeq = picture.commitSeq
  }

  /** The commit that the statuses belong to. */
  get commitSeq(): number {
    return this.#commitSeq
  }

  /**
   * Reads seats again. A seat that changes and changes back stays noted: a watcher may have joined in
   * between.
   */
  look(picture: Picture, seatIds: ReadonlySet<SeatId>, now: Instant): void {
    this.#commitSeq = Math.max(this.#commitSeq, picture.commitSeq)
    for (const id of seatIds) {
      const seat = seatOf(this.#ride.run.consist, id)
      const { index } = seat
      const status = statusOf(picture, seat, this.#ride.segment, now)
      if (status === (this.#statuses[index] ?? 'AVAILABLE')) continue
      this.#statuses[index] = status === 'AVAILABLE' ? undefined : status
      this.#changed.add(id)
    }
  }

  /** The changes since the last call; undefined if there are none. */
  takeChanges(): SeatEvent | undefined {
    const event = this.statusOf(this.#changed)
    this.#changed.clear()
    return event
  }

  /** The current statuses of these seats; undefined if there are none. */
  statusOf(seatIds: ReadonlySet<SeatId>): SeatEvent | undefined {
    if (seatIds.size === 0) return undefined
    const changes = Array.from(seatIds, (id) => {
      const { index, number } = seatOf(this.#ride.run.consist, id)
      return { seatNumber: number, status: this.#statuses[index] ?? ('AVAILABLE' as const) }
    })
    return { kind: 'seats', commitSeq: this.#commitSeq, changes }
  }

  /** All seats that are not available. */
  allTaken(): SeatEvent {
    const changes = this.#ride.run.consist.seats.flatMap((seat) => {
      const status = this.#statuses[seat.index]
      return status === undefined ? [] : [{ seatNumber: seat.number, status }]
    })
    return { kind: 'reset', commitSeq: this.#commitSeq, changes }
  }
}
