import type { Instant } from '../../domain/instant.ts'
import { personalDataFor } from '../../domain/people/masking.ts'
import type { Right } from '../../domain/people/rights.ts'
import { findSeat, type Seat, seatOf } from '../../domain/railway/consist.ts'
import type { Network } from '../../domain/railway/network.ts'
import type { Segment } from '../../domain/railway/segment.ts'
import type { TrainRun } from '../../domain/railway/train-run.ts'
import { seatNow } from '../../domain/records/booking.ts'
import { isLive } from '../../domain/records/claim.ts'
import type { Gender } from '../../domain/records/payment.ts'
import { accept, type Reply } from '../../domain/result.ts'
import type { ListedBooking } from '../../store/store.ts'
import type { Caller, Deps } from '../deps.ts'
import { loadPicture } from '../inventory/load-figures.ts'
import { confirmedBookings } from '../inventory/run-bookings.ts'
import { onOneNetwork } from '../one-network.ts'
import { opened } from '../personal-data.ts'
import { findRun, type RunNotFound } from '../railway/find-ride.ts'

/** A seat of a run for a part of its way, and what it is taken by. */
export interface ManifestLine {
  readonly seat: Seat
  readonly segment: Segment
  readonly state: 'BOOKED' | 'HELD' | 'BLOCKED'
  /** Null unless it is booked. */
  readonly locator: string | null
  /** As the caller may see them; null once they are erased. */
  readonly passengerName: string | null
  readonly passengerAge: number | null
  readonly passengerGender: Gender | null
}

/** Who has which seat of a run, in order of seats and then of legs. */
export interface Manifest {
  readonly run: TrainRun
  readonly network: Network
  readonly asOf: Instant
  readonly commitSeq: number
  readonly lines: readonly ManifestLine[]
}

type ManifestDeps = Pick<Deps, 'store' | 'personalKeys'>

/** Who has which seat of a run now; names are masked for callers who may not see them. */
export function manifestOf(
  deps: ManifestDeps,
  { rights = noRights }: Caller,
  trainRunId: string,
): Promise<Reply<Manifest, RunNotFound>> {
  return onOneNetwork(deps, async (network) => {
    const found = findRun(network, trainRunId)
    if (!found.ok) return found
    const { commitSeq, ...others } = await unbooked(deps, found.value)
    const booked = (await confirmedBookings(deps, found.value.id)).flatMap((record) =>
      linesOf(deps, found.value, record, rights),
    )
    const lines = [...booked, ...others.lines].sort(inOrder)
    return accept({ run: found.value, network, asOf: deps.store.now(), commitSeq, lines })
  })
}

const noRights: ReadonlySet<Right> = new Set()

function linesOf(
  deps: ManifestDeps,
  { consist }: TrainRun,
  record: ListedBooking,
  rights: ReadonlySet<Right>,
): readonly ManifestLine[] {
  const { booking } = opened(deps, record)
  return booking.seats
    .filter(({ cancellationId }) => cancellationId === null)
    .map(({ passengerName, passengerAge, passengerGender, ...booked }) => {
      const sold = seatOf(consist, seatNow(booked))
      return {
        // Other coaches may have come since; a passenger keeps the seat by its number.
        seat: findSeat(consist, sold.number) ?? sold,
        segment: booking.segment,
        state: 'BOOKED',
        locator: booking.locator,
        passengerName: personalDataFor(rights).name(passengerName),
        passengerAge,
        passengerGender,
      }
    })
}

/** What is held and what is blocked, from the picture of the run. */
async function unbooked(deps: ManifestDeps, { id }: TrainRun) {
  const picture = await loadPicture(deps, id)
  const now = deps.store.now()
  const nobody = { locator: null, passengerName: null, passengerAge: null, passengerGender: null }
  const lines = picture.run.consist.seats.flatMap((seat) =>
    picture
      .claimsOn(seat.id)
      .filter((claim) => claim.state !== 'BOOKED' && isLive(claim, now))
      .map(({ fromLeg, toLeg, state }) => ({ seat, segment: { fromLeg, toLeg }, state, ...nobody })),
  )
  return { commitSeq: picture.commitSeq, lines }
}

function inOrder(a: ManifestLine, b: ManifestLine): number {
  return a.seat.index - b.seat.index || a.segment.fromLeg - b.segment.fromLeg
}
