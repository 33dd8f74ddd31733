import type { SeatId, TrainRunId } from '../../domain/ids.ts'
import type { Picture } from '../../domain/inventory/picture.ts'
import type { RunOnSegment } from '../../domain/railway/network.ts'
import { isSameService } from '../../domain/railway/train-run.ts'
import type { RunCommit, Store } from '../../store/store.ts'
import { makeSlices } from '../slices.ts'
import { type SeatEvent, SegmentSeats } from './segment-seats.ts'

/** A new timetable gives the run another train, other times, coaches or prices, or takes it away. */
const runChanged: SeatEvent = { kind: 'changed', commitSeq: 0, changes: [] }

type SeatListener = (event: SeatEvent) => void

/**
 * Tells the watchers of a run and segment about changes; watchers of the same segment get the very same
 * event.
 */
export interface SeatWatch {
  /**
   * Returns what the watcher has to know first: a reset, the changes since the last commit it has seen, or
   * nothing if there are none. Further events go to the listener until `leave` is called. After `changed`,
   * which says that the run itself is another one now, there are no more.
   */
  join(
    ride: RunOnSegment,
    picture: Picture,
    seenCommitSeq: number | undefined,
    listener: SeatListener,
  ): { readonly first: SeatEvent | undefined; leave(): void }
}

/** The timers for work that can wait; injected, so that a test need not wait. */
interface Pace {
  /** Calls back after the time during which changes are gathered once watchers were told. */
  readonly gathered: (callback: () => void) => void
  /** Calls back when everything else has had its turn. */
  readonly soon: (callback: () => void) => void
}

const gatherMs = 100

const usualPace: Pace = {
  gathered: (callback) => {
    setTimeout(callback, gatherMs).unref()
  },
  soon: setImmediate,
}

type WatchedStore = Pick<Store, 'watch' | 'commitsSince' | 'pictureNow' | 'picture' | 'now'>

/** The watchers of one segment of a run, and what they have been told. */
interface Channel {
  readonly seats: SegmentSeats
  readonly listeners: Set<SeatListener>
}

/**
 * A watched run. Commits only note which seats they changed. What that means for each segment is computed
 * when the watchers are told, a few of them at a time: at once if they have heard nothing for a while, and
 * otherwise 100 ms after all of them heard the last. So a popular run leaves at least half of the time to
 * others, however many watch it.
 */
class WatchedRun {
  readonly channels = new Map<string, Channel>()
  /** The run itself has changed: watchers are told so and have left. */
  isOver = false
  readonly unwatch: () => void
  readonly #store: WatchedStore
  readonly #pace: Pace
  readonly #tell: (work: Iterator<void>) => void
  readonly #trainRunId: TrainRunId
  /** Seats that changed and have not been reported yet, and those that are being reported. */
  #pending = new Set<SeatId>()
  #telling: ReadonlySet<SeatId> = new Set()
  /** Watchers are being told, or were until just now. */
  #isBusy = false

  constructor(store: WatchedStore, pace: Pace, tell: (work: Iterator<void>) => void, trainRunId: TrainRunId) {
    this.#store = store
    this.#pace = pace
    this.#tell = tell
    this.#trainRunId = trainRunId
    this.unwatch = store.watch(trainRunId, (commit) => (commit.isOtherRun ? this.#end() : this.#note(commit)))
  }

  /**
   * Brings a segment up to date with the picture. A watcher who joins then knows everything, and later events
   * do not go back behind that.
   */
  catchUp({ seats }: Channel, picture: Picture): void {
    seats.look(picture, this.#telling, this.#store.now())
    seats.look(picture, this.#pending, this.#store.now())
  }

  #end(): void {
    this.isOver = true
    this.unwatch()
    const listeners = [...this.channels.values()].flatMap((channel) => [...channel.listeners])
    for (const channel of this.channels.values()) channel.listeners.clear()
    this.#tell(tellEach(new Set(listeners), runChanged))
  }

  #note({ seatIds }: RunCommit): void {
    for (const id of seatIds) this.#pending.add(id)
    if (!this.#isBusy) this.#tellPending()
  }

  #tellPending(): void {
    this.#isBusy = this.#pending.size > 0
    if (this.#isBusy) void this.#startTelling()
  }

  async #startTelling(): Promise<void> {
    // A picture that was dropped from memory is loaded again.
    const picture = this.#store.pictureNow(this.#trainRunId) ?? (await this.#loadPicture())
    if (picture) this.#tell(this.#tellAll(picture))
    else this.#isBusy = false
  }

  /** Undefined if the run is gone or cannot be read now; the next commit that arrives tries again. */
  async #loadPicture(): Promise<Picture | undefined> {
    return this.#store.picture(this.#trainRunId).catch(() => undefined)
  }

  *#tellAll(picture: Picture): Generator<void> {
    this.#telling = this.#pending
    this.#pending = new Set()
    for (const channel of [...this.channels.values()]) {
      const latest = this.#store.pictureNow(this.#trainRunId)
      // If it was dropped from memory meanwhile, it may be older than the waiting seats; they are read again.
      if (!latest) for (const id of this.#telling) this.#pending.add(id)
      this.catchUp(channel, latest ?? picture)
      const event = channel.seats.takeChanges()
      yield
      if (event) yield* tellEach(channel.listeners, event)
    }
    this.#telling = new Set()
    this.#pace.gathered(() => this.#tellPending())
  }
}

/** The current watchers; one who joins later already knows. */
function* tellEach(listeners: ReadonlySet<SeatListener>, event: SeatEvent): Generator<void> {
  for (const listener of [...listeners]) {
    if (listeners.has(listener)) listener(event)
    yield
  }
}

export function makeSeatWatch(store: WatchedStore, pace: Pace = usualPace): SeatWatch {
  const runs = new Map<TrainRunId, WatchedRun>()
  const slices = makeSlices(pace.soon)
  function watched(trainRunId: TrainRunId): WatchedRun {
    let run = runs.get(trainRunId)
    if (!run || run.isOver) {
      run = new WatchedRun(store, pace, slices.add, trainRunId)
      runs.set(trainRunId, run)
    }
    return run
  }
  return {
    join(ride, picture, seenCommitSeq, listener) {
      const latest = store.pictureNow(ride.run.id) ?? picture
      if (!isSameService(latest.run, ride.run)) return { first: runChanged, leave: () => {} }
      const run = watched(ride.run.id)
      const name = `${ride.segment.fromLeg}:${ride.segment.toLeg}`
      let channel = run.channels.get(name)
      if (channel) run.catchUp(channel, latest)
      else {
        channel = { seats: new SegmentSeats(ride, latest, store.now()), listeners: new Set() }
        run.channels.set(name, channel)
      }
      const { seats, listeners } = channel
      listeners.add(listener)
      const leave = () => {
        if (!listeners.delete(listener) || listeners.size > 0) return
        run.channels.delete(name)
        if (run.channels.size > 0 || run.isOver) return
        run.unwatch()
        runs.delete(ride.run.id)
      }
      return { first: firstEvent(store, ride, seats, seenCommitSeq), leave }
    },
  }
}

function firstEvent(
  store: WatchedStore,
  { run }: RunOnSegment,
  seats: SegmentSeats,
  seenCommitSeq: number | undefined,
): SeatEvent | undefined {
  if (seenCommitSeq === undefined || seenCommitSeq > seats.commitSeq) return seats.allTaken()
  const missed = store.commitsSince(run.id, seenCommitSeq)
  return missed ? seats.statusOf(new Set(missed.flatMap(({ seatIds }) => seatIds))) : seats.allTaken()
}
