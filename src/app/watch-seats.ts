import type { Seat } from '../domain/consist.ts'
import { seatOf } from '../domain/consist.ts'
import type { SeatId } from '../domain/ids.ts'
import type { Instant } from '../domain/instant.ts'
import type { RunOnSegment } from '../domain/network.ts'
import type { Picture } from '../domain/picture.ts'
import type { RunCommit, Store } from '../store/store.ts'
import { type SeatStatus, seatStatus, takenStatuses } from './seat-map.ts'

export interface SeatChange {
  readonly seatNumber: string
  readonly status: SeatStatus
}

/** What a watcher is told: first all seats that are not available, then what changes. */
export interface SeatEvent {
  readonly kind: 'reset' | 'seats'
  readonly commitSeq: number
  readonly changes: readonly SeatChange[]
}

export type SeatListener = (event: SeatEvent) => void

/** Tells watchers of a run and segment what changes; those of the same segment are told with the very same event. */
export interface SeatWatch {
  /**
   * Gives what the watcher has to know first: a reset; what changed since the commit it has seen already; or nothing where that
   * is nothing. Further events go to the listener until `leave` is called.
   */
  join(
    ride: RunOnSegment,
    picture: Picture,
    seenCommitSeq: number | undefined,
    listener: SeatListener,
  ): { readonly first: SeatEvent | undefined; leave(): void }
}

interface Channel {
  readonly ride: RunOnSegment
  readonly listeners: Set<SeatListener>
  /** What was told last, by index of the seat; undefined for one that is available. */
  readonly statuses: (SeatStatus | undefined)[]
  commitSeq: number
  readonly unwatch: () => void
}

type WatchedStore = Pick<Store, 'watch' | 'commitsSince' | 'pictureNow' | 'picture' | 'now'>

export function makeSeatWatch(store: WatchedStore): SeatWatch {
  const channels = new Map<string, Channel>()
  return {
    join(ride, picture, seenCommitSeq, listener) {
      const name = `${ride.run.id}:${ride.segment.fromLeg}:${ride.segment.toLeg}`
      let channel = channels.get(name)
      if (!channel) {
        channel = openChannel(store, ride, picture)
        channels.set(name, channel)
      }
      const joined = channel
      joined.listeners.add(listener)
      const first = firstEvent(store, joined, picture, seenCommitSeq)
      return {
        first,
        leave() {
          joined.listeners.delete(listener)
          if (joined.listeners.size > 0 || channels.get(name) !== joined) return
          joined.unwatch()
          channels.delete(name)
        },
      }
    },
  }
}

function openChannel(store: WatchedStore, ride: RunOnSegment, picture: Picture): Channel {
  const channel: Channel = {
    ride,
    listeners: new Set(),
    statuses: [...takenStatuses(picture, ride, store.now())],
    commitSeq: picture.commitSeq,
    unwatch: store.watch(ride.run.id, (commit) => takeCommit(store, channel, commit)),
  }
  return channel
}

/** A picture that was dropped from memory is loaded again, and the commits of that while are told with it. */
function takeCommit(store: WatchedStore, channel: Channel, commit: RunCommit): void {
  const picture = store.pictureNow(commit.trainRunId)
  if (picture) tellChanges(channel, picture, commit.seatIds, store.now())
  else
    void store.picture(commit.trainRunId).then((loaded) => {
      if (loaded) tellChanges(channel, loaded, commit.seatIds, store.now())
    })
}

function tellChanges(channel: Channel, picture: Picture, seatIds: readonly SeatId[], now: Instant): void {
  const { ride, statuses, listeners } = channel
  channel.commitSeq = Math.max(channel.commitSeq, picture.commitSeq)
  const changes: SeatChange[] = []
  for (const seat of seatsOf(ride, seatIds)) {
    const status = seatStatus(picture.claimsOn(seat.id), ride.segment, now)
    if (status === (statuses[seat.index] ?? 'AVAILABLE')) continue
    statuses[seat.index] = status === 'AVAILABLE' ? undefined : status
    changes.push({ seatNumber: seat.number, status })
  }
  if (changes.length === 0) return
  const event: SeatEvent = { kind: 'seats', commitSeq: channel.commitSeq, changes }
  for (const listener of listeners) listener(event)
}

function firstEvent(
  store: WatchedStore,
  channel: Channel,
  picture: Picture,
  seenCommitSeq: number | undefined,
): SeatEvent | undefined {
  const { ride, statuses, commitSeq } = channel
  const missed =
    seenCommitSeq === undefined || seenCommitSeq > picture.commitSeq
      ? undefined
      : store.commitsSince(ride.run.id, seenCommitSeq)
  if (!missed) {
    const changes = ride.run.consist.seats.flatMap((seat) => {
      const status = statuses[seat.index]
      return status === undefined ? [] : [{ seatNumber: seat.number, status }]
    })
    return { kind: 'reset', commitSeq, changes }
  }
  const seats = seatsOf(ride, new Set(missed.flatMap((commit) => commit.seatIds)))
  if (seats.length === 0) return undefined
  const changes = seats.map((seat) => ({
    seatNumber: seat.number,
    status: statuses[seat.index] ?? ('AVAILABLE' as const),
  }))
  return { kind: 'seats', commitSeq, changes }
}

function seatsOf(ride: RunOnSegment, seatIds: Iterable<SeatId>): readonly Seat[] {
  return Array.from(seatIds, (id) => seatOf(ride.run.consist, id))
}
